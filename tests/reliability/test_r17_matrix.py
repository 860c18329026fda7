"""R17: the matrix as a whole: every operation × role × {own, other, escalated}, and every
page as every account. What the doors and the record do is what `api/matrix.toml` says."""

from collections import Counter
from collections.abc import Callable
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
from ledger.tokens import TokenRole, Tokens
from tests.pages.conftest import OURS, SECRET, Hall
from tests.pages.furnished import furnished
from tests.support.grid import (
    AT,
    FAR,
    PARTY,
    SPEAKS,
    STRANGER,
    Asked,
    Cell,
    Grid,
    Situation,
    cells,
    grid,
)
from tests.support.registers import TOWN
from tests.support.suggestions import LEAD
from tests.support.suggestions import REGION as DUJI
from tests.support.town import PLAN, REGION

PLACES = {"suggestion": DUJI, "book": TOWN, "station": TOWN, "organisation": TOWN}
"""Where the objects are that are not of the city."""
HERE: dict[tuple[str, str], str] = {
    ("unit", "suggestion"): f"unit:{LEAD}",
    ("deputy_group", "collection"): "deputy_groups",
    ("deputy_group", "wish"): "deputy_groups",
    ("deputy_group", "book"): "deputy_group:g1",
    ("unit", "escalated"): "unit:市残疾人联合会",
    ("deputy_group", "escalated"): "deputy_group:LG23-03",
}
"""Whose own they are, where it is not `PARTY`."""


class Holders:
    """Tokens of every role, made once for each party and place."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens, self.made = tokens, dict[tuple[str, str, str], str]()

    async def of(self, cell: Cell) -> str | None:
        """The token with which the cell is asked."""
        role = next((x for x in TOKEN_ROLES if x == cell.role), None)
        if role is None:
            return None
        key = (_speaks_for(role, cell), role, _place(cell))
        if key not in self.made:
            self.made[key] = (await self.tokens.issue(*key))[1]
        return self.made[key]


def _speaks_for(role: TokenRole, cell: Cell) -> str:
    if cell.situation == "other":
        return STRANGER.get(role, role)
    kinds = [x for x in AT if _in(cell, x)]
    own = [HERE[role, x] for x in (cell.situation, *kinds) if (role, x) in HERE]
    return own[0] if own else PARTY.get(role, role)


def _place(cell: Cell) -> str:
    if cell.situation == "other":
        return FAR
    return next((y for x, y in PLACES.items() if _in(cell, x)), REGION)


def _in(cell: Cell, kind: str) -> bool:
    return f"{{{kind}}}" in cell.operation.path


async def tried(
    asked: Grid, holders: Holders, situation: Situation, at: dict[str, str]
) -> tuple[list[Any], Counter[str]]:
    """Every cell of the situation; the deviations, and how often each promise was kept."""
    wrong, kept = [], Counter[str]()
    for cell in cells(asked.app, situation):
        found = await asked.ask(cell.operation, at, await holders.of(cell))
        if fault := _deviates(cell, found):
            wrong.append((cell.operation.name, cell.role, situation, cell.promised, fault))
        kept[cell.promised] += 1
    return wrong, kept


def _deviates(cell: Cell, found: Asked) -> str:
    """What is not as it was promised; empty if nothing is."""
    if found.status >= 500:
        return f"{found.status} {found.content!r}"
    if cell.promised == "hidden":
        return "" if found.status == 404 else str(found.status)
    if cell.promised == "open":
        right = MATRIX.interface[cell.operation.name]
        shut = found.refused or (found.status == 401 and not right.everybody)
        return f"{found.status} {found.refused}" if shut else ""
    return "" if found.outcome == cell.promised else str(found.status)


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
    async with grid(july.app) as asked:
        for situation, at in (
            ("other", AT),
            ("own", AT),
            ("escalated", {**AT, "project": "LG23-03"}),
        ):
            found, kept = await tried(asked, holders, situation, at)  # type: ignore[arg-type]
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
    wrong, told = [], Counter[str]()
    async with grid(july.app) as asked:
        for role in ACCOUNT_ROLES:
            cookie = await _signed_in(july, role)
            for one in operations(july.app):
                if one.interface or _public(one):
                    continue
                headers = {"Cookie": cookie, **OURS, "Accept": "text/html"}
                found = await asked.page(one, AT, headers)
                lets = _lets(one, role)
                shut = found.refused is not None and found.status == 404
                if found.status >= 500 or shut is lets:
                    wrong.append((one.name, role, lets, found.status, found.refused))
                told["let" if lets else "shut"] += 1
    say("R17", situation="pages", deviations=len(wrong), **told)
    assert not wrong, "\n".join(str(x) for x in wrong)


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
