"""系统对接: the administrator pins a key, sees who uses it, ends it; nobody else is shown it."""

import json

import pytest

from ledger.machines import audience_of
from tests.pages.conftest import Hall
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
