"""The order of all events, its tree and its checkpoints, on a real database."""

from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from domain.incidents import IncidentKind
from domain.refusals import Contradicted, Malformed
from ledger.audit.offline import Package, key_of
from ledger.audit.package import package
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.log.checked import check_log
from ledger.log.checkpoints import at_size, cosign, newest, recent
from ledger.log.keys import key_at
from ledger.log.merkle import extends, includes, leaf
from ledger.log.note import (
    LOG,
    BadNote,
    Checkpoint,
    checkpoint_of,
    trusted,
    verifier_of,
)
from ledger.log.proofs import log_receipt
from ledger.log.sequencer import sequence
from ledger.log.tree import consistency_of, inclusion_of, root_of
from ledger.queries.stuck import stuck
from tests.support.filing import Desk
from tests.support.log import KEY, WITNESSES, sign
from tests.support.year import CARD
from watch.notary import AnotherKey, NotAContinuation, Notary


async def ordered(owner: asyncpg.Connection) -> list[asyncpg.Record]:
    return await owner.fetch("SELECT position, stream, version, hash FROM log ORDER BY position")


async def test_every_event_gets_one_position_and_each_stream_keeps_its_order(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    first = await sequence(ledger.pool, 3)
    assert first is not None
    assert (first.added, first.full) == (3, True)
    while (done := await sequence(ledger.pool, 3)) is not None and done.full:
        pass
    await desk.file()
    await sequence(ledger.pool)
    rows = await ordered(owner)
    assert [x["position"] for x in rows] == list(range(1, len(rows) + 1))
    events = await owner.fetch("SELECT stream, version, hash FROM events ORDER BY stream, version")
    assert sorted((x["stream"], x["version"], x["hash"].hex()) for x in rows) == [
        tuple(x) for x in events
    ]
    assert [x["version"] for x in rows] == sorted(x["version"] for x in rows)
    again = await sequence(ledger.pool)
    assert again is not None
    assert (again.added, again.size) == (0, len(rows))


async def test_one_sequencer_works_and_the_other_waits(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    async with owner.transaction():
        await owner.execute("SELECT pg_advisory_xact_lock(8117235)")
        assert await sequence(ledger.pool) is None
    done = await sequence(ledger.pool)
    assert done is not None
    assert done.added > 0


async def test_a_missing_version_is_an_incident_and_holds_back_its_stream_alone(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    await owner.execute("ALTER TABLE events DISABLE TRIGGER events_are_appended")
    await owner.execute("DELETE FROM events WHERE version = 3")
    kind = IncidentKind.LOG_GAP
    assert [x for x in await stuck(ledger, ()) if x.kind is kind] == []
    done = await sequence(ledger.pool)
    assert done is not None
    assert done.added == 2
    (gap,) = [x for x in await stuck(ledger, ()) if x.kind is kind]
    assert (gap.subject, gap.detail) == ("project:LG23-01", "v3")
    done = await sequence(ledger.pool)
    assert done is not None
    assert done.added == 0
    await desk.file()
    await desk.adopt(CARD.model_copy(update={"id": "LG23-02"}))
    done = await sequence(ledger.pool, 2)
    assert done is not None
    assert (done.added, done.full) == (2, True), "what is held back takes nobody's place"
    assert {x["stream"] for x in (await ordered(owner))[2:]} == {"project:LG23-02"}


async def test_a_log_that_nobody_orders_is_stuck_after_five_minutes(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    kind = IncidentKind.LOG_BEHIND
    assert [x for x in await stuck(ledger, ()) if x.kind is kind] == []
    await set_clock(ledger, await ledger.now() + timedelta(minutes=6))
    assert [x.subject for x in await stuck(ledger, ()) if x.kind is kind] == ["log"]
    await sequence(ledger.pool)
    assert [x for x in await stuck(ledger, ()) if x.kind is kind] == []


async def test_every_position_is_proven_and_every_length_continues_the_shorter(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    for batch in (1, 2, 5, 5000):
        await sequence(ledger.pool, batch)
    rows = await ordered(owner)
    size = len(rows)
    async with ledger.pool.read() as connection:
        for x in rows:
            proof, root = await inclusion_of(connection, x["position"], size)
            assert includes(x["position"] - 1, size, leaf(x["hash"]), proof, root)
        for old in range(1, size):
            before = await root_of(connection, old)
            proof, root = await consistency_of(connection, old, size)
            assert extends(old, size, before, root, proof)


async def test_the_notary_signs_what_continues_and_nothing_else(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await sequence(ledger.pool)
    notary = Notary(ledger.pool, KEY, tmp_path / "last")
    first = await notary.look()
    assert first is not None
    assert trusted(first.note, KEY.verifier) == first
    assert await notary.look() is None, "nothing new"
    await desk.file()
    await sequence(ledger.pool)
    assert await notary.look() is None, "one event, and the minute is not over"
    second = await Notary(ledger.pool, KEY, tmp_path / "last").look()
    assert second is not None
    assert second.size > first.size, "a new start does not wait"
    assert (tmp_path / "last").read_text() == second.note
    assert (tmp_path / "last").stat().st_mode & 0o077 == 0
    await owner.execute("ALTER TABLE log_nodes DISABLE TRIGGER log_nodes_are_appended")
    await owner.execute("UPDATE log_nodes SET hash = sha256(hash)")
    with pytest.raises(NotAContinuation, match="接不上"):
        await Notary(ledger.pool, KEY, tmp_path / "last").look()


async def test_a_log_that_became_shorter_is_not_signed(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await sequence(ledger.pool)
    await Notary(ledger.pool, KEY, tmp_path / "last").look()
    await owner.execute("ALTER TABLE log DISABLE TRIGGER log_is_appended")
    await owner.execute("ALTER TABLE checkpoints DISABLE TRIGGER checkpoints_are_appended")
    await owner.execute("DELETE FROM checkpoints")
    await owner.execute("DELETE FROM log WHERE position = (SELECT max(position) FROM log)")
    with pytest.raises(NotAContinuation, match="接不上"):
        await Notary(ledger.pool, KEY, tmp_path / "last").look()


async def test_a_log_that_nobody_signs_is_stuck_after_five_minutes(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await sequence(ledger.pool)
    kind = IncidentKind.LOG_UNSIGNED
    assert [x for x in await stuck(ledger, ()) if x.kind is kind] == []
    await owner.execute("ALTER TABLE log DISABLE TRIGGER log_is_appended")
    await owner.execute("UPDATE log SET at = at - interval '6 minutes'")
    assert [x.subject for x in await stuck(ledger, ()) if x.kind is kind] == ["log"]
    await Notary(ledger.pool, KEY, tmp_path / "last").look()
    assert [x for x in await stuck(ledger, ()) if x.kind is kind] == []


async def test_what_was_signed_is_put_on_record_after_a_crash_and_known_after_a_lost_file(
    ledger: Ledger, desk: Desk, tmp_path: Path
) -> None:
    await sequence(ledger.pool)
    async with ledger.pool.read() as connection:
        root = await root_of(connection, 2)
    made = Checkpoint(KEY.name, 2, root)
    made = made._replace(lines=(KEY.sign(made.body).rstrip("\n"),))
    (tmp_path / "last").write_text(made.note)
    await Notary(ledger.pool, KEY, tmp_path / "last").look()
    assert (await at_size(ledger.pool, 2)).note == made.note
    lost = Notary(ledger.pool, KEY, tmp_path / "other")
    await lost.look()
    found = await newest(ledger.pool)
    assert lost.last is not None
    assert found is not None
    assert lost.last.note == found.note


async def test_where_the_key_is_lost_a_new_log_begins_beside_the_one_that_ended(
    ledger: Ledger, desk: Desk, tmp_path: Path
) -> None:
    known = [x.verifier for x in WITNESSES]
    next_key = KEY._replace(name="log.example/2", seed=bytes(32))
    await sign(ledger.pool, tmp_path / "first")
    ended = await newest(ledger.pool)
    assert ended is not None
    begun = await Notary(ledger.pool, next_key, tmp_path / "second").look()
    assert begun is not None
    assert (begun.origin, begun.size) == ("log.example/2", ended.size), "of one size, and both kept"
    assert (await at_size(ledger.pool, ended.size, KEY.name)).note == ended.note
    for origin in (None, next_key.name):
        found = await newest(ledger.pool, origin)
        assert found is not None
        assert found.note == begun.note
    for one in (checkpoint_of(ended.note), begun):
        line = WITNESSES[0].cosign(one.body, 1_700_000_000).rstrip("\n")
        await cosign(ledger.pool, one._replace(lines=(line,)).note, known)
        held = await at_size(ledger.pool, one.size, one.origin)
        assert checkpoint_of(held.note).seen_at(known[0]) == 1_700_000_000
    digest = (await desk.file()).events[-1].hash
    await sign(ledger.pool, tmp_path / "second", next_key)
    assert (await check_log(ledger)).faults == ()
    proven = await log_receipt(ledger.pool, digest)
    assert proven.checkpoint is not None
    assert trusted(proven.checkpoint, next_key.verifier).size > ended.size
    assert [x.size for x in await recent(ledger.pool)] == [proven.size, begun.size]
    (tmp_path / "all.zip").write_bytes(await package(ledger, None, "all.zip"))
    read = Package(str(tmp_path / "all.zip"), [key_of(str(next_key.verifier))])
    assert (read.found, read.late) == ([], 0)


async def test_another_key_under_the_same_name_signs_nothing_and_says_what_to_do(
    ledger: Ledger, desk: Desk, tmp_path: Path
) -> None:
    await sign(ledger.pool, tmp_path / "first")
    stranger = Notary(ledger.pool, KEY._replace(seed=bytes(32)), tmp_path / "second")
    for _ in range(2):
        with pytest.raises(AnotherKey, match="LOG_NAME"):
            await stranger.look()
    assert not (tmp_path / "second").exists()


async def test_a_known_witness_line_is_kept_under_its_checkpoint(
    ledger: Ledger, desk: Desk, tmp_path: Path
) -> None:
    await sequence(ledger.pool)
    made = await Notary(ledger.pool, KEY, tmp_path / "last").look()
    assert made is not None
    known = [x.verifier for x in WITNESSES]
    line = WITNESSES[0].cosign(made.body, 1_700_000_000).rstrip("\n")
    signed = made._replace(lines=(*made.lines, line))
    assert await cosign(ledger.pool, signed.note, known) == "audit.example/1"
    held = await at_size(ledger.pool, made.size)
    assert held.witnesses == ("audit.example/1",)
    assert checkpoint_of(held.note).seen_at(known[0]) == 1_700_000_000
    with pytest.raises(Malformed, match="见证方"):
        await cosign(ledger.pool, made.note, known)
    other = made._replace(root=bytes(32))
    forged = other._replace(lines=(WITNESSES[1].cosign(other.body, 1).rstrip("\n"),))
    with pytest.raises(Contradicted, match="两个版本"):
        await cosign(ledger.pool, forged.note, known)


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "log"
    made = key_at(file, LOG, "log.example/1")
    assert key_at(file, LOG) == made
    assert verifier_of(str(made.verifier)) == made.verifier
    assert str(made.seed) not in repr(made)
    file.chmod(0o644)
    with pytest.raises(BadNote, match="chmod 600"):
        key_at(file, LOG)
    with pytest.raises(BadNote, match="没有找到"):
        key_at(tmp_path / "none", LOG)
    with pytest.raises(BadNote, match="抄错"):
        verifier_of(str(made.verifier).replace("example/1", "example/2"))
