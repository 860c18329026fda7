"""What can be asked of a voted project besides its duties, and what can happen to it then.

Every change of scope, target, date or money, and every stop, is a request, a decision by those
who may decide, and a new baseline or state; the old one stays (rulebook §3.3, §4.2).
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Amount, Command, Event, ShortText, Text, Value
from domain.forms import Files
from domain.project.card import Card, Target
from domain.regimes.sections_change import Ground
from domain.ruling import Ruling

Number = Annotated[int, Field(ge=1, le=10_000)]


class Kind(StrEnum):
    """What is asked for."""

    SCOPE = "scope"
    TARGET = "target"
    SCHEDULE = "schedule"
    MONEY = "money"
    SUSPEND = "suspend"
    TERMINATE = "terminate"
    REPLACE = "replace"


KIND_ZH: dict[Kind, str] = {
    Kind.SCOPE: "调整范围",
    Kind.TARGET: "调整目标",
    Kind.SCHEDULE: "调整完成时间",
    Kind.MONEY: "调整资金",
    Kind.SUSPEND: "暂缓",
    Kind.TERMINATE: "终止",
    Kind.REPLACE: "更换项目",
}


class Revised(Value):
    """A sub-project's new target. The voted one stays in the card."""

    subproject: Annotated[int, Field(ge=0, le=999)]
    target: Target


class Proposed(Value):
    """The new values that are asked for; empty for a suspension or a termination."""

    targets: Annotated[tuple[Revised, ...], Field(max_length=200)] = ()
    dropped: Annotated[tuple[int, ...], Field(max_length=200)] = ()
    """Sub-projects that are no longer to be built."""
    planned_completion: date | None = None
    investment_wan: Amount | None = None
    until: date | None = None
    """Until when a suspension is expected to last; it ends only by a decision."""
    successor: Card | None = None
    """The item that takes the place of this one."""


class RequestChange(Command):
    """申请调整: who is to carry the project out asks; nothing changes before the decision."""

    kind: Kind
    ground: Ground
    reason: Text
    documents: Files
    proposed: Proposed = Proposed()


class DecideChange(Command):
    """The decision on a request. Other money needs the budget decision besides (A12)."""

    number: Number
    approved: bool
    ruling: Ruling
    budget: Ruling | None = None
    reason: Text | None = None


class ResumeProject(Command):
    """恢复实施: a suspension ends by a decision; the clocks run on with the days left."""

    ruling: Ruling


class RecordMinorChange(Command):
    """A change that touches neither scope, target nor year: for the record only (A8)."""

    text: Text
    documents: Files = ()


class SettleBreach(Command):
    """What was missing of a sub-project was built after all, and somebody saw it."""

    subproject: Annotated[int, Field(ge=0, le=999)]
    actual: Amount
    finding: Text
    evidence: Annotated[Files, Field(min_length=1)]


class CarryOver(Command):
    """跨年度结转 into the next year's list, whose days become the project's."""

    programme: ShortText
    vote: date
    next_session: date
    session_assumed: bool
    ruling: Ruling


class ChangeRequested(Event):
    """A request was filed."""

    number: Number
    kind: Kind
    ground: Ground
    reason: Text
    documents: Files
    proposed: Proposed
    by: str


class ChangeRefused(Event):
    """Decided against: nothing changes."""

    number: Number
    kind: Kind
    ruling: Ruling
    reason: Text | None
    by: str


class ChangeApproved(Event):
    """Decided for; what follows from it stands in the events after it."""

    number: Number
    kind: Kind
    ruling: Ruling
    budget: Ruling | None
    by: str


class BaselineSet(Event):
    """A new baseline vN+1. The one before points to the decision that ended it (inv. 3)."""

    baseline: Annotated[int, Field(ge=2)]
    change: Number
    document: str
    on: date
    targets: tuple[Revised, ...]
    dropped: tuple[int, ...]
    planned_completion: date | None
    """None: as before."""
    investment_wan: Amount | None
    """None: as before."""


class ProjectSuspended(Event):
    """S1 暂缓: duties that hang on the completion day pause; reports are still due."""

    change: Number
    document: str
    on: date
    until: date | None


class ProjectResumed(Event):
    """The suspension ended."""

    document: str
    on: date
    ruling: Ruling
    by: str


class ProjectTerminated(Event):
    """X2 终止: to be named in the completion report. `successor` takes its place, if any."""

    change: Number
    document: str
    on: date
    successor: Card | None


class MinorChangeRecorded(Event):
    """Told to the congress's office; no baseline changes."""

    number: Number
    text: Text
    documents: Files
    by: str


class BreachSettled(Event):
    """A sub-project is no longer short of its target: by a decision, or by evidence."""

    subproject: int
    how: Literal["decision", "evidence"]
    reference: str
    actual: Amount | None
    text: Text
    evidence: Files
    by: str


class ProjectCarriedOver(Event):
    """The same project in the next year's list; the year before keeps its debts."""

    before: str
    programme: str
    vote: date
    next_session: date
    session_assumed: bool
    ruling: Ruling
    by: str


ChangeCommand = (
    RequestChange | DecideChange | ResumeProject | RecordMinorChange | SettleBreach | CarryOver
)
ChangeEvent = (
    ChangeRequested
    | ChangeRefused
    | ChangeApproved
    | BaselineSet
    | ProjectSuspended
    | ProjectResumed
    | ProjectTerminated
    | MinorChangeRecorded
    | BreachSettled
    | ProjectCarriedOver
)
