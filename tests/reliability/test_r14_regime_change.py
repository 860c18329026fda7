"""R14: a measure's new version is published in mid-year: no date moves by it. A decision moves a
hundred projects, each by one event; and the first half-year is decided today as it was then."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from domain import regimes, streams
from domain.base import Command, Event
from domain.calendar import Calendar, start_of
from domain.duty_commands import KeepMoment
from domain.given import Actor, Given
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.parties import Role
from domain.programme.messages import OpenProgramme, ProgrammeOpened
from domain.project.messages import AdoptProject, ProjectAdopted
from domain.regime_change import ChangeRegime
from domain.regimes import FOLDER, named, use_folder
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.migrate import choose_settable_clock
from ledger.queries.follow_ups import open_follow_ups
from ledger.reading import read_event
from tests.reliability.conftest import Say
from tests.support.filing import SESSION, VOTE
from tests.support.year import CARD, CLERK, voted_project

LISTS, EACH = 10, 100
OWN, NEXT = "elsewhere@2", "elsewhere@3"
AUGUST = date(2023, 8, 15)
HALF_YEAR = (date(2023, 5, 5), AUGUST)
SAMPLE = 5
"""Of the openings, so many are decided again: they are all alike; of the moments, all."""
_DATES = "SELECT stream, duty, due FROM duties ORDER BY stream, duty"
_ROWS = "SELECT * FROM events ORDER BY stream, version"


def measure(version: int) -> str:
    """A town's own measure, after 宝丰县's; the next one gives a week more for each month."""
    text = (FOLDER / "baofeng@2.toml").read_text(encoding="utf-8").replace("baofeng", "elsewhere")
    if version == 2:
        return text
    text = text.replace("\nversion = 2\n", "\nversion = 3\n", 1)
    return re.sub(r'(every = "month"[^}]*?term = ")(\d+)(wd")', r"\g<1>9\g<3>", text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's own folder, with the measure in force."""
    monkeypatch.setattr(regimes, "_added", {})
    (tmp_path / f"{OWN}.toml").write_text(measure(2), encoding="utf-8")
    use_folder(tmp_path)
    return tmp_path


@pytest.fixture
async def ledger(database: str, folder: Path) -> AsyncIterator[Ledger]:
    await choose_settable_clock(database)
    made = await Ledger.connect(database)
    await set_clock(made, start_of(VOTE) + timedelta(hours=15))
    yield made
    await made.close()


async def adopted(ledger: Ledger) -> list[str]:
    """Ten lists of a hundred projects, by two measures. Their streams."""
    frame: dict[str, Any] = {"vote": VOTE, "next_session": SESSION, "session_assumed": False}
    said: list[tuple[str, Command]] = []
    for n in range(LISTS):
        frame["regime"] = OWN if n % 2 == 0 else "longgang@2"
        ids = tuple(f"L{n}-{x:02}" for x in range(EACH))
        cards = [CARD.model_copy(update={"id": x, "programme": f"L{n}"}) for x in ids]
        opening = OpenProgramme(id=f"L{n}", title="清单", region="省/市", projects=ids, **frame)
        said.append((stream_id(PROGRAMME, f"L{n}"), opening))
        said += [(stream_id(PROJECT, x.id), AdoptProject(card=x, **frame)) for x in cards]
    await in_turn([handed(ledger, *x) for x in said])
    return [x for x, _ in said]


async def handed(ledger: Ledger, stream: str, command: Command) -> None:
    key = f"{type(command).__name__} {stream}"
    await ledger.handle(stream, command, actor=CLERK, client="clerk", command_id=key)


async def in_turn(work: Iterable[Any]) -> None:
    """Sixteen at a time."""
    seats = asyncio.Semaphore(16)

    async def one(task: Any) -> None:
        async with seats:
            await task

    await asyncio.gather(*(one(x) for x in work))


async def kept(ledger: Ledger, names: Sequence[str]) -> None:
    async def all_of(stream: str) -> None:
        while (told := await ledger.keep(stream, by="clock")) and told.events:
            continue

    await in_turn(all_of(x) for x in names)


async def dates(owner: asyncpg.Connection) -> dict[tuple[str, str], date]:
    return {(x["stream"], x["duty"]): x["due"] for x in await owner.fetch(_DATES)}


def by_the_newest(shown: dict[tuple[str, str], date]) -> int:
    """The naive control: how many dates of a list a house would move that is told the place and
    takes its newest measure."""
    card = CARD.model_copy(update={"id": "L0-00", "programme": "L0"})
    year = voted_project("elsewhere", VOTE, SESSION, card=card)
    now = {x: y.due for x, y in year.state.duties.items()}
    return sum(due != now.get(duty, due) for (x, duty), due in shown.items() if x == year.stream)


def decided_again(rows: Sequence[Any]) -> tuple[int, int]:
    """Each opening and each kept moment of the rows decided once more on what stood before it, by
    the measure it was decided by then: how many, and how many came out otherwise."""
    asked = other = opened = 0
    for stream, of_stream in groupby(rows, key=lambda x: x["stream"]):
        state: Any = None
        for _, group in groupby(of_stream, key=lambda x: (x["client"], x["command_id"])):
            told = list(group)
            events = [read_event(stream, x["type"], x["schema"], x["body"]) for x in told]
            command = command_of(told[0], events[0])
            opened += state is None
            if command is not None and (state is not None or opened % SAMPLE == 0):
                again = decide(stream, state, command, told[0])
                asked += 1
                other += again != events
            state = streams.evolve_all(stream, state, events)
    return asked, other


def command_of(row: Any, event: Event) -> Command | None:
    match event:
        case ProjectAdopted():
            return AdoptProject(**{x: getattr(event, x) for x in AdoptProject.model_fields})
        case ProgrammeOpened():
            return OpenProgramme(**{x: getattr(event, x) for x in OpenProgramme.model_fields})
        case _ if row["command_id"].startswith("keep:"):
            return KeepMoment()
        case _:
            return None


def decide(stream: str, state: Any, command: Command, row: Any) -> Sequence[Event]:
    given = Given(
        actor=Actor(ref=row["actor"], party=CLERK.party if state is None else "system"),
        received_at=row["received_at"],
        now=row["recorded_at"],
        calendar=Calendar.seeded(),
        regime=named(state.regime if state else getattr(command, "regime", "")),
        outages=(),
        heard_until=None,
    )
    return list(streams.decide(stream, state, command, given))


DECISION = ChangeRegime(
    regime=NEXT,
    decision="人大〔2023〕18号",
    because="修订后的办法自八月十五日起施行",
    decided_by=Role.STANDING_COMMITTEE,
    effective=AUGUST,
)


@pytest.mark.timeout(300)
async def test_a_new_version_moves_nothing_and_a_decision_what_it_names(
    ledger: Ledger, database: str, folder: Path, say: Say
) -> None:
    owner = await asyncpg.connect(database)
    names = await adopted(ledger)
    for day in HALF_YEAR:
        await set_clock(ledger, start_of(day) + timedelta(hours=12))
        await kept(ledger, names)
    half_year = await owner.fetch(_ROWS)
    before = await dates(owner)

    (folder / f"{NEXT}.toml").write_text(measure(3), encoding="utf-8")
    use_folder(folder)
    newer = await Ledger.connect(database)
    await kept(newer, names)
    published = await dates(owner)
    moved_by_publication = sum(published[x] != before[x] for x in before)

    last = await owner.fetchval("SELECT max(recorded_at) FROM events")
    await handed(newer, stream_id(PROGRAMME, "L0"), DECISION)
    for owed in await open_follow_ups(newer):
        await newer.keep(owed.stream, by="sweeper")
    changed = await dates(owner)
    moved = {x for x, _ in before if changed[x, _] != before[x, _] and x.startswith("project:")}
    events = await owner.fetch(
        "SELECT DISTINCT stream FROM events WHERE type = 'RegimeChanged' AND recorded_at >= $1"
        " AND stream LIKE 'project:%'",
        last,
    )
    asked, other = decided_again(half_year)
    await newer.close()
    await owner.close()
    say(
        "R14",
        projects=len(names) - LISTS,
        dates=len(before),
        moved_by_publication=moved_by_publication,
        naive_moved_in_one_project=by_the_newest(before),
        projects_moved_by_decision=len(moved),
        decision_events=len(events),
        decided_again=asked,
        otherwise=other,
    )
    assert len(names) - LISTS == LISTS * EACH
    assert moved_by_publication == 0
    assert by_the_newest(before) > 0, "the new version says the same: the test has lost its teeth"
    assert {x["stream"] for x in events} == moved
    assert len(events) == EACH
    assert all(x.startswith("project:L0-") for x in moved)
    assert asked > 2 * len(names)
    assert other == 0
