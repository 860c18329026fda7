"""系统对接: the administrator pins a key, sees who uses it, ends it; nobody else is shown it."""

import json

import pytest

from ledger.machines import NewClient, add_client, audience_of, client_named
from tests.pages.conftest import SECRET, Hall
from tests.support.machines import System, new_pair, public
from tests.support.town import FIRE, REGION


@pytest.mark.parametrize("who", ["clerk", "fire", "auditor", "government", "group"])
async def test_who_administers_nothing_is_shown_nothing(hall: Hall, who: str) -> None:
    """ASVS 8.2.1"""
    browser = await hall.signed_in(who)
    assert (await browser.get("/machines")).status_code == 404


async def test_a_system_is_registered_used_and_revoked_on_the_page(hall: Hall) -> None:
    """ASVS 10.4.9: tokens end by the administrator's hand, at the next request."""
    root, pair = await hall.signed_in("root"), new_pair()
    told = {
        "client": "fire-oa",
        "party": f"unit:{FIRE}",
        "region": REGION,
        "name": "消防办公系统",
        "scopes": "both",
    }
    await root.get("/machines")
    private = json.dumps(pair.as_dict(private=True))
    refused = await root.post("/machines", root.form_of(**told, keys=private))
    assert refused.status_code == 422, refused.text
    assert "私钥" in refused.text
    await root.get("/machines")
    keys = json.dumps(public(pair))
    made = await root.post("/machines", root.form_of(**told, keys=keys))
    assert made.status_code == 303, made.text
    await root.get("/machines")
    assert pair.thumbprint() in root.page
    assert "没有用过" in root.page
    audience = await audience_of(hall.town.tools.ledger)
    assert audience in root.page
    system = System(hall.town.http, "fire-oa", pair, audience)
    token = await system.token()
    assert (await hall.town.ask("GET", "/me", token)).status_code == 200
    newer = new_pair("ES256", "next")
    added = await root.post("/machines", root.form_of(**told, keys=json.dumps(public(newer))))
    assert added.status_code == 303
    retired = await root.post("/machines/fire-oa/keys/2023-1/retirement", root.form_of())
    assert retired.status_code == 303
    assert (await hall.town.ask("GET", "/me", token)).status_code == 401
    token = await System(hall.town.http, "fire-oa", newer, audience).token()
    revoked = await root.post("/machines/fire-oa/revocation", root.form_of())
    assert revoked.status_code == 303
    assert (await hall.town.ask("GET", "/me", token)).status_code == 401
    await root.get("/machines")
    assert "撤销" in root.page
    late = await root.post("/machines", root.form_of(**told, keys=json.dumps(public(new_pair()))))
    assert late.status_code == 409
    assert "已经撤销，不能再加公钥" in late.text


ELSEWHERE = "浙江省/温州市/瑞安市"


async def _another_county(hall: Hall) -> None:
    """Given a system of another county's unit, and that the administrator here is bound here."""
    keys = (public(new_pair()),)
    told = NewClient("ruian-oa", f"unit:{FIRE}", ELSEWHERE, "瑞安消防办公系统", keys, "cli")
    await add_client(hall.town.tools.ledger, told)


@pytest.mark.parametrize("region", [ELSEWHERE, "浙江省/温州市", f"{REGION}二"])
async def test_no_system_is_registered_for_a_unit_of_another_region(
    hall: Hall, region: str
) -> None:
    """ASVS 8.2.2: he would hold a key that files as another county's unit."""
    root = await hall.signed_in("root")
    await root.get("/machines")
    assert "不填就是您所在的地区" in root.page
    told = {"client": "taken-oa", "party": f"unit:{FIRE}", "name": "别处的系统", "scopes": "both"}
    keys = json.dumps(public(new_pair()))
    refused = await root.post("/machines", root.form_of(**told, region=region, keys=keys))
    assert refused.status_code == 422, refused.text
    assert REGION in refused.text
    made = await root.post("/machines", root.form_of(**told, region="", keys=keys))
    assert made.status_code == 303
    known = await client_named(hall.town.tools.ledger, "taken-oa")
    assert known.client.region == REGION


async def test_another_regions_system_is_neither_shown_nor_touched(hall: Hall) -> None:
    """ASVS 8.2.2"""
    await _another_county(hall)
    root, ledger = await hall.signed_in("root"), hall.town.tools.ledger
    before = await client_named(ledger, "ruian-oa")
    await root.get("/machines")
    assert "ruian-oa" not in root.page
    told = {"client": "ruian-oa", "party": f"unit:{FIRE}", "region": "", "name": "加一把"}
    keys = json.dumps(public(new_pair(kid="mine")))
    added = await root.post("/machines", root.form_of(**told, keys=keys))
    assert added.status_code == 409
    for way in ("revocation", "keys/2023-1/retirement"):
        answer = await root.post(f"/machines/ruian-oa/{way}", root.form_of())
        assert answer.status_code == 404
    assert await client_named(ledger, "ruian-oa") == before


async def test_who_administers_every_region_is_shown_every_system(hall: Hall) -> None:
    await _another_county(hall)
    await hall.accounts.add("all", SECRET, "sysadmin", "admin")
    everywhere = await hall.signed_in("all")
    await everywhere.get("/machines")
    assert "不填则不限地区" in everywhere.page
    revoked = await everywhere.post("/machines/ruian-oa/revocation", everywhere.form_of())
    assert revoked.status_code == 303
    known = await client_named(hall.town.tools.ledger, "ruian-oa")
    assert known.client.revoked_at is not None
