"""What can be asked of a democratic appraisal 民主评议, and what can happen to it.

A street has no congress: its working committee appraises through the deliberative meeting only what
the county's standing committee assigned (seeds/004: 根据县级人大常委会交办).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value
from domain.evaluation.grading import Result
from domain.forms import Counts

AppraisalId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Roll = Annotated[int, Field(ge=1, le=10_000)]
Kind = Literal["street_office", "county_department", "judicial_post"]
KIND_ZH: dict[Kind, str] = {
    "street_office": "街道办事处",
    "county_department": "县（区）政府有关部门派驻机构",
    "judicial_post": "司法机关派驻机构",
}


class Appraised(Value):
    """Who is appraised, and on what."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    name: ShortText
    kind: Kind
    matter: ShortText


Objects = Annotated[tuple[Appraised, ...], Field(min_length=1, max_length=60)]


class AssignAppraisal(Command):
    """县级人大常委会交办: which street appraises whom by when."""

    id: AppraisalId
    region: ShortText
    """The street."""
    regime: ShortText
    title: ShortText
    objects: Objects
    document: ShortText
    on: date
    report_by: date


class HearReport(Command):
    """被评议单位报告: before anybody votes."""

    object: ShortText
    on: date
    document: ShortText


class RecordAppraisal(Command):
    """The deliberative meeting's counts for one object."""

    object: ShortText
    on: date
    meeting: ShortText
    roll: Roll
    present: Annotated[int, Field(ge=0, le=10_000)]
    counts: Counts


class HandOverAppraisal(Command):
    """评议意见交办, with the day by which it is answered."""

    object: ShortText
    on: date
    document: ShortText
    opinion: Text
    reply_by: date


class RecordReform(Command):
    """整改报告 of the appraised organ."""

    object: ShortText
    on: date
    document: ShortText
    text: Text


class ReportAppraisal(Command):
    """评议结果报县级人大常委会, and published."""

    on: date
    document: ShortText
    where: ShortText


class AppraisalAssigned(Event):
    """An appraisal was assigned to a street."""

    id: str
    region: str
    regime: str
    title: str
    objects: tuple[Appraised, ...]
    document: str
    on: date
    report_by: date
    by: str


class ReportHeard(Event):
    """The organ reported on its work."""

    object: str
    on: date
    document: str
    by: str


class OrganAppraised(Event):
    """Its work was graded by the measure's rule."""

    object: str
    on: date
    meeting: str
    result: Result
    by: str


class AppraisalHandedOver(Event):
    """The meeting's opinion went to the organ."""

    object: str
    on: date
    document: str
    opinion: Text
    reply_by: date
    by: str


class ReformRecorded(Event):
    """The organ said what it did."""

    object: str
    on: date
    document: str
    text: Text
    on_time: bool
    by: str


class AppraisalReported(Event):
    """The results went to the county, and to the public."""

    on: date
    document: str
    where: str
    on_time: bool
    by: str


AppraisalCommand = (
    AssignAppraisal
    | HearReport
    | RecordAppraisal
    | HandOverAppraisal
    | RecordReform
    | ReportAppraisal
)
AppraisalEvent = (
    AppraisalAssigned
    | ReportHeard
    | OrganAppraised
    | AppraisalHandedOver
    | ReformRecorded
    | AppraisalReported
)
