"""What can be asked of a station, and what can happen to it.

Who came is counted, never named: an opinion holds what was said, not who said it.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Day, Event, ShortText, Text, Value
from domain.forms import Files
from domain.organisation.chart import Ref
from domain.regimes.sections_stations import Function, StationKind
from domain.station.rota import Turn

StationId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
"""Shorter than other ids: a wish that came from here is named after it."""
No = Annotated[int, Field(ge=1, le=1_000_000)]
Refs = Annotated[tuple[Ref, ...], Field(max_length=2000)]
Few = Annotated[tuple[Ref, ...], Field(max_length=60)]
Persons = Annotated[int, Field(ge=0, le=100_000)]
Seat = Literal["town", "street"]
RouteKind = Literal["unit", "wish", "suggestion"]
ROUTE_ZH: dict[RouteKind, str] = {
    "unit": "转办单位",
    "wish": "列为民生实事建议",
    "suggestion": "转为代表建议",
}


class Setup(Value):
    """What a station is."""

    name: ShortText
    kind: StationKind
    seat: Seat | None = None
    """Of a central one: whether it is a town's or a street's."""
    functions: tuple[Function, ...] = ()
    group: Ref | None = None
    """The deputy group that works there."""
    deputies: Refs = ()
    """Deputies enrolled there 编组进站, in the order of their turns."""


class EnrolStation(Command):
    """登记站点."""

    id: StationId
    region: ShortText
    regime: ShortText
    setup: Setup
    since: Day


class AmendStation(Command):
    """变更."""

    setup: Setup
    because: Text


class CloseStation(Command):
    """撤销."""

    on: Day
    because: Text


class PlanRota(Command):
    """排班: the turns from one day to another, by the measure's rule, or as given."""

    first: Day
    last: Day
    turns: Annotated[tuple[Turn, ...], Field(max_length=400)] = ()


class ChangeRota(Command):
    """换班."""

    on: Day
    deputies: Annotated[tuple[Ref, ...], Field(min_length=1, max_length=20)]
    because: Text


class ReceiveVoters(Command):
    """接待登记: how many came, and which deputies received them."""

    on: Day
    persons: Persons
    deputies: Few = ()
    note: Text | None = None


class TakeOpinion(Command):
    """收到意见."""

    on: Day
    text: Text
    place: ShortText | None = None
    deputies: Few = ()
    """Who took it."""


class RouteOpinion(Command):
    """转办: to a unit, or turned into a wish or a suggestion of that id."""

    opinion: No
    to: RouteKind
    name: ShortText


class AnswerOpinion(Command):
    """答复: what became of it."""

    opinion: No
    solved: bool
    text: Text
    evidence: Files = ()


class FollowUpOpinion(Command):
    """回访: whether who had said it is satisfied."""

    opinion: No
    satisfied: bool
    on: Day


class StationEnrolled(Event):
    """The station stands."""

    id: str
    region: str
    regime: str
    setup: Setup
    since: Day


class StationAmended(Event):
    """It stands so from now on."""

    setup: Setup
    because: str


class StationClosed(Event):
    """Gone from that day on."""

    on: Day
    because: str


class RotaPlanned(Event):
    """The turns of that stretch."""

    first: Day
    last: Day
    turns: tuple[Turn, ...]
    by: str


class RotaChanged(Event):
    """Others receive on that day."""

    on: Day
    was: tuple[str, ...]
    deputies: tuple[str, ...]
    because: str
    by: str


class VotersReceived(Event):
    """People came and were heard."""

    no: int
    on: Day
    persons: int
    deputies: tuple[str, ...]
    note: str | None
    by: str


class OpinionTaken(Event):
    """Somebody said something that is to be answered."""

    no: int
    on: Day
    text: str
    place: str | None
    deputies: tuple[str, ...]
    by: str


class OpinionRouted(Event):
    """It was handed on; a unit has until `due`."""

    opinion: int
    to: RouteKind
    name: str
    on: Day
    due: date | None
    by: str


class OpinionAnswered(Event):
    """What became of it was told to who had said it."""

    opinion: int
    solved: bool
    text: str
    evidence: Files
    on: Day
    by: str


class OpinionFollowedUp(Event):
    """Asked again: satisfied or not."""

    opinion: int
    satisfied: bool
    on: Day
    by: str


StationCommand = (
    EnrolStation
    | AmendStation
    | CloseStation
    | PlanRota
    | ChangeRota
    | ReceiveVoters
    | TakeOpinion
    | RouteOpinion
    | AnswerOpinion
    | FollowUpOpinion
)
StationEvent = (
    StationEnrolled
    | StationAmended
    | StationClosed
    | RotaPlanned
    | RotaChanged
    | VotersReceived
    | OpinionTaken
    | OpinionRouted
    | OpinionAnswered
    | OpinionFollowedUp
)
