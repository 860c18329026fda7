"""Filling the sample: the very commands of a rehearsal, told to its own ledger day by day."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from api.sample.county import MARK, TODAY, VOTE, county, course, people
from domain.calendar import day_of, start_of
from domain.duty_commands import KeepMoment
from domain.rehearsal.world import Said
from ledger.accounts import Accounts
from ledger.clock import set_clock
from ledger.delivering import deliver
from ledger.door import Ledger
from ledger.first_account import new_password

MORNING = timedelta(minutes=5)
"""After midnight: every mark of the day can be made by then."""
NOW = timedelta(hours=10)
_AT_ONCE = 5_000
CLIENT = "sample"
Tell = Callable[[str], None]


async def fill(ledger: Ledger, tell: Tell) -> None:
    """The people, then the year up to its day; `tell` hears how far it is."""
    voted = county()
    accounts = Accounts(ledger.pool)
    for one in people(voted):
        # nobody knows the password: one enters from the sample's page
        await accounts.add(
            one.login, new_password(), one.role, one.party, region=voted.region, name=one.zh
        )
    said = [x for x in course(voted) if not isinstance(x.command, KeepMoment)]
    days: dict[date, list[tuple[int, Said]]] = {}
    for number, x in enumerate(said):
        days.setdefault(day_of(x.at), []).append((number, x))
    day = VOTE
    while day <= TODAY:
        await live(ledger, day, days.get(day, []))
        tell(f"{MARK}演到{day.month}月{day.day}日")
        day += timedelta(days=1)
    await set_clock(ledger, start_of(TODAY) + NOW)


async def live(ledger: Ledger, day: date, said: list[tuple[int, Said]]) -> None:
    """One day: what fell due is marked in the morning, then people do their part."""
    at = start_of(day) + MORNING
    if await ledger.due_streams(at, 1) or said:
        await _set(ledger, at)
        await keep_due(ledger)
    for number, x in said:
        if x.at > at:
            at = x.at
            await _set(ledger, at)
        await ledger.handle(
            x.stream, x.command, actor=x.actor, client=CLIENT, command_id=f"{CLIENT}-{number}"
        )


async def keep_due(ledger: Ledger) -> int:
    """Every mark whose time has come, as the clock would keep it, and its notices delivered."""
    due = await ledger.due_streams(await ledger.now(), _AT_ONCE)
    for stream in due:
        await ledger.keep(stream, by="sweeper")
    await deliver(ledger)
    return len(due)


async def forward(ledger: Ledger, days: int) -> datetime:
    """Let so many days pass in the sample: nobody files, what falls due is marked."""
    now = await ledger.now()
    for day in (day_of(now) + timedelta(days=n + 1) for n in range(days)):
        await live(ledger, day, [])
    return await _set(ledger, start_of(day_of(now) + timedelta(days=days)) + NOW)


async def _set(ledger: Ledger, instant: datetime) -> datetime:
    return await set_clock(ledger, instant)
