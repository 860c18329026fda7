"""A unit's system lets itself in with its own key, for ten minutes, and does its unit's work alone.

Then the keys of those that cannot sign. Time is the database's real one throughout.
"""

import asyncio
import base64
import json
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from api.matrix import MATRIX
from domain.refusals import Malformed
from ledger.machine_keys import keys_in, pinned
from ledger.machine_tokens import Asserted, give_token, machine_behind
from ledger.machines import (
    RevokedClient,
    TakenClient,
    add_key,
    audience_of,
    client_named,
    retire_key,
    revoke_client,
)
from tests.support.machines import System, new_pair, public, registered
from tests.support.town import FIRE, HOUSING, PLAN, REGION, Town

AT = "/projects/LG23-01/duties/work_plan/filings"
HOUR = 3600
SOMEBODY_WAITS = """
SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock')
"""


@pytest.fixture
async def system(town: Town) -> System:
    return (await registered(town.tools.ledger, town.http, f"unit:{FIRE}", REGION))[0]


async def test_a_system_files_for_its_unit_and_the_record_names_the_system(
    town: Town, system: System
) -> None:
    """ASVS 10.3.2 10.3.3 10.4.10: what it may do follows from its registration, by its id."""
    answer = await system.ask()
    given = answer.json()
    assert (given["token_type"], given["expires_in"], given["scope"]) == (
        *("Bearer", 600),
        "read submit",
    )
    assert answer.headers["cache-control"] == "no-store"
    token = given["access_token"]
    me = (await town.ask("GET", "/me", token)).json()
    assert (me["ref"], me["party"], me["region"]) == ("client:fire-oa", f"unit:{FIRE}", REGION)
    filed = await town.ask("POST", AT, token, json=PLAN)
    assert filed.status_code == 201, filed.text
    history = (await town.ask("GET", "/projects/LG23-01/history", town.clerk)).json()
    (event,) = [x for x in history["items"] if x["type"] == "DutyFiled"]
    assert event["actor"] == "client:fire-oa"
    again = await town.ask("GET", "/filed", await system.token())
    assert again.json()["total"] == 1


async def test_a_repeat_under_another_token_of_the_same_system_is_the_same_write(
    town: Town, system: System
) -> None:
    first = await town.ask("POST", AT, await system.token(), "plan-1", json=PLAN)
    second = await town.ask("POST", AT, await system.token(), "plan-1", json=PLAN)
    assert (first.status_code, second.content) == (201, first.content)


@pytest.mark.parametrize("kind", ["EdDSA", "ES256"])
async def test_both_kinds_of_key_are_taken(town: Town, kind: str) -> None:
    """ASVS 9.1.2 11.2.3: two algorithms, both asymmetric, both of 128 bits."""
    system, known = await registered(
        town.tools.ledger, town.http, f"unit:{FIRE}", REGION, pair=new_pair(kind)
    )
    assert known.keys[0].pinned.algorithm == kind
    assert (await system.ask()).status_code == 200


async def test_an_assertion_is_good_once(town: Town, system: System) -> None:
    said = system.assertion()
    assert (await system.ask(said)).status_code == 200
    again = await system.ask(said)
    assert (again.status_code, again.json()["error"]) == (401, "invalid_client")
    assert "用过" in again.json()["detail"]


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "urn:uuid:00000000-0000-0000-0000-000000000000"},
        {"aud": None},
        {"iat": time.time() - HOUR, "exp": time.time() - HOUR + 300},
        {"iat": time.time() + HOUR, "exp": time.time() + HOUR + 300},
        {"nbf": time.time() + HOUR},
        {"exp": time.time() + 2 * HOUR},
        {"exp": None},
        {"exp": "soon"},
        {"exp": 1e300},
        {"iat": -62135596800, "exp": -62135596500},
        {"iat": None},
        {"jti": None},
        {"jti": "short"},
        {"sub": "housing-oa"},
    ],
)
async def test_what_is_signed_well_but_says_otherwise_is_refused_with_the_reason(
    system: System, claims: dict[str, Any]
) -> None:
    """ASVS 9.2.1 9.2.3 9.2.4: in its time span, for this installation and no other."""
    answer = await system.ask(system.assertion(**claims))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.json()["error_description"].isascii()
    assert "私钥" not in answer.json()["detail"], "who signed well is told what is wrong"


async def test_a_list_of_audiences_is_none(system: System) -> None:
    answer = await system.ask(system.assertion(aud=[system.audience, "https://elsewhere"]))
    assert answer.status_code == 401


@pytest.mark.parametrize("apart", [-59, 59])
async def test_clocks_may_differ_by_a_minute(system: System, apart: int) -> None:
    now = int(time.time())
    begun, ends = (now - 300, now + apart) if apart < 0 else (now + apart, now + apart + 300)
    assert (await system.ask(system.assertion(iat=begun, exp=ends))).status_code == 200


@pytest.mark.parametrize("typ", ["at+jwt", "dpop+jwt", "logout+jwt"])
async def test_a_token_of_another_type_is_no_assertion(system: System, typ: str) -> None:
    """ASVS 9.2.2"""
    assert (await system.ask(system.assertion({"typ": typ}))).status_code == 401
    assert (await system.ask(system.assertion({"typ": "client-authentication+jwt"}))).is_success


async def test_every_forged_assertion_gets_one_answer(town: Town, system: System) -> None:
    """ASVS 9.1.1 9.1.2 9.1.3: no other key, no other algorithm, nothing that the token brings."""
    other = System(town.http, "fire-oa", new_pair(), system.audience)
    stranger = System(town.http, "nobody-oa", new_pair(), system.audience)
    good = system.assertion().split(".")
    claims = json.loads(base64.urlsafe_b64decode(good[1] + "=="))
    shown = json.dumps(public(system.pair)).encode()
    keyed = OctKey.import_key(base64.urlsafe_b64encode(shown).decode())
    big = RSAKey.generate_key(2048)
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"2023-1"}').decode().rstrip("=")
    tampered = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "x"}).encode()).decode()
    head = {"kid": "2023-1"}
    odd = {**claims, "iss": "a\x00b", "sub": "a\x00b"}
    written = base64.urlsafe_b64encode(json.dumps(odd).encode()).decode().rstrip("=")
    forged = [
        other.assertion(),
        stranger.assertion(),
        other.assertion({"jwk": public(other.pair)}),
        system.assertion({"jku": "https://evil.example/keys"}),
        system.assertion({"x5u": "https://evil.example/cert"}),
        system.assertion({"kid": "../../2023-1"}),
        jwt.encode({"alg": "HS256", **head}, claims, keyed, algorithms=["HS256"]),
        jwt.encode({"alg": "RS256", **head}, claims, big, algorithms=["RS256"]),
        f"{none}.{good[1]}.",
        f"{none}.{good[1]}.{good[2]}",
        f"{good[0]}.{tampered.rstrip('=')}.{good[2]}",
        f"{good[0]}.{good[1]}.{'A' * 86}",
        f"{good[0]}.{written}.{good[2]}",
        system.assertion({"kid": "2023\x00"}),
        f"{good[0]}.{good[1]}",
        "not.a.token",
        "..",
        "é" * 50,
    ]
    answers = [await system.ask(x) for x in forged]
    assert {x.status_code for x in answers} == {401}
    assert len({x.content for x in answers}) == 1, "who exists is nobody's business"
    assert (await system.ask()).status_code == 200


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"client_assertion_type": "x"}, "invalid_request"),
        ({"client_assertion": ""}, "invalid_request"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"scope": "read submit admin"}, "invalid_scope"),
        ({"client_id": "housing-oa"}, "invalid_client"),
    ],
)
async def test_one_grant_and_no_other(system: System, fields: dict[str, str], error: str) -> None:
    """ASVS 10.4.4 10.4.11: neither passwords nor codes; no more scope than was registered."""
    answer = await system.ask(**fields)
    assert answer.json()["error"] == error
    assert answer.status_code == (401 if error == "invalid_client" else 400)


async def test_a_parameter_that_stands_twice_and_a_body_of_another_type(
    town: Town, system: System
) -> None:
    twice = b"grant_type=client_credentials&grant_type=password"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await town.http.post("/api/v1/token", content=twice, headers=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert (await town.http.post("/api/v1/token", json={})).status_code == 415


async def test_a_system_does_its_unit_s_work_and_nothing_else(town: Town, system: System) -> None:
    """ASVS 8.2.1 8.2.2: deny by default; another unit's matter is not there."""
    token = await system.token()
    for path in ("/duties", "/inbox", "/projects/LG23-01", AT.removesuffix("/filings")):
        assert (await town.ask("GET", path, token)).status_code == 200, path
    theirs = "/projects/LG23-02/duties/work_plan"
    assert (await town.ask("GET", theirs, token)).status_code == 404
    assert (await town.ask("POST", f"{theirs}/filings", token, json=PLAN)).status_code == 404
    asked = {"days": 10, "reason": "汛期停工"}
    late = AT.replace("filings", "extension-requests")
    for method, path, body in (
        ("POST", late, asked),
        ("POST", "/projects/LG23-01/changes", {}),
        ("GET", "/programmes/LG23", None),
        ("GET", "/projects/LG23-01/history", None),
        ("GET", "/board", None),
        ("POST", "/programmes", {}),
    ):
        answer = await town.ask(method, path, token, json=body)
        assert answer.status_code == 403, (path, answer.text)


async def test_a_scope_that_was_not_asked_for_is_not_given(town: Town) -> None:
    """ASVS 10.3.2 10.4.11"""
    ledger = town.tools.ledger
    party = f"unit:{HOUSING}"
    writes, _ = await registered(
        ledger, town.http, party, REGION, client="only-oa", scopes=("submit",)
    )
    both, _ = await registered(ledger, town.http, party, REGION, client="both-oa")
    assert (await writes.ask(scope="read")).json()["error"] == "invalid_scope"
    at = AT.replace("01", "02")
    for token in (await writes.token(), await both.token(scope="submit")):
        assert (await town.ask("GET", "/duties", token)).status_code == 403
        assert (await town.ask("POST", at, token, "one", json=PLAN)).status_code in (201, 409)
    reads = await both.token(scope="read")
    assert (await town.ask("GET", "/duties", reads)).status_code == 200
    assert (await town.ask("POST", at, reads, json=PLAN)).status_code == 403


def test_every_act_of_a_system_is_a_route_there_is() -> None:
    machines = MATRIX.machines
    assert machines["read"] | machines["submit"] <= set(MATRIX.interface)
    assert not machines["read"] & machines["submit"]
    assert {x.partition(" ")[0] for x in machines["read"]} == {"GET"}


async def test_revoking_and_retiring_work_at_the_next_request(town: Town, system: System) -> None:
    """ASVS 10.4.9 7.4.1"""
    ledger, old = town.tools.ledger, await system.token()
    newer = new_pair("ES256", "2023-2")
    await add_key(ledger, "fire-oa", public(newer))
    successor = System(town.http, "fire-oa", newer, system.audience)
    fresh = await successor.token()
    await retire_key(ledger, "fire-oa", "2023-1")
    assert (await town.ask("GET", "/duties", old)).status_code == 401
    assert (await system.ask()).status_code == 401
    assert (await town.ask("GET", "/duties", fresh)).status_code == 200
    await revoke_client(ledger, "fire-oa")
    assert (await town.ask("GET", "/duties", fresh)).status_code == 401
    assert (await successor.ask()).status_code == 401


async def test_a_revoked_system_takes_no_key(town: Town, system: System) -> None:
    """It would be shown as pinned and never sign."""
    ledger = town.tools.ledger
    before = await revoke_client(ledger, system.client)
    with pytest.raises(RevokedClient, match="已经撤销"):
        await add_key(ledger, system.client, public(new_pair(kid="late")))
    assert await client_named(ledger, system.client) == before


async def test_a_revocation_at_the_same_instant_is_waited_for(
    town: Town, system: System, database: str
) -> None:
    ledger, owner = town.tools.ledger, await asyncpg.connect(database)
    revoking = owner.transaction()
    await revoking.start()
    await owner.execute("UPDATE machine_clients SET revoked_at = clock_timestamp()")
    late = asyncio.create_task(add_key(ledger, system.client, public(new_pair(kid="late"))))
    while not await owner.fetchval(SOMEBODY_WAITS):
        await owner.execute("SELECT pg_sleep(0.01)")
    await revoking.commit()
    await owner.close()
    with pytest.raises(RevokedClient):
        await late
    assert [x.kid for x in (await client_named(ledger, system.client)).keys] == ["2023-1"]


async def test_a_token_ends_and_its_database_opens_nothing(
    town: Town, system: System, database: str
) -> None:
    """ASVS 13.3.2 11.4.1: what is kept are hashes, and keys' public halves."""
    ledger = town.tools.ledger
    until = datetime.fromisoformat("2100-01-01T00:00:00+00:00")
    asserted = Asserted("fire-oa", "2023-1", uuid4().hex, until)
    over = await give_token(ledger, asserted, frozenset({"read"}), timedelta(seconds=-1))
    assert over is not None
    assert await machine_behind(ledger.pool, over) is None
    token = await system.token()
    owner = await asyncpg.connect(database)
    tables = ("machine_tokens", "machine_keys", "machine_clients", "machine_assertions")
    dump = "".join([str(await owner.fetch(f"SELECT * FROM {x}")) for x in tables])
    await owner.close()
    assert token[3:] not in dump
    assert '"d"' not in dump
    for shown in (over, token[:-1], f"bm_{'x' * 43}", "bm_"):
        assert (await town.ask("GET", "/duties", shown)).status_code == 401


def test_only_the_public_half_of_a_good_key_is_pinned() -> None:
    """ASVS 9.1.3 11.6.1"""
    pair = new_pair()
    told = pinned(public(pair))
    assert told.thumbprint == pair.thumbprint()
    assert json.loads(told.text).keys() == {"crv", "kty", "x"}
    point = public(new_pair("ES256"))
    for bad in (
        pair.as_dict(private=True),
        OKPKey.generate_key("Ed448").as_dict(private=False),
        ECKey.generate_key("P-384").as_dict(private=False),
        RSAKey.generate_key(2048).as_dict(private=False),
        {**point, "x": point["y"]},
        {**public(pair), "alg": "ES256"},
        {**public(pair), "x": "short"},
        {**public(pair), "kid": "a b"},
        {"kty": "oct", "k": "c2VjcmV0"},
    ):
        with pytest.raises(Malformed):
            pinned(bad)


def test_a_key_file_holds_one_key_or_several() -> None:
    one, two = public(new_pair()), public(new_pair("ES256", "b"))
    assert keys_in(json.dumps(one).encode()) == (one,)
    assert keys_in(json.dumps({"keys": [one, two]}).encode()) == (one, two)
    for bad in (b"", b"[]", b'{"keys": 1}', b'{"keys": [1]}', b"\xff"):
        with pytest.raises(Malformed):
            keys_in(bad)


async def test_a_client_is_a_unit_s_has_its_own_name_and_few_keys(town: Town) -> None:
    ledger = town.tools.ledger
    with pytest.raises(Malformed):
        await registered(ledger, town.http, "clerk", None)
    await registered(ledger, town.http, f"unit:{FIRE}", REGION)
    for odd in ("W", "a", "-x-y", "x" * 41, "市住建局"):
        with pytest.raises(Malformed):
            await registered(ledger, town.http, f"unit:{FIRE}", REGION, client=odd)
    with pytest.raises(TakenClient):
        await registered(ledger, town.http, f"unit:{FIRE}", REGION)
    for n in range(3):
        await add_key(ledger, "fire-oa", public(new_pair(kid=f"k{n}")))
    with pytest.raises(Malformed, match="1 至 4 把"):
        await add_key(ledger, "fire-oa", public(new_pair(kid="k9")))


async def test_assertions_are_for_one_installation(town: Town) -> None:
    """ASVS 9.2.4"""
    assert (await audience_of(town.tools.ledger)).startswith("urn:uuid:")
