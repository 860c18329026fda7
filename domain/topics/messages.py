"""What can be asked of a year's call for supervision topics 监督议题征集, and what can happen.

The public's letters and the hotline are sources beside deputies (seeds/004); the plan is decided by
the chairmen's meeting and published (`监督法 art. 63`).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Event, ShortText, Text
from domain.organisation.tiers import Tier
from domain.parties import Role

TopicsId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Year = Annotated[int, Field(ge=2000, le=2200)]
Number = Annotated[int, Field(ge=1, le=5000)]
Month = Annotated[int, Field(ge=1, le=12)]
Source = Literal["deputy", "public", "letter", "hotline", "inspection", "committee"]
SOURCE_ZH: dict[Source, str] = {
    "deputy": "人大代表",
    "public": "人民群众",
    "letter": "来信来访",
    "hotline": "政务服务便民热线",
    "inspection": "视察检查发现",
    "committee": "专门委员会、工作机构",
}
Way = Literal["report", "law_inspection", "special_inquiry", "visit", "appraisal"]
WAY_ZH: dict[Way, str] = {
    "report": "听取和审议专项工作报告",
    "law_inspection": "执法检查",
    "special_inquiry": "专题询问",
    "visit": "视察调研",
    "appraisal": "工作评议",
}


class OpenTopics(Command):
    """公开征集: one congress and year."""

    id: TopicsId
    region: ShortText
    tier: Tier
    year: Year
    title: ShortText
    closes: date


class NoteTopic(Command):
    """A topic as somebody put it, with where it comes from. Who said it is not kept here."""

    title: ShortText
    why: Text
    source: Source
    reference: ShortText
    """Number of the letter, call, wish or record."""


class MergeTopic(Command):
    """The same matter as another."""

    no: Number
    into: Number
    reason: Text


class ChooseTopic(Command):
    """列入计划: how it is supervised, by whom and when."""

    no: Number
    way: Way
    lead: ShortText
    """The committee that leads."""
    month: Month
    body: Role
    """Who decided."""
    document: ShortText
    on: date


class DeclineTopic(Command):
    """不列入计划, with the reason that whoever proposed it is told."""

    no: Number
    reason: Text
    body: Role
    document: ShortText
    on: date


class PublishPlan(Command):
    """年度监督工作计划公布."""

    on: date
    where: ShortText
    document: ShortText


class CloseTopic(Command):
    """The supervision of a topic was held; what came of it."""

    no: Number
    on: date
    result: Text
    document: ShortText


class TopicsOpened(Event):
    """Topics of a year are asked for."""

    id: str
    region: str
    tier: Tier
    year: int
    title: str
    closes: date


class TopicNoted(Event):
    """A topic stands in the list."""

    no: int
    title: str
    why: Text
    source: Source
    reference: str
    by: str


class TopicMerged(Event):
    """It is told of together with another one."""

    no: int
    into: int
    reason: Text
    by: str


class TopicChosen(Event):
    """It stands in the year's plan."""

    no: int
    way: Way
    lead: str
    month: int
    body: Role
    document: str
    on: date
    by: str


class TopicDeclined(Event):
    """It does not, for this reason."""

    no: int
    reason: Text
    body: Role
    document: str
    on: date
    by: str


class SupervisionPlanPublished(Event):
    """The plan with so many topics was made public."""

    on: date
    where: str
    document: str
    topics: tuple[int, ...]
    by: str


class TopicClosed(Event):
    """Its supervision was held."""

    no: int
    on: date
    result: Text
    document: str
    by: str


TopicsCommand = (
    OpenTopics | NoteTopic | MergeTopic | ChooseTopic | DeclineTopic | PublishPlan | CloseTopic
)
TopicsEvent = (
    TopicsOpened
    | TopicNoted
    | TopicMerged
    | TopicChosen
    | TopicDeclined
    | SupervisionPlanPublished
    | TopicClosed
)
