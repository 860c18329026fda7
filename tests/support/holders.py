"""Who asks in a cell of the matrix: tokens of every role, for whom each cell speaks there; and
whether what came back is what the matrix promises."""

from api.matrix import MATRIX, TOKEN_ROLES, thing_of
from ledger.tokens import TokenRole, Tokens
from tests.support.first_half import REGION as ZHAO
from tests.support.grid import AT, FAR, PARTY, STRANGER, Asked, Cell
from tests.support.registers import TOWN
from tests.support.suggestions import LEAD
from tests.support.suggestions import REGION as DUJI
from tests.support.town import REGION

PLACES = {"suggestion": DUJI, "book": TOWN, "station": TOWN, "organisation": TOWN}
"""Where the objects are that are not of the city."""
OVER = {"/collections": ZHAO, "/wishes": ZHAO, "/activities": TOWN}
"""Where those are that have ended, where it is elsewhere."""
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
    if cell.situation == "closed" and (place := OVER.get(thing_of(cell.operation.name) or "")):
        return place
    return next((y for x, y in PLACES.items() if _in(cell, x)), REGION)


def _in(cell: Cell, kind: str) -> bool:
    return f"{{{kind}}}" in cell.operation.path


def deviates(cell: Cell, found: Asked) -> str:
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
