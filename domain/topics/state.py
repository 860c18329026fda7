"""A year's topics: how they follow from their events. Cannot fail."""

from datetime import date
from typing import Literal

from domain.base import Value
from domain.organisation.tiers import Tier
from domain.topics.messages import (
    Source,
    SupervisionPlanPublished,
    TopicChosen,
    TopicClosed,
    TopicDeclined,
    TopicMerged,
    TopicNoted,
    TopicsEvent,
    TopicsOpened,
    Way,
)

Fate = Literal["open", "merged", "chosen", "declined", "closed"]
FATE_ZH: dict[Fate, str] = {
    "open": "待研究",
    "merged": "已并入",
    "chosen": "列入计划",
    "declined": "未列入",
    "closed": "已完成监督",
}


class Topic(Value):
    """One matter."""

    no: int
    title: str
    why: str
    source: Source
    reference: str
    fate: Fate = "open"
    into: int | None = None
    reason: str | None = None
    way: Way | None = None
    lead: str | None = None
    month: int | None = None
    document: str | None = None
    result: str | None = None


class Topics(Value):
    """The call of one congress and year."""

    id: str
    region: str
    tier: Tier
    year: int
    title: str
    closes: date
    topics: tuple[Topic, ...] = ()
    published: date | None = None

    def topic(self, no: int) -> Topic | None:
        """One by its number."""
        return self.topics[no - 1] if no <= len(self.topics) else None


def evolve(state: Topics | None, event: TopicsEvent) -> Topics:
    """The state after the event."""
    if isinstance(event, TopicsOpened):
        return Topics(**{x: getattr(event, x) for x in TopicsOpened.model_fields})
    assert state is not None, "the first event is the opening"
    if isinstance(event, SupervisionPlanPublished):
        return state.model_copy(update={"published": event.on})
    if isinstance(event, TopicNoted):
        told = {x: getattr(event, x) for x in ("no", "title", "why", "source", "reference")}
        return state.model_copy(update={"topics": (*state.topics, Topic(**told))})
    changed = [x.model_copy(update=_fate(event)) if x.no == event.no else x for x in state.topics]
    return state.model_copy(update={"topics": tuple(changed)})


def _fate(event: TopicMerged | TopicChosen | TopicDeclined | TopicClosed) -> dict[str, object]:
    match event:
        case TopicMerged():
            return {"fate": "merged", "into": event.into, "reason": event.reason}
        case TopicChosen():
            told = {x: getattr(event, x) for x in ("way", "lead", "month", "document")}
            return {"fate": "chosen", "reason": None, **told}
        case TopicDeclined():
            return {"fate": "declined", "reason": event.reason, "document": event.document}
        case TopicClosed():
            return {"fate": "closed", "result": event.result}
