"""What charts are drawn from is added up by the database, month by month."""

from datetime import date, datetime
from decimal import Decimal

from bench import many
from domain.calendar import SHANGHAI
from domain.duty_commands import FileDuty, ReturnDuty
from domain.forms import Progress, ProgressRow
from domain.given import Actor
from domain.names import PROJECT, stream_id
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.charts import counted

VOTED = datetime(2023, 4, 3, 9, tzinfo=SHANGHAI)


async def report(ledger: Ledger, number: int, month: int, planned: int, claimed: int) -> None:
    card = list(many.cards(2))[number]
    at = datetime(2023, month, 27, 9, tzinfo=SHANGHAI)
    await set_clock(ledger, at)
    row = ProgressRow(subproject=1, planned=Decimal(planned), claimed=Decimal(claimed))
    await ledger.handle(
        stream_id(PROJECT, card.id),
        FileDuty(duty=f"monthly_progress/2023-M{month:02}", filing=Progress(rows=(row,))),
        actor=Actor(ref="unit", party=f"unit:{card.lead_unit}"),
        client="test",
        command_id=f"{number}-{month}-{claimed}",
    )


async def test_the_last_report_of_a_sub_project_holds_until_its_next_one(ledger: Ledger) -> None:
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, 2)
    await report(ledger, 0, 5, 20, 10)
    await report(ledger, 1, 6, 80, 90)
    await report(ledger, 0, 7, 60, 30)
    await ledger.handle(
        stream_id(PROJECT, next(iter(many.cards(1))).id),
        ReturnDuty(duty="monthly_progress/2023-M07", reason="缺资金安排"),
        actor=many.CLERK,
        client="test",
        command_id="returned",
    )
    await report(ledger, 0, 7, 60, 40)

    found = await counted(ledger, None, 2023)

    told = {x.month.month: (int(x.planned), int(x.claimed), x.parts) for x in found.reported}
    assert told == {
        5: (20, 10, 1),
        6: (100, 100, 2),
        **dict.fromkeys(range(7, 13), (140, 130, 2)),
    }
    assert [(x.month, x.number) for x in found.verified] == [(None, 2)]
    assert (await counted(ledger, None, 2022)).reported == []
    assert found.reported[0].month == date(2023, 5, 1)


async def test_of_one_congress_units_are_told_and_of_several_the_congresses(
    ledger: Ledger,
) -> None:
    await set_clock(ledger, VOTED)
    await many.adopted(ledger, 2)
    await set_clock(ledger, datetime(2023, 6, 20, 9, tzinfo=SHANGHAI))
    for stream in await ledger.due_streams(await ledger.now(), 10):
        await ledger.keep(stream, by="sweeper")
    found = await counted(ledger, None, 2023)
    assert len({x.region for x in found.punctual}) == 1
    assert all(x.obligor for x in found.punctual)
    assert sum(x.missed for x in found.punctual) > 0
