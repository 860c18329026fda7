"""What may be done with a wish: one function per command, dispatched by `decide`."""

from collections.abc import Sequence
from typing import assert_never

from domain.base import refuse_unless
from domain.given import Given, must_be_office, must_reach
from domain.refusals import AlreadyThere, Contradicted, Unknown
from domain.wish import merging
from domain.wish.messages import (
    AnswerWish,
    JoinWish,
    KeepApart,
    MergeWish,
    PartWish,
    PoolWish,
    TakeWish,
    UnmergeWish,
    UnpoolWish,
    WishAnswered,
    WishCommand,
    WishEvent,
    WishPooled,
    WishTaken,
    WishUnpooled,
)
from domain.wish.personal import points_to_a_person
from domain.wish.state import Wish

Events = Sequence[WishEvent]


def decide(state: Wish | None, command: WishCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, TakeWish):
        must_reach(command.region, command.id, given)
        return take(state, command, given)
    if state is None:
        raise Unknown("建议", "wish", "")
    must_reach(state.region, state.id, given)
    must_be_office(state.id, given)
    match command:
        case MergeWish():
            return merging.merge(state, command, given)
        case JoinWish():
            return merging.join(state, command, given)
        case UnmergeWish():
            return merging.unmerge(state, command, given)
        case PartWish():
            return merging.part(state, command, given)
        case KeepApart():
            return merging.keep_apart(state, command, given)
        case PoolWish():
            return [] if command.item in state.items else [WishPooled(item=command.item)]
        case UnpoolWish():
            return [WishUnpooled(item=command.item)] if command.item in state.items else []
        case AnswerWish():
            return answer(state, command, given)
    assert_never(command)


def take(state: Wish | None, c: TakeWish, given: Given) -> Events:
    """登记建议. Raises Contradicted outside the days of its collection, Malformed for a text that
    points to a person or a day to come, AlreadyThere."""
    taken = WishTaken(
        **{x: getattr(c, x) for x in type(c).model_fields if x not in ("opens", "last")},
        by=given.actor.ref,
    )
    if state is not None:
        known = ("collection", "text", "place", "source")
        if all(getattr(state, x) == getattr(taken, x) for x in known):
            return []
        raise AlreadyThere(c.id)
    refuse_unless(
        not any(points_to_a_person(x) for x in (c.text, c.place or "", c.source.place or "")),
        "建议内容会长期保存，请不要写电话、身份证号或邮箱；联系方式请填在“联系方式”一栏，"
        "办结后可以删除。",
        "the text is kept for ever: leave numbers that point to a person to the contact fields.",
    )
    refuse_unless(
        c.source.on <= given.today,
        f"提出日期 {c.source.on} 还没有到（今天是 {given.today}），请核对。",
        f"{c.source.on} is still to come.",
    )
    _in_its_days(c)
    return [taken]


def _in_its_days(c: TakeWish) -> None:
    if c.opens <= c.source.on <= c.last:
        return
    when = f"{c.opens} 开始" if c.source.on < c.opens else f"{c.last} 截止"
    raise Contradicted(
        f"本次征集{when}，不能登记 {c.source.on} 的建议。平时的建议请到代表联络站当面提出，"
        "或拨打12345政务服务便民热线、写信给本级人大，也可以在下一次征集时提出。",
        f"this collection takes wishes from {c.opens} to {c.last}; outside it turn to the "
        "deputies' station, the hotline 12345 or write to the congress.",
    )


def answer(state: Wish, c: AnswerWish, given: Given) -> Events:
    """答复. A merged wish is answered by its main one's answer, or by one of its own. Raises
    Malformed for a text that points to a person."""
    refuse_unless(
        not points_to_a_person(c.text),
        "答复内容会长期保存，请不要写个人电话、身份证号或邮箱。",
        "the answer is kept for ever: no numbers that point to a person.",
    )
    before = state.answer
    if before is not None and (before.outcome, before.text) == (c.outcome, c.text):
        return []
    number = 1 if before is None else before.number + 1
    return [WishAnswered(number=number, outcome=c.outcome, text=c.text, by=given.actor.ref)]
