"""What may be done with a year's topics: one function per command."""

from collections.abc import Sequence
from typing import NamedTuple, assert_never

from domain.base import refuse_unless
from domain.given import Given, must_be_office, must_reach
from domain.organisation.tiers import TIER_ZH, Tier
from domain.parties import ROLE_ZH, Role
from domain.refusals import AlreadyThere, Contradicted, NotTheirsToDecide, Unknown
from domain.topics.messages import (
    ChooseTopic,
    CloseTopic,
    DeclineTopic,
    MergeTopic,
    NoteTopic,
    OpenTopics,
    PublishPlan,
    SupervisionPlanPublished,
    TopicChosen,
    TopicClosed,
    TopicDeclined,
    TopicMerged,
    TopicNoted,
    TopicsCommand,
    TopicsEvent,
    TopicsOpened,
)
from domain.topics.state import FATE_ZH, Topic, Topics

Events = Sequence[TopicsEvent]


class Decider(NamedTuple):
    """Who decides a tier's plan, and by what."""

    role: Role
    basis: str


DECIDERS: dict[Tier, Decider] = {
    Tier.COUNTY: Decider(Role.CHAIRMENS_MEETING, "监督法 art. 63"),
    Tier.TOWNSHIP: Decider(Role.PRESIDIUM, "our default, after LAW-7"),
    Tier.STREET: Decider(Role.STREET_WORKING_COMMITTEE, "our default, after seeds/004"),
}


def decide(state: Topics | None, command: TopicsCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    must_be_office("监督议题", given)
    if isinstance(command, OpenTopics):
        must_reach(command.region, command.id, given)
        return open_topics(state, command)
    if state is None:
        raise Unknown("监督议题征集", "call for topics", "")
    must_reach(state.region, state.id, given)
    match command:
        case NoteTopic():
            return note(state, command, given)
        case MergeTopic():
            return merge(state, command, given)
        case ChooseTopic():
            return choose(state, command, given)
        case DeclineTopic():
            return decline(state, command, given)
        case PublishPlan():
            return publish(state, command, given)
        case CloseTopic():
            return close(state, command, given)
    assert_never(command)


def open_topics(state: Topics | None, c: OpenTopics) -> Events:
    """公开征集."""
    opened = TopicsOpened(**{x: getattr(c, x) for x in OpenTopics.model_fields})
    if state is None:
        return [opened]
    if any(getattr(state, x) != getattr(c, x) for x in OpenTopics.model_fields):
        raise AlreadyThere(c.id)
    return []


def note(state: Topics, c: NoteTopic, given: Given) -> Events:
    """Whoever comes after the last day is told of next year's call, and nothing is lost."""
    told = {x: getattr(c, x) for x in NoteTopic.model_fields}
    if any(all(getattr(x, k) == v for k, v in told.items()) for x in state.topics):
        return []
    if state.published is not None or given.today > state.closes:
        raise Contradicted(
            f"{state.year}年度监督议题征集已于 {state.closes} 截止，请登记到下一年度的征集。",
            f"topics of {state.year} were taken until {state.closes}; note it for the next year.",
        )
    return [TopicNoted(no=len(state.topics) + 1, by=given.actor.ref, **told)]


def merge(state: Topics, c: MergeTopic, given: Given) -> Events:
    """并入 another open topic."""
    one, other = _topic(state, c.no), _topic(state, c.into)
    if one.fate == "merged" and one.into == c.into:
        return []
    refuse_unless(c.no != c.into, "议题不能并入它自己。", "a topic is not merged into itself.")
    _must_be(one, "open")
    if other.fate not in ("open", "chosen"):
        raise Contradicted(
            f"第{c.into}号议题{FATE_ZH[other.fate]}，不能再并入，请并入仍在研究或已列入的议题。",
            f"topic {c.into} is {other.fate}; merge into one that is open or chosen.",
        )
    return [TopicMerged(no=c.no, into=c.into, reason=c.reason, by=given.actor.ref)]


def choose(state: Topics, c: ChooseTopic, given: Given) -> Events:
    """列入年度监督计划."""
    topic = _topic(state, c.no)
    told = {x: getattr(c, x) for x in ("way", "lead", "month", "document")}
    if topic.fate == "chosen" and all(getattr(topic, k) == v for k, v in told.items()):
        return []
    _may_decide(state, c.body)
    _before_plan(state)
    _not_in_future(c.on, given)
    _must_be(topic, "open", "declined")
    return [TopicChosen(no=c.no, body=c.body, on=c.on, by=given.actor.ref, **told)]


def decline(state: Topics, c: DeclineTopic, given: Given) -> Events:
    """不列入: with a reason that can be told to whoever proposed it."""
    topic = _topic(state, c.no)
    if topic.fate == "declined" and topic.reason == c.reason:
        return []
    _may_decide(state, c.body)
    _before_plan(state)
    _not_in_future(c.on, given)
    _must_be(topic, "open", "chosen")
    told = {x: getattr(c, x) for x in DeclineTopic.model_fields}
    return [TopicDeclined(by=given.actor.ref, **told)]


def publish(state: Topics, c: PublishPlan, given: Given) -> Events:
    """公布: every topic has found its answer before."""
    if state.published is not None:
        if state.published == c.on:
            return []
        raise AlreadyThere(f"{state.year}年度监督工作计划")
    _not_in_future(c.on, given)
    waiting = [str(x.no) for x in state.topics if x.fate == "open"]
    if waiting:
        raise Contradicted(
            f"还有{len(waiting)}个议题没有研究（第{'、'.join(waiting[:8])}号），"
            "请逐个列入、并入或说明不列入的理由后再公布。",
            f"topics {', '.join(waiting[:8])} are undecided; decide each before publishing.",
        )
    chosen = tuple(x.no for x in state.topics if x.fate == "chosen")
    refuse_unless(
        bool(chosen), "计划中没有一个议题，不能公布。", "a plan without topics is not published."
    )
    return [
        SupervisionPlanPublished(
            on=c.on, where=c.where, document=c.document, topics=chosen, by=given.actor.ref
        )
    ]


def close(state: Topics, c: CloseTopic, given: Given) -> Events:
    """完成监督."""
    topic = _topic(state, c.no)
    if topic.fate == "closed" and topic.result == c.result:
        return []
    _not_in_future(c.on, given)
    if state.published is None or c.on < state.published:
        raise Contradicted(
            "年度监督工作计划还没有公布，请先公布计划。",
            "the plan is not published; publish it first.",
        )
    _must_be(topic, "chosen")
    return [TopicClosed(no=c.no, on=c.on, result=c.result, document=c.document, by=given.actor.ref)]


def _topic(state: Topics, no: int) -> Topic:
    found = state.topic(no)
    if found is None:
        raise Unknown("议题", "topic", str(no))
    return found


def _must_be(topic: Topic, *fates: str) -> None:
    if topic.fate not in fates:
        raise Contradicted(
            f"第{topic.no}号议题{FATE_ZH[topic.fate]}，不能这样办理。",
            f"topic {topic.no} is {topic.fate}.",
        )


def _before_plan(state: Topics) -> None:
    if state.published is not None:
        raise Contradicted(
            f"{state.year}年度监督工作计划已于 {state.published} 公布，不能再增减议题。",
            f"the plan of {state.year} was published on {state.published}.",
        )


def _may_decide(state: Topics, body: Role) -> None:
    decider = DECIDERS[state.tier]
    if body is not decider.role:
        raise NotTheirsToDecide(
            f"{state.year}年度监督议题",
            f"{TIER_ZH[state.tier]}由{ROLE_ZH[decider.role]}决定（{decider.basis}）",
        )


def _not_in_future(day: object, given: Given) -> None:
    refuse_unless(
        str(day) <= str(given.today),
        f"日期 {day} 还没有到，请核对。",
        f"the day {day} has not come.",
    )
