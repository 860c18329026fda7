"""Every place's year side by side, as its measure plays it: who owes what at which step, by when.

One sample project a place, nobody silent. What a fact would call for is told by its term; what
waits for a meeting, as waiting for it; where a measure says nothing there is no cell.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from domain.anchors import ANCHOR_ZH
from domain.duty import Duty
from domain.lists import VotedList
from domain.parties import ROLE_ZH
from domain.project.messages import Card, Subproject
from domain.regimes import known, named
from domain.regimes.model import Line, Regime
from domain.regimes.when import After, FromAnchor, OnAnchor
from domain.rehearsal.silence import Silence
from domain.rehearsal.steps import OTHER, STEPS, TRIGGER_ZH
from domain.rehearsal.year import in_the_middle, rehearse
from domain.terms import Term


class Cell(NamedTuple):
    """One line of one measure at one step."""

    regime: str
    duty: str
    zh: str
    obligor: str
    due: tuple[date, ...]
    """The days on which it fell due in the rehearsed year; empty where none is known."""
    waits: str | None
    """What it waits for: a meeting nobody has convened, a fact that did not happen."""
    default: bool
    """Whether the whole line is our default, because the source is silent."""
    ours: tuple[str, ...]
    """What of it is our default."""


class Step(NamedTuple):
    """One step of the chain, with what each place has for it."""

    step: str
    zh: str
    cells: Mapping[str, tuple[Cell, ...]]


class SideBySide(NamedTuple):
    """Places and steps."""

    places: Mapping[str, tuple[Regime, ...]]
    steps: tuple[Step, ...]


def side_by_side(vote: date, next_session: date, mid: date | None = None) -> SideBySide:
    """The newest measure of every place, played over one year.

    `mid`: the day of the mid-year session or of the Q3 meeting, where it is convened. Raises
    Malformed for days that cannot be.
    """
    places = by_place()
    cells = {
        place: [cell for x in regimes for cell in _cells(x, vote, next_session, mid)]
        for place, regimes in places.items()
    }
    placed = {name for step in STEPS for name in step.lines}
    steps = tuple(
        Step(
            step.name,
            step.zh,
            {
                place: tuple(
                    x
                    for x in found
                    if x.duty in step.lines or (step is OTHER and x.duty not in placed)
                )
                for place, found in cells.items()
            },
        )
        for step in (*STEPS, OTHER)
    )
    return SideBySide(places, tuple(x for x in steps if any(x.cells.values())))


def by_place() -> Mapping[str, tuple[Regime, ...]]:
    """The newest version of every measure, by place: `place-tier` belongs to `place`."""
    newest = [named(x) for x in sorted({x.id for x in known().values()})]
    grouped = groupby(newest, key=lambda x: x.id.partition("-")[0])
    return {place: tuple(found) for place, found in grouped}


def _cells(regime: Regime, vote: date, session: date, mid: date | None) -> Iterator[Cell]:
    convened = in_the_middle(regime, mid)
    played = rehearse([_sample()], regime, vote, session, Silence(), convened=convened)
    duties = [x for state in played.world.states.values() for x in state.duties.values()]
    for line in regime.lines:
        due = _days(line, duties)
        yield Cell(
            regime=regime.ref,
            duty=line.name,
            zh=line.zh,
            obligor=ROLE_ZH[line.obligor],
            due=due,
            waits=None if due else _waits(line),
            default=line.origin == "ours",
            ours=line.ours,
        )


def _days(line: Line, duties: Sequence[Duty]) -> tuple[date, ...]:
    return tuple(sorted(x.due for x in duties if x.line == line.name and x.closed is None))


def _waits(line: Line) -> str | None:
    match line.when:
        case After(trigger=trigger, term=term):
            return f"{TRIGGER_ZH[trigger]}后{term.zh}"
        case FromAnchor(anchor=anchor, term=term):
            return f"待召集：{ANCHOR_ZH[anchor]}{_way(term)}{term.zh}"
        case OnAnchor(anchor=anchor):
            return f"待召集：{ANCHOR_ZH[anchor]}"
        case _:
            return None


def _way(term: Term) -> str:
    return "前" if term.sign < 0 else "后"


def _sample() -> VotedList:
    """One project that stands for any; it is marked as made up."""
    card = Card(
        id="sample-1",
        programme="sample",
        list_id="sample",
        item_no="1",
        name="（演练）示例项目",
        region="（演练）",
        subprojects=(Subproject(no=0, name="（演练）示例项目"),),
        lead_unit="（演练）承办单位",
        lead_unit_synthetic=True,
    )
    return VotedList(
        id="sample",
        list_id="sample",
        title="（演练）示例清单",
        region="（演练）",
        cards=(card,),
        rows=(),
        remarks=(),
    )
