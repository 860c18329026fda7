"""What is stuck becomes a row, what is mended closes it, and a watch that stopped is noticed."""

import asyncio
from datetime import date, timedelta

import asyncpg
import pytest

from api.heart import look_after_the_watch
from domain.calendar import start_of
from domain.incidents import IncidentKind
from domain.refusals import Unknown
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.incidents import close, report
from ledger.log.sequencer import sequence
from ledger.pulse import Pulse
from ledger.queries.health import health
from ledger.queries.incidents import IncidentRow, beats, incidents, open_by_kind, stopped
from ledger.watching import TOUCHED
from tests.support.clockwork import begin, real_server, working
from tests.support.play import SILENT
from watch import reconciler as module
from watch.lookout import KINDS, Lookout
from watch.reconciler import Reconciler
from watch.relay import Relay

ONE = f"project:{SILENT.id}"
AT_ONCE = dict.fromkeys(KINDS, 0.0)


async def tell(database: str, statement: str) -> None:
    connection = await asyncpg.connect(database)
    await connection.execute(statement)
    await connection.close()


async def rows(ledger: Ledger, kind: IncidentKind) -> list[IncidentRow]:
    return await incidents(ledger, closed=True, kind=kind)


async def test_what_stays_stuck_keeps_one_row_until_it_is_mended(ledger: Ledger):
    kind = IncidentKind.CLOCK_MISSING
    first = await report(ledger, kind, {"project:A": "一", "project:B": ""})
    assert (first.opened, first.closed) == (("project:A", "project:B"), ())
    again = await report(ledger, kind, {"project:A": "二"})
    assert (again.opened, again.closed) == ((), ("project:B",))
    (still, over) = await rows(ledger, kind)
    assert (still.subject, still.detail, still.closed_at) == ("project:A", "二", None)
    assert still.last_seen > still.opened_at
    assert over.closed_at is not None
    reopened = await report(ledger, kind, {"project:A": "", "project:B": ""})
    assert reopened.opened == ("project:B",)
    assert len(await rows(ledger, kind)) == 3, "what came back is a row of its own"


async def test_reporters_at_once_open_one_row(ledger: Ledger):
    many = {f"project:{n}": "" for n in range(50)}
    told = await asyncio.gather(
        *(report(ledger, IncidentKind.CLOCK_WRONG, many) for _ in range(8)),
    )
    assert sum(len(x.opened) for x in told) == 50
    assert await open_by_kind(ledger) == {"clock_wrong": 50}


async def test_what_nothing_mends_is_closed_by_a_person_once(ledger: Ledger):
    kind = IncidentKind.FOLLOW_UP_REFUSED
    await report(ledger, kind, {"project:A Rebase": "已办结"})
    await report(ledger, kind, {})
    (one,) = await rows(ledger, kind)
    assert one.closed_at is None, "that it is not seen any more mends nothing"
    assert await close(ledger, one.id, "staff-1", "已电话说明") is kind
    with pytest.raises(Unknown):
        await close(ledger, one.id, "staff-1", "再来一次")
    await report(ledger, kind, {"project:A Rebase": "已办结"})
    (same,) = await rows(ledger, kind)
    assert (same.closed_by, same.note) == ("staff-1", "已电话说明")


async def test_a_moment_nobody_keeps_a_wake_nobody_carries_a_notice_nobody_hands_over(
    ledger: Ledger, database: str
):
    await begin(ledger)
    await sequence(ledger.pool)
    await set_clock(ledger, start_of(date(2023, 4, 18)) + timedelta(minutes=5))
    patient, hasty = Lookout(ledger), Lookout(ledger, patience=AT_ONCE)
    await patient.look()
    seen = await open_by_kind(ledger)
    assert set(seen) == {"moment_undone"}, "a wake may just be on its way"
    await hasty.look()
    assert (await open_by_kind(ledger))["wake_waiting"] == seen["moment_undone"] == 4
    await ledger.keep(ONE, by="sweeper")
    await tell(database, "DELETE FROM wakes")
    found = await hasty.look()
    assert list(found[IncidentKind.NOTICE_UNDELIVERED]) == [ONE]
    assert ONE not in found[IncidentKind.MOMENT_UNDONE]
    assert (await open_by_kind(ledger)).keys() == {"moment_undone", "notice_undelivered"}
    (kept,) = await incidents(ledger, closed=True, subject=ONE, kind=IncidentKind.MOMENT_UNDONE)
    assert kept.closed_at is not None


async def test_an_api_that_is_silent_and_a_part_that_hangs(ledger: Ledger, database: str):
    await ledger.beat()
    await Pulse(ledger).beat("watch:sweeper")
    lookout = Lookout(ledger)
    await lookout.turn()
    assert await open_by_kind(ledger) == {}
    await tell(database, "UPDATE heartbeats SET real_at = real_at - interval '11 minutes'")
    await lookout.look()
    assert await open_by_kind(ledger) == {"api_silent": 1, "part_silent": 1}
    await ledger.beat()
    await Pulse(ledger).beat("watch:sweeper")
    await lookout.look()
    assert await open_by_kind(ledger) == {}


async def test_what_was_touched_long_ago_is_forgotten_without_temporal(
    ledger: Ledger, database: str
):
    many = f"FROM generate_series(1, {TOUCHED + 100}) AS n"
    await tell(database, f"INSERT INTO touched SELECT n::text::xid8, 'project:A' {many}")
    await Lookout(ledger).turn()
    connection = await asyncpg.connect(database)
    left = await connection.fetchval("SELECT count(*) FROM touched WHERE stream = 'project:A'")
    await connection.close()
    assert TOUCHED <= left <= TOUCHED + 1


async def test_a_record_that_is_behind_its_receipts(ledger: Ledger, database: str):
    await tell(database, "INSERT INTO continuity VALUES ('continuity:record', 1, 'x', true)")
    await Lookout(ledger).look()
    (one,) = await incidents(ledger)
    assert (one.kind, one.subject, one.detail) == ("behind_receipt", "record", "epoch 1")
    await tell(database, "UPDATE continuity SET held = false")
    await Lookout(ledger).look()
    assert await incidents(ledger) == []


async def test_an_api_that_may_not_beat_is_not_called_silent(ledger: Ledger, database: str):
    """Given an API that beat, when facts are held and so its beats refused, then the one incident
    is that the record is behind; nobody is told to start an API that runs."""
    await ledger.beat()
    await tell(database, "UPDATE heartbeats SET real_at = real_at - interval '1 minute'")
    await tell(database, "INSERT INTO continuity VALUES ('continuity:record', 1, 'x', true)")
    await Lookout(ledger).look()
    assert await open_by_kind(ledger) == {"behind_receipt": 1}
    await tell(database, "UPDATE continuity SET held = false")
    await Lookout(ledger).look()
    assert await open_by_kind(ledger) == {"api_silent": 1}


async def test_the_api_notices_that_the_watch_stopped(ledger: Ledger, database: str):
    assert (await health(ledger)).watched, "nobody has looked yet"
    await look_after_the_watch(ledger)
    assert not (await health(ledger)).watched, "it never came"
    await Lookout(ledger).turn()
    await look_after_the_watch(ledger)
    assert (await health(ledger)).watched
    await tell(database, "UPDATE heartbeats SET real_at = real_at - interval '31 seconds'")
    assert not (await health(ledger)).watched, "at once, before anybody wrote it down"
    assert stopped(await beats(ledger))
    await look_after_the_watch(ledger)
    assert [x.closed_at is None for x in await rows(ledger, IncidentKind.WATCH_SILENT)] == [
        *(True, False)
    ]


async def test_the_reconciler_writes_what_it_finds_and_closes_what_it_mended(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "SETTLE", 0.2)
    await begin(ledger)
    async with real_server() as client:
        reconciler = Reconciler(ledger, client)
        await reconciler.round()
        seen = await open_by_kind(ledger)
        assert seen == {"clock_missing": 4}, "a worker may just be starting"
        await reconciler.round()
        seen = await open_by_kind(ledger)
        assert seen == {"no_worker": 1, "clock_wrong": 4}, "they run, and see nothing"
        async with working(client, ledger):
            await Relay(ledger, client).carry()

            async def mended() -> bool:
                await reconciler.round()
                return await open_by_kind(ledger) == {}

            for _ in range(40):
                if await mended():
                    break
            assert await open_by_kind(ledger) == {}
