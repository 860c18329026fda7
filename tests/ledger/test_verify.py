"""Six ways to alter a record, by its owner with the triggers off; each is found and named."""

import asyncpg
import pytest

from domain.refusals import Malformed
from ledger import audit
from ledger.chain import hash_of
from ledger.door import Ledger
from ledger.log.note import Checkpoint
from tests.support.command import bihuan
from tests.support.filing import STREAM, Desk
from tests.support.log import KEY

OFF = "ALTER TABLE events DISABLE TRIGGER events_are_appended"
SWAP = """
UPDATE events SET version = CASE version WHEN 3 THEN 1004 ELSE 1003 END
WHERE stream = $1 AND version IN (3, 4);
"""
MUTATIONS = {
    "a body is edited": (
        "UPDATE events SET body = replace(body, '2023', '2022') WHERE stream = $1 AND version = 3",
        3,
        "散列",
    ),
    "a time is edited": (
        """UPDATE events SET received_at = received_at - interval '1 day'
        WHERE stream = $1 AND version = 5""",
        5,
        "散列",
    ),
    "an actor is edited": (
        "UPDATE events SET actor = 'somebody' WHERE stream = $1 AND version = 1",
        1,
        "散列",
    ),
    "one in the middle is deleted": (
        "DELETE FROM events WHERE stream = $1 AND version = 4",
        5,
        "缺失",
    ),
    "the last is cut off": (
        """DELETE FROM events WHERE stream = $1 AND version =
        (SELECT max(version) FROM events WHERE stream = $1)""",
        None,
        "截去",
    ),
    "all are deleted": ("DELETE FROM events WHERE stream = $1", 0, "一条也没有"),
    "the stream's row is gone": ("DELETE FROM streams WHERE id = $1", None, "没有这个流"),
}


async def test_a_record_that_nobody_touched_is_whole(ledger: Ledger, desk: Desk) -> None:
    await desk.file()
    await desk.accept()
    found = await audit.verify(ledger)
    assert (found.streams, found.whole) == (1, True)
    assert found.events == (await ledger.standing(STREAM)).version


@pytest.mark.parametrize("mutation", MUTATIONS)
async def test_an_altered_record_is_found(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection, mutation: str
) -> None:
    await desk.file()
    sql, version, says = MUTATIONS[mutation]
    await owner.execute(OFF)
    await owner.execute(sql, STREAM)
    found = await audit.verify(ledger)
    assert not found.whole
    first = found.faults[0]
    assert first.stream == STREAM
    assert says in first.zh
    assert version is None or first.version == version


async def test_two_that_changed_places_are_found(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    await owner.execute(OFF)
    await owner.execute(SWAP.replace("$1", f"'{STREAM}'"))
    await owner.execute("UPDATE events SET version = version - 1000 WHERE version > 1000")
    assert [x.version for x in (await audit.verify(ledger, STREAM)).faults][:2] == [3, 4]


async def test_an_edit_with_a_hash_made_anew_breaks_the_next_link(
    ledger: Ledger, desk: Desk, owner: asyncpg.Connection
) -> None:
    await owner.execute(OFF)
    row = dict(await owner.fetchrow("SELECT * FROM events WHERE version = 2") or {})
    row["reason"] = "事后补写"
    await owner.execute(
        "UPDATE events SET reason = $1, hash = $2 WHERE version = 2", row["reason"], hash_of(row)
    )
    faults = (await audit.verify(ledger)).faults
    assert [(x.version, "连接断开" in x.zh) for x in faults] == [(3, True)]


async def test_a_kept_checkpoint_is_compared_with_everything_or_refused(ledger: Ledger) -> None:
    kept = Checkpoint("log.example/1", 3, bytes(32))
    assert not (await audit.verify(ledger, kept=[kept])).whole
    with pytest.raises(Malformed, match="不写项目编号"):
        await audit.verify(ledger, STREAM, [kept])


def test_a_key_without_an_export_is_refused() -> None:
    said = bihuan("verify", "--key", str(KEY.verifier))
    assert said.returncode == 2
    assert "--key 只用于离线包" in said.stderr
