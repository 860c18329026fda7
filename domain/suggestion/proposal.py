"""What a deputy hands in, and how far it was when it came from another record."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import ShortText, Text, Value
from domain.forms import Verdict
from domain.regimes.sections_suggestions import HandlingStage, ReplyClass

Ref = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$")]
"""A deputy, as the organisation's table refers to one."""
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Refs = Annotated[tuple[Ref, ...], Field(max_length=500)]
Units = Annotated[tuple[ShortText, ...], Field(max_length=20)]
Raised = Literal["session", "recess"]
"""大会期间 or 闭会期间."""
RAISED_ZH: dict[Raised, str] = {"session": "大会期间", "recess": "闭会期间"}
VERDICT_ZH: dict[Verdict, str] = {
    "satisfied": "满意",
    "basic": "基本满意",
    "dissatisfied": "不满意",
}


class Recommendation(Value):
    """A procuratorial recommendation 检察建议, by its own number."""

    number: ShortText
    organ: ShortText
    """The procuratorate that issued it."""


class Proposal(Value):
    """What a deputy hands in."""

    id: Id
    title: ShortText
    text: Text
    region: ShortText
    regime: ShortText
    deputy: Ref
    seconders: Refs = ()
    raised: Raised = "recess"
    session: ShortText | None = None
    """At which congress, where it was raised at one."""
    field: ShortText | None = None
    """What it is about: 教育, 交通 …"""
    group: Ref | None = None
    """The deputy group that watches over its handling."""
    synthetic: bool = False
    """Made up, for a demonstration."""


class StageDone(Value):
    """A stage of the handling and how it was gone through."""

    stage: HandlingStage
    on: date
    how: ShortText | None = None
    """On the spot, by telephone, in a meeting …"""
    note: Text | None = None


class Past(Value):
    """How far a suggestion was when its record was brought over from elsewhere."""

    submitted_on: date
    lead: ShortText | None = None
    co: Units = ()
    assigned_on: date | None = None
    difficult: bool = False
    stages: Annotated[tuple[StageDone, ...], Field(max_length=8)] = ()
    kind: ReplyClass | None = None
    verdict: Verdict | None = None
    struck_off_on: date | None = None
    withdrawn_on: date | None = None
    reference: ShortText
    """The list that it was brought over from."""
