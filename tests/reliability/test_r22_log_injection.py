"""R22: whatever is sent in, one call makes one line, the line is JSON, and no secret stands in it.

Every text of tests/support/hostile.py goes into the log itself in each way that we log, and from
outside into every input of a running API: addresses, queries, headers, every field of every body
and form, file names. The control is a plain log format, which must break.
"""

import asyncio
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from api.app import make_tools
from ledger.accounts import Accounts
from ledger.door import Ledger
from ledger.migrate import choose_settable_clock
from tests.reliability.times import in_time
from tests.support.hostile import FORGED, STRINGS
from tests.support.process import Running, started
from tests.support.siege import Siege, heads, operations, pages, uploads
from tests.support.town import LIST, REGION

PASSWORD, WRONG = "canary-right-password-7Q", "canary-wrong-password-8W"
LINK, CODE, PHONE = "canaryCalendarLink" + "x" * 25, "canaryScreenCode" + "x" * 16, "13912345678"
SAID = {
    ("api", "stopped"),
    ("access", "not noted"),
    *(("sign_in", x) for x in ("sign_in_refused", "signed_in", "proof_refused")),
}
"""What we log besides the requests: who tries to come in, and what could not be written in time."""
PRINTABLE = re.compile(rb"[\x20-\x7e\n]*")


async def logged() -> tuple[dict[str, int], bytes]:
    """What a process makes of every text said to its log."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.logged"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    counts, log = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, log[-2000:]
    return json.loads(counts), log


async def test_r22_every_call_is_one_line_of_json(say: Any) -> None:
    """ASVS 16.2.2 16.2.4"""
    counts, log = await logged()
    lines = [json.loads(x) for x in log.splitlines()]
    values = [x["value"] for x in lines if x["event"] == "value"]
    say(
        "R22",
        texts=counts["texts"],
        calls=counts["calls"],
        lines=len(lines),
        unread=0,
        forged=sum(x.get("caller") == "forged" for x in lines),
        plain_format_lines=f"{counts['plain_lines']} of {counts['texts']} calls",
    )
    assert counts["texts"] >= 60
    assert len(lines) == len(log.decode().splitlines()) == counts["calls"]
    assert PRINTABLE.fullmatch(log)
    assert values == list(STRINGS), "what was logged is what was sent, to the last character"
    assert not any(x.get("caller") == "forged" for x in lines)
    assert counts["plain_lines"] > counts["texts"], (
        "a plain format must break, or this shows nothing"
    )


async def tokens(database: str, folder: Path) -> dict[str, str]:
    """A clerk and a unit with their tokens, and a clerk with a password."""
    await choose_settable_clock(database)
    ledger = await Ledger.connect(database)
    issue = make_tools(ledger, folder / "unused").tokens.issue
    unit = f"unit:{LIST['projects'][0]['lead_unit']}"
    made = {
        "clerk": (await issue("clerk", "clerk", REGION))[1],
        "unit": (await issue(unit, "unit", REGION))[1],
    }
    accounts = Accounts(ledger.pool)
    await accounts.add("clerk", PASSWORD, "committee_clerk", "clerk", region=REGION, name="监督科")
    await ledger.close()
    return made


async def signed_in(siege: Siege) -> tuple[str, str]:
    """The cookie and the form's own token of a clerk, who mistypes once."""
    own = {"Sec-Fetch-Site": "same-origin"}
    for password in (WRONG, PASSWORD):
        form = {"login": "clerk", "password": password, "next": "/"}
        answer = await siege.send(("POST", "/login", {"data": form, "headers": own}))
    cookie = answer.headers["set-cookie"].partition(";")[0]
    board = await siege.send(("GET", "/", {"headers": {"Cookie": cookie}}))
    token = re.search(r'name="form_token" value="([^"]+)"', board.text)
    assert token is not None, board.status_code
    return cookie, token[1]


async def secrets_in_addresses(siege: Siege) -> None:
    """Links that open a calendar or a screen, whole, half written, and in other letters."""
    for at in (f"/calendar/{LINK}.ics", f"/%63alendar/{LINK}.ics", f"/calendar/{LINK}"):
        await siege.send(("GET", at, {}))
    for at in (f"/screen/open/{CODE}", f"/%73creen/open/{CODE}", f"/screen/open/{CODE}/"):
        for method in ("GET", "POST"):
            await siege.send((method, at, {"headers": {"Sec-Fetch-Site": "same-origin"}}))


async def besieged(running: Running, own: dict[str, str]) -> tuple[Siege, tuple[str, ...]]:
    """Everything is sent; what must never be told comes back with it."""
    siege = Siege(running.url)
    headers = {"Authorization": f"Bearer {own['clerk']}", "Idempotency-Key": "open"}
    opened = await siege.send(("POST", "/api/v1/programmes", {"headers": headers, "json": LIST}))
    assert opened.status_code == 201, opened.text
    cookie, form_token = await signed_in(siege)
    await secrets_in_addresses(siege)
    query = f"/receipt?no={PHONE}&password={WRONG}"
    await siege.send(("GET", query, {"headers": {"Referer": f"https://x/calendar/{LINK}.ics"}}))
    await asyncio.gather(*(siege.write(x) for x in heads(own["unit"])))
    await siege.send_all(uploads(own["unit"]))
    await siege.send_all(operations(own["clerk"], each=3))
    await siege.send_all(pages(cookie, form_token, each=2))
    await siege.send(("POST", "/logout", {"headers": {"Cookie": cookie}}))
    await siege.http.aclose()
    return siege, (*own.values(), cookie.partition("=")[2], form_token)


@pytest.mark.timeout(1200)
async def test_r22_every_answer_is_one_line_and_no_secret_is_told(
    database: str, tmp_path: Path, say: Any
) -> None:
    own = await tokens(database, tmp_path)
    async with started(database, tmp_path) as running:
        siege, secrets = await besieged(running, own)
        code, _ = await running.end()
    log = running.log.read_bytes()
    lines = [json.loads(x) for x in log.splitlines()]
    told = Counter(x["request"] for x in lines if x["event"] == "request")
    refused = [x for x in lines if x["event"] == "Invalid HTTP request received."]
    database_password = database.partition("://")[2].partition("@")[0].partition(":")[2]
    canaries = (*secrets, PASSWORD, WRONG, LINK, CODE, PHONE, database_password)
    leaked = [x for x in canaries if x.encode() in log]
    server = [x for x in lines if x["logger"] == "uvicorn.error" and x not in refused]
    of_theirs = ("uvicorn.", "alembic.")  # a county for practice is set up by one of the pages
    others = Counter(
        (x["logger"], x["event"])
        for x in lines
        if x["event"] not in ("request", "watch") and not x["logger"].startswith(of_theirs)
    )  # no watch runs here, as the API soon says
    unavailable = siege.statuses[503]
    strange = [x for x in siege.numbers if told[x] != 1]
    say(
        "R22",
        requests=siege.sent,
        lines=len(told) + len(refused),
        not_once=len(strange) + sum(x != 1 for x in told.values()),
        forged=sum(x.get("caller") == "forged" for x in lines),
        faults=sum(n for x, n in siege.statuses.items() if x >= 500 and x != 503),
        unavailable=unavailable,
        secrets=f"{len(leaked)} of {len(canaries)} told",
    )
    assert code == 0
    assert len(log.decode().splitlines()) == len(lines)
    assert PRINTABLE.fullmatch(log)
    assert (strange, set(told.values())) == ([], {1})
    assert len(told) + len(refused) == siege.sent
    assert set(others) <= SAID
    assert others["api", "stopped"] == 1
    assert others["access", "not noted"] <= unavailable
    assert {x["level"] for x in server} == {"info"}, "that it began and ended"
    assert FORGED.encode() not in log
    assert leaked == []
    assert not any(x >= 500 and x != 503 for x in siege.statuses)
    assert in_time(unavailable == 0), "three seconds for a line of the log of reads were too few"
