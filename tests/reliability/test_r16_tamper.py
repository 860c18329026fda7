"""R16: whoever alters the record is found, by what stands outside of it.

Six attacks by the database's owner with the triggers off. Three are clumsy; three make every hash,
the log, its tree and its checkpoints anew, signed with the log's own stolen key: the chain alone
(the control) finds three, with the witnesses' checkpoints all six are found. Then 1,000 mutations
of an export: half of its bytes, half of its words with every digest and the seal made anew.
"""

import asyncio
import io
import json
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import asyncpg
import pytest

from ledger.audit import offline, verify
from ledger.audit.offline import main
from ledger.audit.package import package
from ledger.chain import GENESIS, Head, hash_of
from ledger.door import Ledger
from ledger.log.note import Checkpoint
from tests.conftest import NewDatabase
from tests.reliability.conftest import Say
from tests.reliability.times import in_time
from tests.support.log import KEY, WITNESSES, LocalLog, fill, sign
from watch.witness import NotConsistent, Witness

SEED, STREAMS, EACH = 20261122, 40, 41
VICTIM = "project:T-07"
KNOWN = [x.verifier for x in WITNESSES]
KEYS = [w for x in (KEY.verifier, *KNOWN) for w in ("--key", str(x))]
TRIGGERS = {
    "events": "events_are_appended",
    "log": "log_is_appended",
    "log_nodes": "log_nodes_are_appended",
    "checkpoints": "checkpoints_are_appended",
}


class World(NamedTuple):
    """A record with its log, signed and witnessed; what the witnesses kept."""

    ledger: Ledger
    owner: asyncpg.Connection
    witnesses: list[Witness]

    @property
    def kept(self) -> list[Checkpoint]:
        return [x.last for x in self.witnesses if x.last]

    async def close(self) -> None:
        await self.owner.close()
        await self.ledger.close()


async def world(url: str, folder: Path, streams: int, each: int) -> World:
    owner, ledger = await asyncpg.connect(url), await Ledger.connect(url)
    folder.mkdir()
    made = World(
        ledger,
        owner,
        [Witness(x, KEY.verifier, folder / str(n)) for n, x in enumerate(WITNESSES)],
    )
    for part in range(2):  # witnessed twice, so that they have something to compare
        names = [f"project:T-{n:02}" for n in range(streams * part // 2, streams * (part + 1) // 2)]
        await fill(owner, names, each)
        await sign(ledger.pool, folder / "signed")
        for x in made.witnesses:
            await x.look(LocalLog(ledger.pool, KNOWN))
    return made


async def edit(owner: asyncpg.Connection) -> None:
    await owner.execute(
        "UPDATE events SET body = replace(body, '2023', '2022') WHERE stream = $1 AND version = 9",
        VICTIM,
    )


async def delete(owner: asyncpg.Connection) -> None:
    await owner.execute("DELETE FROM events WHERE stream = $1 AND version = 9", VICTIM)


async def swap(owner: asyncpg.Connection) -> None:
    await owner.execute(
        "UPDATE events SET version = 1009 - version WHERE stream = $1 AND version IN (9, 10)",
        VICTIM,
    )
    await owner.execute(
        "UPDATE events SET version = version - 990 WHERE stream = $1 AND version > 900", VICTIM
    )


async def rewrite(owner: asyncpg.Connection) -> None:
    """Another reason in the ninth event, and every hash after it made anew."""
    rows = await owner.fetch("SELECT * FROM events WHERE stream = $1 ORDER BY version", VICTIM)
    head = Head(0, GENESIS)
    for found in rows:
        row = {**found, "prev_hash": head.hash}
        if row["version"] == 9:
            row["reason"] = "事后补写"
        row["hash"] = hash_of(row)
        await owner.execute(
            """UPDATE events SET reason = $3, prev_hash = $4, hash = $5
            WHERE stream = $1 AND version = $2""",
            *(row[x] for x in ("stream", "version", "reason", "prev_hash", "hash")),
        )
        head = Head(row["version"], row["hash"])
    await owner.execute("UPDATE streams SET head = $2 WHERE id = $1", VICTIM, head.hash)


async def cut(owner: asyncpg.Connection) -> None:
    """The last events of a chain, and its head put right."""
    await owner.execute("DELETE FROM events WHERE stream = $1 AND version > 30", VICTIM)
    await owner.execute(
        """UPDATE streams SET version = 30, head = (SELECT hash FROM events
        WHERE stream = $1 AND version = 30) WHERE id = $1""",
        VICTIM,
    )


async def vanish(owner: asyncpg.Connection) -> None:
    """A project that never was."""
    await owner.execute("DELETE FROM events WHERE stream = $1", VICTIM)
    await owner.execute("DELETE FROM streams WHERE id = $1", VICTIM)


Attack = Callable[[asyncpg.Connection], Awaitable[None]]
CLUMSY: tuple[Attack, ...] = (edit, delete, swap)
THOROUGH: tuple[Attack, ...] = (rewrite, cut, vanish)


async def attacked(one: World, attack: Attack, folder: Path) -> None:
    for table, trigger in TRIGGERS.items():
        await one.owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    await attack(one.owner)
    if attack in THOROUGH:  # and the log with the key that was stolen
        await one.owner.execute(
            "TRUNCATE log, log_nodes, sequenced, checkpoints, cosignatures, log_keys"
        )
        await sign(one.ledger.pool, folder / "thief")


async def exported(ledger: Ledger, file: Path) -> str:
    file.write_bytes(await package(ledger, None, file.name))
    return str(file)


async def test_six_attacks_are_found_and_clean_logs_are_not_accused(
    new_database: NewDatabase, tmp_path: Path, say: Say
) -> None:
    chain = log = offline = refused = events = 0
    for attack in (*CLUMSY, *THOROUGH):
        folder = tmp_path / attack.__name__
        one = await world(await new_database(), folder, STREAMS, EACH)
        events = STREAMS * EACH
        held = [folder / str(n) for n in range(2)]
        await attacked(one, attack, folder)
        chain += any(
            x.law in ("hash", "link", "tail", "id") for x in (await verify(one.ledger)).faults
        )
        log += not (await verify(one.ledger, kept=one.kept)).whole
        file = await exported(one.ledger, folder / "log.zip")
        offline += (
            main([file, *KEYS[:2], *(w for x in held for w in ("--checkpoint", str(x)))]) != 0
        )
        if attack in THOROUGH:
            refused += await refuses(one)
        await one.close()
    accused = 0
    for n in range(10):
        folder = tmp_path / f"clean-{n}"
        one = await world(await new_database(), folder, 2 + n, 3 + 2 * n)
        file = await exported(one.ledger, folder / "log.zip")
        told = main([file, *KEYS, "--checkpoint", str(folder / "0")])
        accused += told != 0 or not (await verify(one.ledger, kept=one.kept)).whole
        await one.close()
    say(
        "R16",
        events=events,
        found=f"{log}/6",
        found_offline=f"{offline}/6",
        chain_alone=f"{chain}/6",
        witnesses_refused=f"{refused}/3",
        false_alarms=f"{accused}/10",
    )
    assert (log, offline, refused, accused) == (6, 6, 3, 0)
    assert chain == 3, "the control: a chain in the same database finds the clumsy ones"


async def refuses(one: World) -> bool:
    """Whether both witnesses do."""
    for x in one.witnesses:
        try:
            await x.look(LocalLog(one.ledger.pool, KNOWN))
        except NotConsistent:
            continue
        return False
    return True


@pytest.mark.timeout(300)
async def test_every_mutation_of_an_export_is_found(
    database: str, tmp_path: Path, say: Say
) -> None:
    one = await world(database, tmp_path / "w", STREAMS, EACH)
    some = [f"project:T-{n:02}" for n in (3, 17, 33)]
    small, whole = tmp_path / "small.zip", tmp_path / "whole.zip"
    small.write_bytes(await package(one.ledger, some, "small.zip"))
    whole.write_bytes(await package(one.ledger, None, "whole.zip"))
    await one.close()
    assert main([str(small), *KEYS]) == main([str(whole), *KEYS]) == 0
    chance = random.Random(SEED)
    rejected = 0
    for n in range(1000):
        raw = (whole if n % 20 < 4 else small).read_bytes()
        name = (None, "events.ndjson", None, "log.json")[n % 4]
        mutant = flipped(raw, chance) if name is None else resealed(raw, name, chance)
        (tmp_path / "mutant.zip").write_bytes(mutant)
        keys = KEYS if name == "log.json" else []  # the others are found without any
        rejected += main([str(tmp_path / "mutant.zip"), *keys]) != 0
    say("R16", seed=SEED, mutations=1000, rejected=rejected)
    assert rejected == 1000


def flipped(raw: bytes, chance: random.Random) -> bytes:
    """One byte is another one."""
    at = chance.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ chance.randrange(1, 256)]) + raw[at + 1 :]


def resealed(raw: bytes, name: str, chance: random.Random) -> bytes:
    """One byte of what is said is another one, and every digest fits again."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        held = {x: archive.read(x) for x in archive.namelist()}
    held[name] = flipped(held[name], chance)
    manifest = json.loads(held.pop("manifest.json"))
    manifest["files"] = {x: sha256(y).hexdigest() for x, y in held.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for x, content in {"manifest.json": json.dumps(manifest).encode(), **held}.items():
            archive.writestr(x, content)
        archive.comment = b"0" * 64
    bare = made.getvalue()[:-64]
    return bare + sha256(bare).hexdigest().encode()


@pytest.mark.timeout(300)
async def test_a_hundred_thousand_events_are_verified_in_seconds(
    database: str, tmp_path: Path, say: Say
) -> None:
    one = await world(database, tmp_path / "w", 1000, 100)
    file = await exported(one.ledger, tmp_path / "log.zip")
    await one.close()
    began = time.perf_counter()
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-I", offline.__file__, file, *KEYS],  # as an auditor runs it: alone
        capture_output=True,
        text=True,
    )
    took = time.perf_counter() - began
    say("R16", events_verified=100_000, seconds=round(took, 2))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1000条链、100000条事件，校验点100000条，0处不符。\n"
    assert in_time(took <= 5)
