"""One deputy's suggestion kept by its clock: a silent unit climbs, and the strike-off ends it."""

from datetime import date, datetime

import asyncpg
from temporalio.service import RPCError, RPCStatusCode

from commands.bringing_over import bring_over
from commands.suggestion_sample import made
from domain.base import Command
from domain.calendar import SHANGHAI
from domain.given import Actor
from domain.suggestion.messages import AssignSuggestion, StrikeOff
from domain.suggestion.table import read_table
from ledger.audit.rebuild import rebuild
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import clocks
from tests.support.clockwork import theatre
from tests.support.play import Said
from tests.support.suggestions import (
    COMMUNICATE,
    CONTACT,
    DEPUTY,
    LEAD,
    OFFICE,
    REGION,
    RETURN_VISIT,
    SUBMITTED,
    UNIT,
    at,
    judging,
    proposal,
    replying,
    stage,
)

STREAM = "suggestion:DJ-0001"
LATE = date(2022, 10, 26)


def said(day: date, command: Command, by: Actor, hour: int) -> Said:
    return Said(at(day, hour), STREAM, command, by)


async def marks(url: str) -> list[tuple[str, str]]:
    """(type, addressee) of what the clock made known of the reply, in order."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(
        "SELECT type, body::json ->> 'to' AS told FROM events WHERE stream = $1"
        " AND body::json ->> 'duty' = 'suggestion_reply' AND actor = 'system:clock'"
        " ORDER BY version",
        STREAM,
    )
    await connection.close()
    return [(x["type"], x["told"]) for x in rows]


async def test_a_silent_unit_climbs_and_the_clock_ends_at_the_strike_off(
    ledger: Ledger, database: str
) -> None:
    await set_clock(ledger, at(SUBMITTED, 8))
    play = [
        said(SUBMITTED, proposal(group="G1"), DEPUTY, 9),
        said(SUBMITTED, AssignSuggestion(lead=LEAD), OFFICE, 10),
        said(LATE, stage(CONTACT, LATE), UNIT, 9),
        said(LATE, stage(COMMUNICATE, LATE), UNIT, 10),
        said(LATE, replying(), UNIT, 11),
        said(LATE, judging(), DEPUTY, 12),
        said(LATE, stage(RETURN_VISIT, LATE), UNIT, 13),
        said(LATE, StrikeOff(), OFFICE, 14),
    ]
    async with theatre(ledger, at(SUBMITTED, 8)) as stage_:
        await stage_.perform(play)
        outcome = await stage_.env.client.get_workflow_handle(STREAM).result()
    assert outcome == "已销号"
    unit, presidium = f"unit:{LEAD}", "presidium"
    assert await marks(database) == [
        ("Reminded", unit),
        ("Reminded", unit),
        ("Reminded", unit),
        ("Overdue", unit),
        ("LetterIssued", unit),
        ("Escalated", "deputy_group:G1"),
        ("EscalationRecommended", presidium),
    ]
    assert await clocks(ledger) == []


async def test_of_what_is_brought_over_only_the_open_ones_get_a_clock(ledger: Ledger) -> None:
    today = datetime(2023, 9, 22, 9, tzinfo=SHANGHAI)
    await set_clock(ledger, today)
    read = read_table(made(12, 9).encode(), REGION, "duji@1", "（合成）清单")
    async with theatre(ledger, today) as stage_:
        await bring_over(ledger, read, REGION)
        await stage_.carry()
        await stage_.settle(today)
        # this test server lists nothing: each stream is asked for its workflow
        running = set()
        for one in read.told:
            handle = stage_.env.client.get_workflow_handle(f"suggestion:{one.id}")
            try:
                running.add((await handle.describe()).id)
            except RPCError as missing:
                if missing.status is not RPCStatusCode.NOT_FOUND:
                    raise
        assert running == {x.stream for x in await clocks(ledger)}
        assert len(running) == 3
    assert (await rebuild(ledger)).same
