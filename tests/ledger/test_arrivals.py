"""A county reads a town's export: verified as it arrives; or refused, on record, and not read."""

from pathlib import Path

import asyncpg
import pytest

from domain.refusals import Malformed
from ledger.audit.package import package
from ledger.door import Ledger
from ledger.log.arrivals import arrivals, arrive
from tests.conftest import NewDatabase
from tests.support.filing import Desk
from tests.support.log import KEY, WITNESSES, LocalLog, fill, sign
from watch.witness import Witness

TOWNS = [KEY.verifier]
KNOWN = [x.verifier for x in WITNESSES]


async def test_a_verified_export_is_read_and_an_altered_one_is_not(
    ledger: Ledger, desk: Desk, new_database: NewDatabase, tmp_path: Path
) -> None:
    county = await Ledger.connect(await new_database())
    await sign(ledger.pool, tmp_path / "signed")
    await Witness(WITNESSES[0], KEY.verifier, tmp_path / "w").look(LocalLog(ledger.pool, KNOWN))
    first = await package(ledger, None, "log.zip")
    found = await arrive(county, first, TOWNS, KNOWN, by="clerk")
    assert (found.verified, found.witnesses) == (True, ("audit.example/1",))
    assert [(x.id, x.closed) for x in found.projects] == [("LG23-01", False)]
    assert found.projects[0].owed > 0
    broken = await arrive(county, first[:-1] + b"x", TOWNS, by="clerk")
    assert "封印" in broken.faults[0]
    assert broken.projects == ()
    for nothing in (b"", first[:2000], first[:2000] + bytes(500) + first[2500:]):
        with pytest.raises(Malformed, match="收不了"):
            await arrive(county, nothing, TOWNS, by="clerk")
    await desk.file()
    await sign(ledger.pool, tmp_path / "signed")
    part = await package(ledger, ["project:LG23-01"], "part.zip")
    refused = await arrive(county, part, TOWNS, by="clerk")
    assert "不是全册导出" in refused.faults[0]
    again = await arrive(county, await package(ledger, None, "log.zip"), TOWNS, by="clerk")
    assert again.verified
    assert again.size >= found.size
    told = await arrivals(county)
    assert [(x.verified, x.size) for x in told if x.verified] == [(True, again.size)]
    await county.close()


async def test_a_town_that_rewrote_its_log_is_found_by_what_arrived_before(
    ledger: Ledger,
    desk: Desk,
    owner: asyncpg.Connection,
    new_database: NewDatabase,
    tmp_path: Path,
) -> None:
    county = await Ledger.connect(await new_database())
    await sign(ledger.pool, tmp_path / "signed")
    assert (await arrive(county, await package(ledger, None, "a.zip"), TOWNS, by="clerk")).verified
    for table in ("log", "log_nodes", "checkpoints"):
        name = "log_is_appended" if table == "log" else f"{table}_are_appended"
        await owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    await owner.execute("TRUNCATE log, log_nodes, sequenced, checkpoints, cosignatures")
    await fill(owner, ["project:AA-1"], 50)
    await owner.execute(
        "UPDATE streams SET version = 1, head = (SELECT hash FROM events"
        " WHERE stream = streams.id AND version = 1) WHERE id = 'project:LG23-01'"
    )
    await owner.execute("ALTER TABLE events DISABLE TRIGGER events_are_appended")
    await owner.execute("DELETE FROM events WHERE stream = 'project:LG23-01' AND version > 1")
    await sign(ledger.pool, tmp_path / "stolen")
    found = await arrive(county, await package(ledger, None, "b.zip"), TOWNS, by="clerk")
    assert not found.verified
    assert any("留存的校验点不符" in x for x in found.faults)
    assert found.projects == ()
    other, again = KEY._replace(name="another.example/log"), await package(ledger, None, "b.zip")
    with pytest.raises(Malformed, match="不认得"):
        await arrive(county, again, [other.verifier], by="clerk")
    await county.close()
