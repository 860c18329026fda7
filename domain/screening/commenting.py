"""公示: the public is asked about the candidates, and everybody gets an answer."""

from collections.abc import Sequence
from datetime import timedelta

from domain.base import refuse_unless
from domain.given import Given
from domain.refusals import AlreadyThere, Contradicted, Unknown
from domain.screening.before import Before, must_handle
from domain.screening.comment_messages import (
    AnswerComment,
    CloseComment,
    CommentAnswered,
    CommentClosed,
    CommentOpened,
    CommentRecorded,
    OpenComment,
    RecordComment,
)
from domain.screening.messages import PoolEvent
from domain.screening.state import Commenting
from domain.wish.personal import points_to_a_person

Events = Sequence[PoolEvent]
MOST = 5000
"""Comments on one list; more is no hearing but a flood."""


def open_(state: Before, c: OpenComment, given: Given) -> Events:
    """公示开始. Raises NotYours, Contradicted without candidates or while one runs, Malformed for a
    time that is too short or ends after the session began."""
    must_handle(state.collection, given)
    known = state.pool.comment
    if known and (known.opens, known.closes, known.where) == (c.opens, c.closes, c.where):
        return []
    state.must_be_before_vote()
    if known is not None and known.closed_on is None:
        raise AlreadyThere(f"{known.opens} 起的公示")
    if not state.pool.standing:
        raise Contradicted("还没有候选项目，不能公示；请先提出候选项目。", "nothing is listed yet.")
    least = given.regime.screens.comment_days
    refuse_unless(
        c.closes - c.opens >= timedelta(days=least - 1),
        f"公示期 {c.opens} 至 {c.closes} 不足 {least} 日，请延长。",
        f"the public is asked for {least} days at least.",
    )
    refuse_unless(
        c.closes < state.session,
        f"公示截止日 {c.closes} 应早于会议日期 {state.session}。",
        f"it must end before the session of {state.session}.",
    )
    return [CommentOpened(opens=c.opens, closes=c.closes, where=c.where, by=given.actor.ref)]


def record(state: Before, c: RecordComment, given: Given) -> Events:
    """收到意见. Raises NotYours, Unknown for an item that is no candidate, AlreadyThere for another
    one of that number, Contradicted outside the time, Malformed for a text that points to
    a person."""
    must_handle(state.collection, given)
    known = state.pool.comments.get(c.number)
    if known is not None:
        if (known.item, known.on) == (c.item, c.on):
            return []
        raise AlreadyThere(c.number)
    _no_person(c.text)
    running = _running(state)
    if not running.opens <= c.on <= min(running.closes, given.today):
        raise Contradicted(
            f"公示时间是 {running.opens} 至 {running.closes}，{c.on} 不在其内，请核对日期。",
            "the comment lies outside the time.",
        )
    if c.item is not None and c.item not in state.pool.standing:
        raise Unknown("候选项目", "candidate", c.item)
    if len(state.pool.comments) >= MOST:
        raise Contradicted("意见过多，请改用来信或来访反映。", "there are too many comments.")
    return [
        CommentRecorded(
            number=c.number,
            text=c.text,
            item=c.item,
            channel=c.channel,
            on=c.on,
            by=given.actor.ref,
        )
    ]


def answer(state: Before, c: AnswerComment, given: Given) -> Events:
    """答复. Raises NotYours, Unknown."""
    must_handle(state.collection, given)
    if c.number not in state.pool.comments:
        raise Unknown("公示意见", "comment", c.number)
    _no_person(c.answer)
    return [CommentAnswered(number=c.number, answer=c.answer, taken=c.taken, by=given.actor.ref)]


def close(state: Before, c: CloseComment, given: Given) -> Events:
    """公示结束. Raises NotYours, Contradicted while comments wait for their answer, Malformed for a
    day before its end or to come."""
    must_handle(state.collection, given)
    if state.pool.comment is not None and state.pool.comment.closed_on == c.on:
        return []
    running = _running(state)
    refuse_unless(
        running.closes <= c.on <= given.today,
        f"结束日期 {c.on} 应在公示截止日 {running.closes} 与今天 {given.today} 之间。",
        f"{c.on} lies not between its last day and today.",
    )
    said = state.pool.comments
    open_ones = [number for number, x in said.items() if x.taken is None]
    if open_ones:
        raise Contradicted(
            f"还有 {len(open_ones)} 条意见没有答复（{'、'.join(open_ones[:5])}），请先答复。",
            f"{len(open_ones)} comments wait for their answer.",
        )
    return [
        CommentClosed(
            on=c.on, note=c.note, received=len(said), answered=len(said), by=given.actor.ref
        )
    ]


def _no_person(text: str) -> None:
    refuse_unless(
        not points_to_a_person(text),
        "意见和答复会长期保存并公开，请不要写电话、身份证号或邮箱。",
        "it is kept for ever: no numbers that point to a person.",
    )


def _running(state: Before) -> Commenting:
    running = state.pool.comment
    if running is None or running.closed_on is not None:
        raise Contradicted(
            "现在没有公示，不收意见；平时的意见请到代表联络站提出，或拨打12345政务服务便民热线。",
            "the public is not asked now.",
        )
    return running
