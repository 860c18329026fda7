"""R17: the matrix as a whole: every operation × role × {own, other, escalated}, and every
page as every account. What the doors and the record do is what `api/matrix.toml` says."""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from api.doors import Operation, operations
from api.matrix import ACCOUNT_ROLES, MATRIX, TOKEN_ROLES
from api.pages.rights import door_of
from api.pages.signed import COOKIE
from ledger.account import AccountRole, office_of
from ledger.door import Ledger
from ledger.sessions import Sessions
from tests.pages.conftest import OURS, SECRET, Hall
from tests.pages.furnished import furnished
from tests.support.grid import AT, PARTY, SPEAKS, Grid, Situation, cells, grid, grids, side_by_side
from tests.support.holders import HERE, Holders, deviates
from tests.support.town import PLAN, REGION


async def tried(
    app: Any, asked: dict[str, Grid], holders: Holders, situation: Situation, at: dict[str, str]
) -> tuple[list[Any], Counter[str]]:
    """Every cell of the situation; the deviations, and how often each promise was kept."""
    wrong, kept = [], Counter[str]()
    for operation, group in groupby(cells(app, situation), key=lambda x: x.operation):
        row = list(group)
        tokens = [await holders.of(x) for x in row]
        told = (asked[x.role].ask(operation, at, y) for x, y in zip(row, tokens, strict=True))
        for cell, found in zip(row, await side_by_side(operation.name, told), strict=True):
            if fault := deviates(cell, found):
                wrong.append((operation.name, cell.role, situation, cell.promised, fault))
            kept[cell.promised] += 1
    return wrong, kept


@pytest.fixture
async def july(ledger: Ledger, tmp_path: Path) -> Hall:
    """The furnished house on 20 July 2023."""
    return (await furnished(ledger, tmp_path))[0]


async def test_r17_every_operation_as_every_role_own_other_and_escalated(
    july: Hall, say: Callable[..., None]
) -> None:
    """ASVS 8.2.1 8.2.2 8.2.3 8.3.1 8.4.1"""
    told: Counter[str] = Counter()
    wrong: list[Any] = []
    holders = Holders(july.town.tools.tokens)
    async with grids(july.app) as asked:
        for situation, at in (
            ("other", AT),
            ("own", AT),
            ("escalated", {**AT, "project": "LG23-03"}),
        ):
            found, kept = await tried(july.app, asked, holders, situation, at)  # type: ignore[arg-type]
            wrong += found
            told += Counter({f"{situation}_{x}": n for x, n in kept.items()})
    say("R17", cells=sum(told.values()), deviations=len(wrong), **told)
    assert not wrong, "\n".join(str(x) for x in wrong)


async def test_r17_after_an_escalation_only_the_unit_files(
    july: Hall, say: Callable[..., None]
) -> None:
    """`reliability §4.2`: the group may confirm and contest, not submit in the unit's name.
    ASVS 8.2.2 2.3.1"""
    filings = "POST /projects/{project}/duties/{line}/filings"
    where = {"project": "LG23-03", "line": "work_plan"}
    one = next(x for x in operations(july.app) if x.name == filings)
    told = {}
    async with grid(july.app) as asked:
        for role in sorted(TOKEN_ROLES, key=lambda x: x == "unit"):
            party = HERE.get((role, "escalated")) or PARTY.get(role, role)
            token = await july.town.token(party, role)
            told[role] = (await asked.ask(one, where, token, json=PLAN)).status
    others = {x: y for x, y in told.items() if x not in ("unit", "clerk", "auditor")}
    say(
        "R17", situation="filing after an escalation", filed=[x for x, y in told.items() if y < 300]
    )
    assert told["unit"] == 201
    assert set(others.values()) == {404}
    assert (told["clerk"], told["auditor"]) == (403, 403)


async def test_r17_every_page_as_every_account(july: Hall, say: Callable[..., None]) -> None:
    """ASVS 8.2.1 8.3.1: a page that is not for somebody is nowhere, whatever it is about."""
    told = Counter[str]()
    cookies = {x: await _signed_in(july, x) for x in ACCOUNT_ROLES}
    asked = {x: _looked(july.app, told, x, cookies[x]) for x in ACCOUNT_ROLES}
    wrong = [y for x in await asyncio.gather(*asked.values()) for y in x]
    say("R17", situation="pages", deviations=len(wrong), **told)
    assert not wrong, "\n".join(str(x) for x in wrong)


async def _looked(app: Any, told: Counter[str], role: AccountRole, cookie: str) -> list[Any]:
    """What one account is shown of every page, as far as it is not what the matrix says."""
    wrong = []
    headers = {"Cookie": cookie, **OURS, "Accept": "text/html"}
    async with grid(app) as asked:
        for one in operations(app):
            if one.interface or _public(one):
                continue
            found = await asked.page(one, AT, headers)
            lets = _lets(one, role)
            shut = found.refused is not None and found.status == 404
            if found.status >= 500 or shut is lets:
                wrong.append((one.name, role, lets, found.status, found.refused))
            told["let" if lets else "shut"] += 1
    return wrong


def _public(one: Operation) -> bool:
    method, _, path = one.name.partition(" ")
    return door_of(method, path).everybody


def _lets(one: Operation, role: AccountRole) -> bool:
    """Whether the matrix lets an account of that role through the page's doors."""
    method, _, path = one.name.partition(" ")
    if role not in door_of(method, path).accounts:
        return False
    if not path.startswith("/do/") or method == "POST":  # there the form's token is asked first
        return True
    act = path.removeprefix("/do")
    right = MATRIX.interface.get(f"POST {act}") or MATRIX.interface[f"PUT {act}"]
    return office_of(role, SPEAKS[role]) in right.tokens


async def _signed_in(hall: Hall, role: AccountRole) -> str:
    login = f"r17-{role}".replace("_", "-")
    await hall.accounts.add(login, SECRET, role, SPEAKS[role], region=REGION)
    account = await hall.accounts.named(login)
    return f"{COOKIE}={await Sessions(hall.town.tools.ledger.pool).open(account)}"
