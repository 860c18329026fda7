"""As many projects as are wanted, with the names, places and units of real published lists.

The rows of tests/data/projects.csv, one project each. Where a list names no unit, a made-up one
stands for it, so that the projects are spread over units as a county's are.
"""

import asyncio
import csv
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

from domain.given import Actor
from domain.names import PROJECT, stream_id
from domain.project.messages import AdoptProject, Card, Subproject
from ledger.door import Ledger

ROWS = Path(__file__).parents[1] / "tests" / "data" / "projects.csv"
CLERK = Actor(ref="bench-many", party="clerk")
VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
AT_ONCE = 16
UNITS = tuple(
    f"（合成）{x}局" for x in ("住建", "交通", "水利", "教育", "民政", "卫健", "城管", "文旅")
)


def cards(number: int) -> Iterator[Card]:
    """So many projects; the rows are gone through again where there are too few."""
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    units = cycle(UNITS)
    for n, row in enumerate(islice(cycle(rows), number), start=1):
        told = row["subproject_name_zh"] or row["item_name_zh"]
        places = (row["province"], row["city"], row["county"], row["township"])
        yield Card(
            id=f"MANY-{n:04}",
            programme="MANY",
            list_id="MANY",
            item_no=str(n),
            name=told[:200],
            region="/".join(x for x in places if x),
            subprojects=(Subproject(no=1, name=told[:200]),),
            lead_unit=(row["lead_unit_zh"].split("、")[0] or next(units)),
            lead_unit_synthetic=not row["lead_unit_zh"],
        )


async def adopted(ledger: Ledger, number: int) -> None:
    """Put them on record, many at once; the clock stands after the vote."""
    waiting = list(cards(number))

    async def client() -> None:
        while waiting:
            card = waiting.pop()
            command = AdoptProject(
                card=card,
                regime="baofeng@1",
                vote=VOTE,
                next_session=SESSION,
                session_assumed=False,
            )
            stream = stream_id(PROJECT, card.id)
            await ledger.handle(stream, command, actor=CLERK, client=CLERK.ref, command_id=card.id)

    await asyncio.gather(*(client() for _ in range(AT_ONCE)))


async def kept(ledger: Ledger, number: int) -> None:
    """Let the marks that are due by now be made, as the clock would."""
    waiting = [stream_id(PROJECT, x.id) for x in cards(number)]

    async def client() -> None:
        while waiting:
            await ledger.keep(waiting.pop(), by="clock")

    await asyncio.gather(*(client() for _ in range(AT_ONCE)))
