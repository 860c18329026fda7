"""What may happen in a rehearsed year: a session is moved, the measure changes, a storm stops work.

Each is told to the streams by the very commands that would record it in earnest.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from domain.anchors import ANCHOR_ZH, AnchorDay
from domain.base import Command, ShortText, Value
from domain.calendar import start_of
from domain.duty_commands import Rebase
from domain.forms import Evidence
from domain.given import Actor
from domain.parties import Role
from domain.project.changes.messages import (
    DecideChange,
    Kind,
    Proposed,
    RequestChange,
    ResumeProject,
)
from domain.regime_change import ChangeRegime
from domain.regimes import named
from domain.regimes.model import Regime
from domain.regimes.sections_change import Ground
from domain.regimes.when import Anchor
from domain.rehearsal.filings import NOTE
from domain.ruling import Ruling

CLERK = Actor(ref="rehearsal:clerk", party="clerk")
_HOUR = timedelta(hours=9)
_PAPER = Evidence(sha256="0" * 64, name=f"{NOTE}依据.pdf", media_type="application/pdf", size=1)
_DECIDERS = {
    "county": Role.STANDING_COMMITTEE,
    "township": Role.CONGRESS,
    "street": Role.STREET_WORKING_COMMITTEE,
}


class SessionMoves(Value):
    """A meeting is convened or moved to a day; it is told on another."""

    kind: Literal["session_moves"] = "session_moves"
    anchor: Anchor = Anchor.NEXT_SESSION
    to: date
    on: date

    @property
    def zh(self) -> str:
        """In one line."""
        return f"{ANCHOR_ZH[self.anchor]}改到{self.to}（{self.on}告知）"


class MeasureChanges(Value):
    """From a day on the year is supervised under another measure."""

    kind: Literal["measure_changes"] = "measure_changes"
    regime: ShortText
    on: date

    @property
    def zh(self) -> str:
        """In one line."""
        return f"自{self.on}起改用办法{self.regime}"


class Storm(Value):
    """Every project is suspended for a time (暂缓): its clock stops, reports are still due."""

    kind: Literal["storm"] = "storm"
    on: date
    until: date

    @property
    def zh(self) -> str:
        """In one line."""
        return f"{self.on}起遇灾暂缓，{self.until}恢复"


Happening = Annotated[SessionMoves | MeasureChanges | Storm, Field(discriminator="kind")]


class Telling(NamedTuple):
    """One command, told to one stream at an instant; in this order."""

    at: datetime
    stream: str
    command: Command


def tellings(
    happening: Happening, regime: Regime, programme: str, projects: Sequence[str]
) -> list[Telling]:
    """The commands of a happening. Raises Unknown for a measure that does not exist."""
    at = start_of(happening.on) + _HOUR
    match happening:
        case SessionMoves(anchor=anchor, to=to):
            moved = Rebase(
                anchored=AnchorDay(anchor=anchor, day=to, meeting=NOTE),
                because=f"{NOTE}{happening.zh}",
                reference=NOTE,
            )
            return [Telling(at, x, moved) for x in (programme, *projects)]
        case MeasureChanges(regime=ref, on=on):
            change = ChangeRegime(
                regime=named(ref).ref,
                decision=NOTE,
                because=NOTE,
                decided_by=_DECIDERS[regime.tier],
                effective=on,
            )
            return [Telling(at, programme, change)]
        case Storm():
            return [x for stream in projects for x in _suspended(happening, regime, stream, at)]


def _suspended(storm: Storm, regime: Regime, stream: str, at: datetime) -> list[Telling]:
    asked = RequestChange(
        kind=Kind.SUSPEND,
        ground=_ground(regime),
        reason=f"{NOTE}{storm.zh}",
        documents=(_PAPER,),
        proposed=Proposed(until=storm.until),
    )
    granted = DecideChange(number=1, approved=True, ruling=_ruling(regime, storm.on))
    again = ResumeProject(ruling=_ruling(regime, storm.until))
    return [
        Telling(at, stream, asked),
        Telling(at + timedelta(minutes=1), stream, granted),
        Telling(start_of(storm.until) + _HOUR, stream, again),
    ]


def _ground(regime: Regime) -> Ground:
    known = regime.adjusting.grounds
    return Ground.FORCE_MAJEURE if Ground.FORCE_MAJEURE in known else known[-1]


def _ruling(regime: Regime, on: date) -> Ruling:
    bench = regime.adjusting.bench
    return Ruling(
        decider=bench.deciders[0], sitting=bench.sittings[0], session=NOTE, on=on, document=NOTE
    )
