"""One county of a hundred projects, and its year up to July, played through the door.

A county's list of forty and three townships' lists of twenty, all under Baofeng's measure. Two of
eight units neither file nor acknowledge, and two of the deputy groups do not acknowledge, so that
every rung of the ladder is stood on by somebody.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from bench.many import ROWS, UNITS
from domain.calendar import SHANGHAI, Calendar, day_of, start_of
from domain.duty_commands import KeepMoment
from domain.lists import VotedList
from domain.parties import Role, party
from domain.project.messages import Card, Subproject
from domain.regimes import named
from domain.rehearsal.silence import Silence
from domain.rehearsal.world import Said, World
from domain.rehearsal.year import played
from ledger.clock import set_clock
from ledger.delivering import deliver
from ledger.door import Ledger

PROVINCE = "（合成）江东省"
CITY, COUNTY, ID = "000市", "0000县", "K0000"
"""What stands for the city, the county and its ids, and is replaced in every copy."""
REGION = f"{PROVINCE}/（合成）{CITY}/（合成）{COUNTY}"
PROJECTS = 100
LISTS = (("", 40), ("东乡", 20), ("西镇", 20), ("南镇", 20))
"""By township, nothing for the county itself: how many projects it voted."""
REGIME = "baofeng@1"
VOTE, SESSION, TODAY = date(2023, 3, 31), date(2024, 3, 20), date(2023, 7, 10)
NOW = datetime(2023, 7, 10, 9, 20, tzinfo=SHANGHAI)
_MORNING = timedelta(minutes=5)
_AT_ONCE = 5_000


def lists() -> Iterator[VotedList]:
    """What each congress voted; the names are the first hundred distinct published ones."""
    names, units = _names(), cycle(UNITS)
    for number, (town, projects) in enumerate(LISTS):
        id_, region = f"{ID}-{number}", f"{REGION}/（合成）{town}" if town else REGION
        cards = tuple(
            Card(
                id=f"{id_}-{n:02}",
                programme=id_,
                list_id=id_,
                item_no=str(n),
                name=f"{COUNTY}{town}{name}"[:200],
                region=region,
                subprojects=(Subproject(no=1, name=name),),
                lead_unit=unit,
                lead_unit_synthetic=True,
            )
            for n, (name, unit) in enumerate(zip(islice(names, projects), units, strict=False), 1)
        )
        title = f"（合成）{COUNTY}{town}{VOTE.year}年民生实事项目"
        yield VotedList(id_, id_, title, region, cards, (), ())


def _names() -> Iterator[str]:
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        told = [x["subproject_name_zh"] or x["item_name_zh"] for x in rows]
    yield from dict.fromkeys(x[:80] for x in told)


def a_few(voted: list[VotedList]) -> Silence:
    """Who neither files nor acknowledges in an ordinary year."""
    units = {party(Role.UNIT, x) for x in UNITS[-2:]}
    groups = {party(Role.DEPUTY_GROUP, x.cards[5].id) for x in voted[:2]}
    return Silence(parties=frozenset(units | groups))


def course(voted: list[VotedList], silent: Silence, until: date) -> list[Said]:
    """Everything that people do up to a day."""
    world = World(named(REGIME), Calendar.seeded().assuming_settled())
    played(world, voted, VOTE, SESSION, silent, until)
    return [x for x in world.said if not isinstance(x.command, KeepMoment)]


async def play(ledger: Ledger, silent: Silence | None = None, until: date = TODAY) -> None:
    """Live that year, day by day: what falls due is marked in the morning, then people act."""
    days: dict[date, list[tuple[int, Said]]] = {}
    voted = list(lists())
    for number, said in enumerate(course(voted, silent or a_few(voted), until)):
        days.setdefault(day_of(said.at), []).append((number, said))
    day = VOTE
    while day <= until:
        await _live(ledger, day, days.get(day, []))
        day += timedelta(days=1)


async def _live(ledger: Ledger, day: date, said: list[tuple[int, Said]]) -> None:
    at = start_of(day) + _MORNING
    await set_clock(ledger, at)
    for stream in await ledger.due_streams(at, _AT_ONCE):
        await ledger.attend(stream)
    for number, x in said:
        if x.at > at:
            at = x.at
            await set_clock(ledger, at)
        key = f"{ID}-{number}"
        await ledger.handle(x.stream, x.command, actor=x.actor, client="bench", command_id=key)
    await deliver(ledger)
