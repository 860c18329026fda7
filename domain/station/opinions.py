"""Opinions received at a station: taken, handed on, answered, asked again.

Deputies do not handle what they hear (代表法 art. 31): every opinion goes to a unit, or becomes a
wish or a suggestion, before it is answered.
"""

from collections.abc import Sequence
from typing import assert_never

from domain.base import refuse_unless
from domain.given import Given
from domain.parties import Role, role_of
from domain.refusals import AlreadyThere, Contradicted, DeputiesDoNotExecute, Malformed, Unknown
from domain.station.messages import (
    AnswerOpinion,
    FollowUpOpinion,
    OpinionAnswered,
    OpinionFollowedUp,
    OpinionRouted,
    OpinionTaken,
    RouteOpinion,
    StationEvent,
    TakeOpinion,
)
from domain.station.state import Opinion, Station
from domain.terms import due
from domain.wish.personal import points_to_a_person

Events = Sequence[StationEvent]
OpinionCommand = RouteOpinion | AnswerOpinion | FollowUpOpinion
_HANDLERS = (Role.UNIT, Role.GOVERNMENT, Role.STREET_OFFICE)


def take(state: Station, c: TakeOpinion, given: Given) -> Events:
    """收到意见. Raises Malformed for a day to come, and for a text that points to a person."""
    refuse_unless(
        c.on <= given.today,
        f"日期 {c.on} 还没有到（今天是 {given.today}）。",
        f"{c.on} is still to come (today is {given.today}).",
    )
    _points_to_nobody(c.text, c.place)
    said = (c.on, c.text, c.deputies)
    if any((x.on, x.text, x.deputies) == said for x in state.opinions):
        return []
    told = {x: getattr(c, x) for x in TakeOpinion.model_fields}
    return [OpinionTaken(no=len(state.opinions) + 1, by=given.actor.ref, **told)]


def _points_to_nobody(*texts: str | None) -> None:
    refuse_unless(
        not any(points_to_a_person(x) for x in texts if x),
        "意见和答复会长期保存，请不要写电话、身份证号或邮箱；要回访的，联系方式记在站里。",
        "the text is kept for ever: no numbers that point to a person.",
    )


def decide_opinion(state: Station, c: OpinionCommand, given: Given) -> Events:
    """What happens to an opinion. Raises Unknown, AlreadyThere, Contradicted, Malformed."""
    found = next((x for x in state.opinions if x.no == c.opinion), None)
    if found is None:
        raise Unknown("意见", "opinion", str(c.opinion))
    match c:
        case RouteOpinion():
            return route(found, c, given)
        case AnswerOpinion():
            return answer(found, c, given)
        case FollowUpOpinion():
            return follow_up(found, c, given)
    assert_never(c)


def route(one: Opinion, c: RouteOpinion, given: Given) -> Events:
    """转办. Raises AlreadyThere once it went elsewhere, DeputiesDoNotExecute."""
    if one.to is not None:
        if (one.to, one.name) == (c.to, c.name):
            return []
        raise AlreadyThere(f"第 {one.no} 号意见的转办")
    last = None
    if c.to == "unit":
        _handles(c.name)
        assert given.regime.stations is not None, "a station stands under a measure that has them"
        last = due(given.today, given.regime.stations.answer_within, given.calendar).due
    told = {x: getattr(c, x) for x in RouteOpinion.model_fields}
    return [OpinionRouted(on=given.today, due=last, by=given.actor.ref, **told)]


def answer(one: Opinion, c: AnswerOpinion, given: Given) -> Events:
    """答复. Raises Contradicted before it was handed on."""
    if one.to is None:
        raise Contradicted(
            f"第 {one.no} 号意见还没有转办，代表不直接处理问题（代表法第三十一条）；请先转办。",
            "this opinion has not been handed on yet.",
        )
    if one.answered_on is not None:
        if one.solved == c.solved:
            return []
        raise AlreadyThere(f"第 {one.no} 号意见的答复")
    _points_to_nobody(c.text)
    told = {x: getattr(c, x) for x in AnswerOpinion.model_fields}
    return [OpinionAnswered(on=given.today, by=given.actor.ref, **told)]


def follow_up(one: Opinion, c: FollowUpOpinion, given: Given) -> Events:
    """回访. Raises Contradicted before the answer, AlreadyThere for another word."""
    if one.answered_on is None:
        raise Contradicted(
            f"第 {one.no} 号意见还没有答复，请答复之后回访。", "there is no answer yet."
        )
    if one.satisfied is not None:
        if one.satisfied == c.satisfied:
            return []
        raise AlreadyThere(f"第 {one.no} 号意见的回访")
    refuse_unless(
        one.answered_on <= c.on <= given.today,
        f"回访日期应在答复（{one.answered_on}）之后、今天（{given.today}）或以前。",
        "it is asked again after the answer, and not in the future.",
    )
    told = {x: getattr(c, x) for x in FollowUpOpinion.model_fields}
    return [OpinionFollowedUp(by=given.actor.ref, **told)]


def _handles(name: str) -> None:
    try:
        role = role_of(name)
    except ValueError as error:
        raise Malformed(
            f"转办给哪个单位，请写成 unit:单位名称，收到的是“{name[:40]}”。",
            f"write unit:NAME instead of “{name[:40]}”.",
        ) from error
    if role not in _HANDLERS:
        raise DeputiesDoNotExecute(name)
