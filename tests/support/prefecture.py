"""A prefecture of made-up projects (SYN) in the real numbers of seeds/004.

806 voted projects over 93 congresses are 62 lists of 9 and 31 of 8; the 65 and 68 of 12 streets
are lists of 5 and 6. Names of counties are real, those of towns and projects are not.
"""

import asyncio
from collections.abc import Iterator
from datetime import date
from itertools import cycle

from domain.base import Command
from domain.given import Actor
from domain.names import PROJECT, stream_id
from domain.project.messages import AdoptProject, Card, Subproject
from ledger.door import Ledger

CITY = "陕西省/商洛市"
COUNTIES = ("商州区", "洛南县", "丹凤县", "商南县", "山阳县", "镇安县", "柞水县")
TOWNS, STREETS, VOTED = 86, 12, 806
CLERK = Actor(ref="syn", party="clerk")


def congresses() -> list[tuple[str, str]]:
    """Region and measure of each of the 7 + 86 congresses."""
    counties = [(f"{CITY}/{x}", "shangluo-county@1") for x in COUNTIES]
    places = cycle(COUNTIES)
    towns = [
        (f"{CITY}/{next(places)}/（样稿）第{n}镇", "shangluo-town@1") for n in range(1, TOWNS + 1)
    ]
    return counties + towns


def streets() -> list[str]:
    """The region of each street."""
    places = cycle(COUNTIES)
    return [f"{CITY}/{next(places)}/（样稿）第{n}街道" for n in range(1, STREETS + 1)]


def shared(total: int, among: int) -> list[int]:
    """So many things over so many places, as evenly as whole numbers allow."""
    return [total // among + (n < total % among) for n in range(among)]


def adoptions() -> Iterator[tuple[str, Command]]:
    """Every project of the prefecture, as a command to its own stream."""
    for n, ((region, regime), count) in enumerate(
        zip(congresses(), shared(VOTED, TOWNS + len(COUNTIES)), strict=True)
    ):
        yield from _list(f"V{n:03}", region, regime, count, date(2024, 2, 20))
    for year, total in ((2023, 65), (2024, 68)):
        for n, (region, count) in enumerate(zip(streets(), shared(total, STREETS), strict=True)):
            name = f"S{year}-{n:02}"
            yield from _list(name, region, "shangluo-street@1", count, date(year, 3, 1))


def _list(
    name: str, region: str, regime: str, count: int, vote: date
) -> Iterator[tuple[str, Command]]:
    for number in range(1, count + 1):
        project = f"{name}-{number:02}"
        card = Card(
            id=project,
            programme=name,
            list_id=name,
            item_no=str(number),
            name=f"（样稿）便民工程{project}",
            region=region,
            subprojects=(Subproject(no=0, name="（样稿）便民工程"),),
            lead_unit="（样稿）承办单位",
            lead_unit_synthetic=True,
        )
        yield (
            stream_id(PROJECT, project),
            AdoptProject(
                card=card,
                regime=regime,
                vote=vote,
                next_session=date(vote.year + 1, 2, 20),
                session_assumed=False,
            ),
        )


async def adopted(ledger: Ledger) -> int:
    """Record them all, many at once; how many there are."""
    waiting = list(adoptions())

    async def client() -> None:
        while waiting:
            stream, command = waiting.pop()
            await ledger.handle(stream, command, actor=CLERK, client="syn", command_id=stream)

    number = len(waiting)
    await asyncio.gather(*(client() for _ in range(16)))
    return number
