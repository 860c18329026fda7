"""The log of reads: one line for each request by somebody, before its answer; without it, nothing.

Longgang on 20 April 2023. What is asked here is asked through the whole application.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import httpx2
import pytest

from api.sample.door import SAMPLE_COOKIE
from ledger.access.chain import verify_reads
from ledger.access.visit import hash_of
from ledger.accounts import Accounts
from ledger.calendar_links import make_link
from tests.pages.conftest import CHEAP, SECRET
from tests.support.town import FIRE, PLAN, REGION, Town

PLAN_AT = "/projects/LG23-01/duties/work_plan/filings"


@pytest.fixture
async def owner(database: str) -> AsyncIterator[asyncpg.Connection]:
    """The owner of the tables, whom no privilege stops."""
    made = await asyncpg.connect(database)
    yield made
    await made.close()


async def lines(owner: asyncpg.Connection, request: str | None = None) -> list[asyncpg.Record]:
    """The log's lines, or those of one request."""
    asked = "SELECT * FROM access_log WHERE $1::text IS NULL OR request = $1 ORDER BY seq"
    return list(await owner.fetch(asked, request))


async def test_a_read_says_who_when_what_from_where_and_how_it_ended(
    town: Town, owner: asyncpg.Connection
) -> None:
    """ASVS 16.2.1 16.3.2: time, subject, role, action, object, result, address, request.

    The five fields of MLPS 8.1.4.3 b: when, who, what kind of event, success, and more."""
    answer = await town.ask("GET", "/projects/LG23-02", town.clerk)
    (line,) = await lines(owner, answer.headers["x-request-id"])
    assert (line["phase"], line["result"], line["role"]) == ("answered", 200, "clerk")
    assert line["subject"] == town.clerk.split("_")[1], "the token's public part, not its secret"
    assert line["action"] == "GET /api/v1/projects/{project}"
    assert "project:LG23-02" in line["objects"]
    assert line["ip"] == "127.0.0.1"
    refused = await town.ask("GET", "/projects/LG23-02", town.fire)
    (line,) = await lines(owner, refused.headers["x-request-id"])
    assert (refused.status_code, line["result"], line["party"]) == (404, 404, f"unit:{FIRE}")


async def test_a_list_says_what_was_sought_how_many_and_a_digest(
    town: Town, owner: asyncpg.Connection
) -> None:
    """`reliability §4.5`: for lists filter, count and digest of the ids."""
    answer = await town.ask("GET", "/projects?q=农村&limit=100", town.clerk)
    (line,) = await lines(owner, answer.headers["x-request-id"])
    shown = {f"project:{x['id']}" for x in answer.json()["items"]}
    assert shown <= set(line["objects"])
    assert line["number"] == len(line["objects"])
    assert len(line["digest"]) == 32
    assert line["filter"] == "q=%E5%86%9C%E6%9D%91&limit=100"


async def test_a_write_is_noted_before_it_is_done_and_after(
    town: Town, owner: asyncpg.Connection
) -> None:
    """ASVS 16.3.3: what may change something leaves a line before anything is decided."""
    done = await town.ask("POST", PLAN_AT, town.fire, json=PLAN)
    asked, answered = await lines(owner, done.headers["x-request-id"])
    assert done.status_code == 201, done.text
    assert (asked["phase"], asked["result"]) == ("asked", None)
    assert (answered["phase"], answered["result"]) == ("answered", 201)


@pytest.mark.parametrize("path", ["/open", "/api/v1/open/places", "/healthz", "/login", "/docs"])
async def test_what_is_public_leaves_no_line(
    town: Town, owner: asyncpg.Connection, path: str
) -> None:
    before = len(await lines(owner))
    answer = await town.http.get(path, headers={"Authorization": f"Bearer {town.clerk}"})
    assert answer.status_code == 200
    assert len(await lines(owner)) == before


async def test_nobody_who_is_shown_nothing_leaves_no_line(
    town: Town, owner: asyncpg.Connection
) -> None:
    """Who is unknown cannot fill the log; the process's own log says that he was turned away."""
    before = len(await lines(owner))
    for path in ("/", "/api/v1/board", "/nowhere", "/todo"):
        assert (await town.http.get(path)).status_code in (303, 401, 404)
    assert len(await lines(owner)) == before


@pytest.mark.parametrize("path", ["/", "/todo", "/nowhere"])
async def test_who_is_only_sent_elsewhere_leaves_no_line(
    town: Town, owner: asyncpg.Connection, path: str
) -> None:
    """The sample county's cookie, which anybody may write himself, where no sample is loaded."""
    before = len(await lines(owner))
    answer = await town.http.get(path, headers={"Cookie": f"{SAMPLE_COOKIE}=made-up"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/samples")
    assert len(await lines(owner)) == before


async def test_while_the_log_cannot_be_written_nothing_is_shown_and_nothing_done(
    town: Town, owner: asyncpg.Connection
) -> None:
    """ASVS 16.5.2 16.5.3: fail closed. The public goes on reading."""
    events = "SELECT count(*) FROM events"
    before = await owner.fetchval(events)
    await owner.execute("REVOKE INSERT ON access_log FROM bihuan_app")
    read = await town.ask("GET", "/projects/LG23-02", town.clerk)
    filed = await town.ask("POST", PLAN_AT, town.fire, json=PLAN)
    assert read.status_code == filed.status_code == 503, (read.text, filed.text)
    assert "LG23-02" not in read.text.replace(read.json()["instance"], "")
    assert read.headers["retry-after"] == "5"
    assert (await town.http.get("/open")).status_code == 200
    assert await owner.fetchval(events) == before
    await owner.execute("GRANT INSERT ON access_log TO bihuan_app")
    assert (await town.ask("POST", PLAN_AT, town.fire, json=PLAN)).status_code == 201
    assert await owner.fetchval(events) > before
    assert (await verify_reads(town.tools.ledger)).whole


async def test_many_at_once_make_one_chain_of_two_writers(
    town: Town, owner: asyncpg.Connection
) -> None:
    """Two applications over one database append to one chain, dense and unbroken."""
    from api.app import make_app

    other = httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=make_app(town.tools)), base_url="http://other"
    )
    heads = {"Authorization": f"Bearer {town.clerk}"}
    asked = [x.get("/api/v1/me", headers=heads) for _ in range(40) for x in (town.http, other)]
    assert {x.status_code for x in await asyncio.gather(*asked)} == {200}
    found = await verify_reads(town.tools.ledger)
    assert (found.whole, found.lines >= 80) == (True, True)
    await other.aclose()


ALTERED = {
    "改动过": "UPDATE access_log SET ip = '10.0.0.9' WHERE seq = 3",
    "不见了": "DELETE FROM access_log WHERE seq = 3",
    "后面的不见了": "DELETE FROM access_log WHERE seq = (SELECT max(seq) FROM access_log)",
}


@pytest.mark.parametrize("found", ALTERED)
async def test_what_the_owner_alters_is_found(
    town: Town, owner: asyncpg.Connection, found: str
) -> None:
    """ASVS 16.4.2: not even the owner rewrites by accident; who takes the trigger off is found."""
    for _ in range(5):
        await town.ask("GET", "/me", town.clerk)
    with pytest.raises(asyncpg.PostgresError, match="only ever appended"):
        await owner.execute(ALTERED[found])
    await owner.execute("ALTER TABLE access_log DISABLE TRIGGER access_log_is_appended")
    await owner.execute(ALTERED[found])
    faults = (await verify_reads(town.tools.ledger)).faults
    assert any(found in x.zh for x in faults), faults


async def test_a_line_that_was_made_again_with_its_hash_breaks_the_next(
    town: Town, owner: asyncpg.Connection
) -> None:
    for _ in range(5):
        await town.ask("GET", "/me", town.clerk)
    (row,) = await owner.fetch("SELECT * FROM access_log WHERE seq = 3")
    forged: Any = type("Row", (), dict(row) | {"ip": "10.0.0.9"})
    await owner.execute("ALTER TABLE access_log DISABLE TRIGGER access_log_is_appended")
    await owner.execute(
        "UPDATE access_log SET ip = '10.0.0.9', hash = $1 WHERE seq = 3",
        hash_of(3, forged, row["prev_hash"]),
    )
    faults = (await verify_reads(town.tools.ledger)).faults
    assert [(x.seq, x.zh) for x in faults] == [(4, "接不上前一行")]


async def test_what_was_done_and_could_not_be_shown_is_told_as_that(
    town: Town, owner: asyncpg.Connection
) -> None:
    """Recorded, and then the log of reads fails: nobody is told that nothing was recorded."""
    await owner.execute(
        "CREATE FUNCTION no_answer() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN IF new.phase = 'answered' THEN RAISE 'full'; END IF; RETURN new; END $$"
    )
    await owner.execute(
        "CREATE TRIGGER no_answer BEFORE INSERT ON access_log FOR EACH ROW"
        " EXECUTE FUNCTION no_answer()"
    )
    key = "done-and-not-shown"
    told = await town.ask("POST", PLAN_AT, town.fire, key, json=PLAN)
    assert (told.status_code, "可能已经登记" in told.json()["detail"]) == (503, True), told.text
    await owner.execute("DROP TRIGGER no_answer ON access_log")
    again = await town.ask("POST", PLAN_AT, town.fire, key, json=PLAN)
    assert again.status_code == 201
    filed = "SELECT count(*) FROM events WHERE type = 'DutyFiled'"
    assert await owner.fetchval(filed) == 1


async def test_a_calendar_s_secret_stands_in_no_line(town: Town, owner: asyncpg.Connection) -> None:
    """ASVS 14.2.1 (exception): the address of a calendar opens it, so the log has it nowhere."""
    accounts = Accounts(town.tools.ledger.pool, CHEAP)
    own = await accounts.add("d", SECRET, "deputy", "deputy:王代表", region=REGION)
    secret = await make_link(town.tools.ledger, own.id, "person")
    answer = await town.http.get(f"/calendar/{secret}.ics")
    assert answer.status_code == 200
    assert not [x for x in await lines(owner) if secret in str(dict(x))]


async def test_a_line_that_says_it_is_old_takes_no_fresh_one_with_it(
    town: Town, owner: asyncpg.Connection
) -> None:
    """Kept 180 days at least, whatever a clock that was wrong has written."""
    for _ in range(3):
        await town.ask("GET", "/me", town.clerk)
    await owner.execute(
        "INSERT INTO access_log SELECT seq + 100, at - interval '9 years', 'old', phase, subject,"
        " role, party, region, action, objects, filter, number, digest, result, ip, purpose,"
        " prev_hash, hash FROM access_log ORDER BY seq DESC LIMIT 1"
    )
    await owner.execute("UPDATE access_head SET seq = 1000")
    before = len(await lines(owner))
    assert await owner.fetchval("SELECT let_go_of_reads(180, 10000)") == 0
    assert len(await lines(owner)) == before


async def test_who_is_unknown_does_not_fill_the_log_by_trying_addresses(
    town: Town, owner: asyncpg.Connection
) -> None:
    before = len(await lines(owner))
    assert (await town.http.get("/loginx?a=" + "b" * 500)).status_code in (303, 404)
    assert len(await lines(owner)) == before
