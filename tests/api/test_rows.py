"""The second belt: a query that forgets to ask whose a row is finds none of another's.

Longgang on 20 April 2023; every query here asks for whole tables, as a mistake would.
"""

import asyncio
import random

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from ledger.behalf import NOBODY, PUBLIC, Behalf, read_as_before, read_for
from ledger.door import Ledger
from ledger.drafts import Drafts, Of
from ledger.uploads import Upload, Uploads
from tests.support.town import FIRE, HOUSING, REGION, Town

UNITS = {x: Behalf("unit", f"unit:{x}", REGION) for x in (FIRE, HOUSING)}
CLERK = Behalf("clerk", "clerk", REGION)
AUDITOR = Behalf("auditor", "auditor", REGION)
GROUP = Behalf("deputy_group", "deputy_group:LG23-01", REGION)
ELSEWHERE = Behalf("clerk", "clerk", "江苏省/泰州市/高港区")
NEXT_NAME = Behalf("clerk", "clerk", REGION[:-1])
"""A place whose name begins as ours: no place above it."""


@pytest.fixture
async def ledger_(town: Town) -> Ledger:
    """Two units, each with a draft and a file of its own in its own project."""
    ledger = town.tools.ledger
    for n, (unit, project) in enumerate(((FIRE, "LG23-01"), (HOUSING, "LG23-02"))):
        party, stream = f"unit:{unit}", f"project:{project}"
        sha = str(n) * 64
        await Drafts(ledger.pool).keep(
            Of(stream, "work_plan", party), {"target": f"{unit}的草稿"}, [], party, revision=0
        )
        file = Upload(
            sha256=sha,
            party=party,
            region=REGION,
            name=f"{unit}.pdf",
            media_type="application/pdf",
            size=9,
        )
        await Uploads(ledger.pool).keep(file, party, f"file-{n}")
        await Uploads(ledger.pool).offered(file, [sha], stream)
    return ledger


async def seen(ledger: Ledger, who: Behalf | None, table: str, column: str) -> set[str]:
    """What a caller finds who asks for a whole table."""
    before = read_for(who)
    try:
        async with ledger.pool.read() as connection:
            rows = await connection.exec_driver_sql(f"SELECT {column} AS told FROM {table}")  # ours
            return {str(x.told) for x in rows}
    finally:
        read_as_before(before)


@pytest.mark.parametrize("unit", [FIRE, HOUSING])
async def test_a_unit_finds_its_own_drafts_files_and_duties_alone(
    ledger_: Ledger, unit: str
) -> None:
    """ASVS 8.2.2 8.3.1 8.4.1: the row's own policy, below every query."""
    mine = {f"unit:{unit}"}
    assert await seen(ledger_, UNITS[unit], "drafts", "party") == mine
    assert await seen(ledger_, UNITS[unit], "uploads", "party") == mine
    owed = await seen(ledger_, UNITS[unit], "duties", "obligor")
    assert {x for x in owed if x.startswith("unit:")} == mine
    whole = await seen(ledger_, None, "duties", "obligor")
    assert {f"unit:{FIRE}", f"unit:{HOUSING}"} <= whole, "the house itself sees all"


async def test_drafts_are_shown_to_nobody_but_their_party(ledger_: Ledger) -> None:
    for who in (CLERK, AUDITOR, GROUP, NOBODY):
        assert await seen(ledger_, who, "drafts", "party") == set(), who


@pytest.mark.parametrize("who", [ELSEWHERE, NEXT_NAME])
async def test_another_place_finds_nothing_of_ours(ledger_: Ledger, who: Behalf) -> None:
    """ASVS 8.4.1: a county's and a town's boundaries hold below every query."""
    assert await seen(ledger_, who, "duties", "stream") == set()
    assert await seen(ledger_, who, "notices", "stream") == set()


async def test_a_notice_is_found_by_whom_it_is_addressed_to_and_who_sees_its_project(
    ledger_: Ledger, database: str
) -> None:
    owner = await asyncpg.connect(database)
    made = "INSERT INTO notices SELECT gen_random_uuid(), 'project:' || $1, 1, $2, 'work_plan', 0,"
    made += " 'reminder', 1, $3, '2023-04-20', '提醒', '期限', now()"
    for project, unit in (("LG23-01", FIRE), ("LG23-02", HOUSING)):
        await owner.execute(made, project, REGION, f"unit:{unit}")
        await owner.execute(made, project, REGION, f"deputy_group:{project}")
    await owner.close()
    assert await seen(ledger_, UNITS[FIRE], "notices", "stream") == {"project:LG23-01"}
    assert await seen(ledger_, GROUP, "notices", "stream") == {"project:LG23-01"}
    both = {"project:LG23-01", "project:LG23-02"}
    assert await seen(ledger_, CLERK, "notices", "stream") == both
    assert await seen(ledger_, NOBODY, "notices", "stream") == set()


SECRET = ("tokens", "accounts", "sessions", "account_names", "drafts", "uploads", "wishers")


@pytest.mark.parametrize("table", [*SECRET, "contacts", "notices", "access_log", "incidents"])
async def test_the_public_s_role_was_never_given_it(ledger_: Ledger, table: str) -> None:
    """ASVS 13.2.2: at a public address only what is published can be read at all."""
    with pytest.raises(DBAPIError, match="permission denied"):
        await seen(ledger_, PUBLIC, table, "1")
    assert await seen(ledger_, PUBLIC, "projects", "id") == {"LG23-01", "LG23-02"}


async def test_auditors_see_all_reads_the_office_theirs_and_others_none(
    town: Town, ledger_: Ledger
) -> None:
    for token in (town.clerk, town.auditor, town.fire):
        assert (await town.ask("GET", "/me", token)).status_code == 200
    assert {"clerk", "auditor", "unit"} <= await seen(ledger_, AUDITOR, "access_log", "role")
    assert await seen(ledger_, CLERK, "access_log", "role") == {"auditor"}
    assert await seen(ledger_, UNITS[FIRE], "access_log", "role") == set()


async def test_whom_a_connection_read_for_is_forgotten_when_it_goes_back(
    ledger_: Ledger, database: str
) -> None:
    """400 reads by four callers over two connections, a tenth of them cut off in the middle: each
    finds its own, and what stays behind in a connection is the house."""
    ledger = await Ledger.connect(database, clients=2)
    chance = random.Random(40)

    async def one(unit: str | None) -> None:
        who = UNITS[unit] if unit else None
        task = asyncio.create_task(seen(ledger, who, "drafts", "party"))
        if chance.random() < 0.1:
            await asyncio.sleep(chance.random() / 50)
            task.cancel()
        try:
            found = await task
        except asyncio.CancelledError:
            return
        assert found == ({f"unit:{unit}"} if unit else {f"unit:{FIRE}", f"unit:{HOUSING}"})

    await asyncio.gather(*(one(chance.choice([FIRE, HOUSING, None])) for _ in range(400)))
    told = "current_user || ':' || coalesce(current_setting('bihuan.party', true), '')"
    for _ in range(4):
        assert await seen(ledger, None, "installation", told) == {"bihuan_app:"}
    await ledger.close()


async def test_what_a_request_reads_it_reads_for_its_caller(town: Town, ledger_: Ledger) -> None:
    """The routes go on answering as before, each for its caller, and nothing stays behind."""
    for token, project, status in (
        (town.fire, "LG23-01", 200),
        (town.fire, "LG23-02", 404),
        (town.housing, "LG23-02", 200),
        (town.clerk, "LG23-01", 200),
        (town.group, "LG23-01", 200),
    ):
        answer = await town.ask("GET", f"/projects/{project}", token)
        assert answer.status_code == status, answer.text
    assert len(await seen(ledger_, None, "drafts", "party")) == 2
