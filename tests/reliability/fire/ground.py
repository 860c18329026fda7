"""What the herd stands on: hundreds of real projects, their units' tokens, and midnights to come.

The installation has the real clock. Its machine's date is another than ours: one row, which only
the database's owner can write, moves the ledger's time, so that every process reads the receipt of
a request as in production and a due instant can come within seconds. A move is a jump for all.
"""

import asyncio
import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg

from domain.calendar import start_of
from domain.given import Actor
from domain.names import PROJECT, stream_id
from domain.project.messages import AdoptProject, Card, Subproject
from ledger.door import Ledger
from ledger.tokens import Tokens
from tests.support.year import CARD

PROJECTS = Path(__file__).parents[2] / "data" / "projects.csv"
CLERK = Actor(ref="staff-1", party="clerk")
VOTES = tuple(date(2023, 2, x) for x in (20, 21, 22, 23))
SESSION = date(2024, 3, 20)
OPENS = start_of(date(2023, 3, 20)) + timedelta(hours=18)
"""After the reminders that came before, and before anything is late."""
UNITS = 20
AT_ONCE = 12
SECONDS_AWAY = 30.0
_UNGUARDED = "ALTER TABLE clock DISABLE TRIGGER ALL"
"""What keeps the clock of a real installation from being set; only its owner can do that."""
_MOVE = """
INSERT INTO clock (instant, set_at) VALUES ($1, clock_timestamp())
ON CONFLICT (one) DO UPDATE SET instant = excluded.instant, set_at = excluded.set_at
"""


@dataclass(frozen=True)
class Plot:
    """One project: who files its work plan, and when that is due."""

    id: str
    unit: str
    due_at: datetime

    @property
    def stream(self) -> str:
        """Its stream."""
        return stream_id(PROJECT, self.id)

    @property
    def path(self) -> str:
        """Where its work plan is filed."""
        return f"/api/v1/projects/{self.id}/duties/work_plan/filings"


@dataclass
class Ground:
    """The plots, a token of each unit, and the hands on the machine's date."""

    database: str
    plots: list[Plot]
    tokens: dict[str, str]

    def midnights(self) -> list[datetime]:
        """The due instants, in order."""
        return sorted({x.due_at for x in self.plots})

    def due(self, at: datetime) -> list[Plot]:
        """What falls due at that instant."""
        return [x for x in self.plots if x.due_at == at]

    async def move(self, instant: datetime) -> None:
        """Let it be that instant, as soon as the database answers."""
        await move(self.database, instant)

    async def moment(self, instant: datetime) -> float:
        """When that instant comes, in seconds of this machine's clock."""
        now: datetime = await asked(self.database, "SELECT ledger_now()")
        return time.time() + (instant - now).total_seconds()


async def asked(database: str, question: str, *values: object) -> Any:
    """One value of the database, through a database that is away for a while."""
    limit = time.monotonic() + SECONDS_AWAY
    while True:
        try:
            connection = await asyncpg.connect(database, timeout=5)
            try:
                return await connection.fetchval(question, *values)
            finally:
                await connection.close()
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            if time.monotonic() > limit:
                raise
            await asyncio.sleep(0.1)


async def move(database: str, instant: datetime) -> None:
    """Move the ledger's time there; it runs on from that instant."""
    await asked(database, _MOVE, instant)


async def prepared(database: str, number: int, votes: Sequence[date] = VOTES) -> Ground:
    """So many projects, voted on these days in turn, with the marks of the past made."""
    await asked(database, _UNGUARDED)
    await move(database, OPENS)
    ledger = await Ledger.connect(database)
    cards = [_card(n, name) for n, name in enumerate(_names(number))]
    seats = asyncio.Semaphore(AT_ONCE)

    async def open_(n: int, card: Card) -> None:
        async with seats:
            await _adopt(ledger, card, votes[n % len(votes)])
            await ledger.keep(stream_id(PROJECT, card.id), by="sweeper")

    await asyncio.gather(*(open_(n, x) for n, x in enumerate(cards)))
    issued = Tokens(ledger.pool)
    tokens = {x: (await issued.issue(f"unit:{x}", "unit"))[1] for x in _units()}
    due = await _due(database)
    await ledger.close()
    plots = [Plot(x.id, x.lead_unit, due[stream_id(PROJECT, x.id)]) for x in cards]
    return Ground(database, plots, tokens)


async def _adopt(ledger: Ledger, card: Card, vote: date) -> None:
    command = AdoptProject(
        card=card, regime="baofeng@1", vote=vote, next_session=SESSION, session_assumed=False
    )
    stream = stream_id(PROJECT, card.id)
    await ledger.handle(stream, command, actor=CLERK, client="staff-1", command_id=stream)


async def _due(database: str) -> dict[str, datetime]:
    connection = await asyncpg.connect(database)
    rows = await connection.fetch("SELECT stream, due_at FROM duties WHERE line = 'work_plan'")
    await connection.close()
    return {x["stream"]: x["due_at"] for x in rows}


def _names(number: int) -> list[str]:
    with PROJECTS.open(encoding="utf-8-sig") as file:
        real = [x["subproject_name_zh"] or x["item_name_zh"] for x in csv.DictReader(file)]
    return [real[n % len(real)] for n in range(number)]


def _units() -> list[str]:
    return [f"第{n + 1}项目承办单位" for n in range(UNITS)]


def _card(n: int, name: str) -> Card:
    given = {
        "id": f"LG23-{n:05}",
        "item_no": str(n + 1),
        "name": name,
        "lead_unit": _units()[n % UNITS],
        "subprojects": (Subproject(no=1, name=name),),
    }
    return CARD.model_copy(update=given)
