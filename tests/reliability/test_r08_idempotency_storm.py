"""A thousand commands, each sent five times at once to two processes, of which one is killed.

Beside them a hand that looks first and writes then, as one is tempted to.
"""

import asyncio
from collections import Counter
from pathlib import Path

import asyncpg
import httpx2
import pytest

from ledger import audit
from ledger.door import Ledger
from tests.reliability.conftest import Say
from tests.reliability.kept import Kept, kept, surroundings
from tests.reliability.town import Office, file, file_until_known, office
from tests.support import free_port

COMMANDS, SENDS, AT_ONCE, ALTERED = 1000, 5, 24, 100
KILLED_AFTER = 300
"""Commands that are answered before one of the processes is killed."""
FILED = "SELECT stream, count(*) AS n FROM events WHERE type = 'DutyFiled' GROUP BY stream"


@pytest.mark.timeout(300)
async def test_five_thousand_sends_are_a_thousand_events(database: str, tmp_path: Path, say: Say):
    ledger = await Ledger.connect(database)
    own = await office(ledger, "R8", COMMANDS)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ports = [free_port(), free_port()]
    envs = [
        surroundings(database, "127.0.0.1:1", folder, API_PORT=str(port))
        for port, folder in zip(ports, (tmp_path / "a", tmp_path / "b"), strict=True)
    ]
    async with kept("api", envs[0], tmp_path / "a") as doomed, kept("api", envs[1], tmp_path / "b"):
        limits = httpx2.Limits(max_connections=60)
        async with (
            httpx2.AsyncClient(
                base_url=f"http://127.0.0.1:{ports[0]}", timeout=30, limits=limits
            ) as one,
            httpx2.AsyncClient(
                base_url=f"http://127.0.0.1:{ports[1]}", timeout=30, limits=limits
            ) as two,
        ):
            answers, killed = await storm([one, two], own, doomed)
            altered = await asyncio.gather(
                *(file(two, own, x, f"r8-{x}", "改成别的目标") for x in own.projects[:ALTERED])
            )
    owner = await asyncpg.connect(database)
    filed = {x["stream"]: x["n"] for x in await owner.fetch(FILED)}
    naive = await look_then_write(owner, database)
    await owner.close()
    whole = (await audit.verify(ledger)).whole
    await ledger.close()
    receipts = {x: {a.content for a in told} for x, told in answers.items()}
    identical = sum(len(answers[x]) for x, kinds in receipts.items() if len(kinds) == 1)
    statuses = Counter(a.status_code for told in answers.values() for a in told)
    say(
        "R08",
        sends=COMMANDS * SENDS,
        events=sum(filed.values()),
        identical_receipts=identical,
        killed_after=killed,
        altered_refused=sum(x.status_code == 422 for x in altered),
        statuses=dict(statuses),
        naive_doubled=naive,
    )
    assert filed == dict.fromkeys(own.streams, 1)
    assert identical == COMMANDS * SENDS
    assert [x.status_code for x in altered] == [422] * ALTERED
    assert statuses == {201: COMMANDS * SENDS}
    assert whole
    assert naive > 0, "the test has lost its teeth"


async def storm(
    clients: list[httpx2.AsyncClient], own: Office, doomed: Kept
) -> tuple[dict[str, list[httpx2.Response]], int]:
    """Every project's answers, and after how many one process was killed."""
    answers: dict[str, list[httpx2.Response]] = {}
    seats, killed = asyncio.Semaphore(AT_ONCE), list[int]()

    async def one(project: str) -> None:
        async with seats:
            turns = [clients[n % 2 :] + clients[: n % 2] for n in range(SENDS)]
            told = await asyncio.gather(
                *(file_until_known(x, own, project, f"r8-{project}") for x in turns)
            )
            answers[project] = [x for x, _ in told]
            if len(answers) >= KILLED_AFTER and not killed:
                killed.append(len(answers))
                doomed.stay_dead()

    await asyncio.gather(*(one(x) for x in own.projects))
    return answers, killed[0]


async def look_then_write(owner: asyncpg.Connection, url: str) -> int:
    """How many of 100 keys are written twice by who looks first and writes then."""
    await owner.execute("CREATE TABLE naive (key text)")
    async with asyncpg.create_pool(url, min_size=SENDS, max_size=SENDS) as pool:

        async def send(key: str) -> None:
            async with pool.acquire() as connection:
                if not await connection.fetchval("SELECT 1 FROM naive WHERE key = $1", key):
                    await connection.execute("INSERT INTO naive VALUES ($1)", key)

        for n in range(100):
            await asyncio.gather(*(send(str(n)) for _ in range(SENDS)))
    doubled = await owner.fetchval(
        "SELECT count(*) FROM (SELECT FROM naive GROUP BY key HAVING count(*) > 1) AS x"
    )
    return int(doubled)
