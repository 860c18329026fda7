"""What was told of progress before there was a table for it stands there, as a rebuild makes it."""

import asyncio
from datetime import datetime
from decimal import Decimal

import asyncpg

from bench import many
from domain.calendar import SHANGHAI
from domain.duty_commands import FileDuty, ReturnDuty
from domain.forms import Progress, ProgressRow
from domain.given import Actor
from domain.names import PROJECT, stream_id
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.migrate import upgrade

BEFORE = "0043"


async def test_what_was_told_before_is_found_in_the_table(ledger: Ledger, database: str) -> None:
    await set_clock(ledger, datetime(2023, 4, 3, 9, tzinfo=SHANGHAI))
    await many.adopted(ledger, 1)
    card = next(iter(many.cards(1)))
    unit = Actor(ref="unit", party=f"unit:{card.lead_unit}")
    stream, duty = stream_id(PROJECT, card.id), "monthly_progress/2023-M05"
    steps = (
        (datetime(2023, 5, 31, 23, 59, tzinfo=SHANGHAI), "20.5", "10"),
        (datetime(2023, 6, 1, 0, 0, tzinfo=SHANGHAI), "40.00", "12"),
        (datetime(2023, 6, 2, 9, tzinfo=SHANGHAI), "40.50", "12.5"),
    )
    for n, (at, planned, claimed) in enumerate(steps):
        await set_clock(ledger, at)
        row = ProgressRow(subproject=1, planned=Decimal(planned), claimed=Decimal(claimed))
        told = FileDuty(duty=duty, filing=Progress(rows=(row,)))
        back = ReturnDuty(duty=duty, reason="缺资金安排")
        for who, what in ((unit, told), (many.CLERK, back)):
            await ledger.handle(stream, what, actor=who, client="test", command_id=f"{n}-{who.ref}")
    owner = await asyncpg.connect(database)
    shown = "SELECT monthly_progress::text FROM monthly_progress ORDER BY month"
    as_told = [x[0] for x in await owner.fetch(shown)]
    assert as_told == [
        f"({stream},1,2023-05-01,20.5,10)",
        f"({stream},1,2023-06-01,40.50,12.5)",
    ]

    await owner.execute("DROP TABLE monthly_progress")
    await owner.execute("UPDATE alembic_version SET version_num = $1", BEFORE)
    await asyncio.to_thread(upgrade, database)

    assert [x[0] for x in await owner.fetch(shown)] == as_told
    assert (await audit.rebuild(ledger)).same
    await owner.close()
