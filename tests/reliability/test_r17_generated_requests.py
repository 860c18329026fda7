"""R17: what is generated from the whole description, sent as every role: no fault, no answer that
is not described, and nothing done by who may not."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from api.matrix import MATRIX, TOKEN_ROLES
from ledger.door import Ledger
from tests.api.conftest import service, set_clock, town
from tests.pages.furnished import furnished
from tests.support.drawn import Drawn, drawn
from tests.support.generated import generated
from tests.support.grid import AT, NOBODY, PARTY, ROLES, Grid, grids, holds, side_by_side
from tests.support.town import REGION, Town

__all__ = ["service", "set_clock", "town"]
PERIODS = r"\{line\}/\{period\}"
"""The routes of a duty are there twice, with a period and without: one function, one body. Every
boundary of the body is tried by the shorter ones."""
UNREAD = (400, 404, 413, 415, 422)
"""What is answered before anybody is asked who he is: what cannot be read, and an address with a
name that nothing can have. It says nothing of what there is."""


@pytest.mark.timeout(900)
async def test_r17_generated_requests_as_every_role(
    ledger: Ledger, tmp_path: Path, say: Any
) -> None:
    """ASVS 8.2.1 8.3.1 16.5.1 2.2.1 2.2.2"""
    hall, _ = await furnished(ledger, tmp_path)
    headers: dict[str, dict[str, str]] = {NOBODY: {}}
    for role in TOKEN_ROLES:
        token = await hall.town.token(PARTY.get(role, role), role, REGION)
        headers[role] = {"Authorization": f"Bearer {token}"}
    wrong, told, operations = list[Any](), Counter[str](), set[str]()
    async with grids(hall.app) as clients:
        for one in drawn(hall.app.openapi(), AT):
            operations.add(one.operation)
            asked = (_asked(clients[x], one, x, headers[x]) for x in ROLES)
            found = await side_by_side(one.operation, asked)
            for who, (status, fault) in zip(ROLES, found, strict=True):
                told[f"{status // 100}xx"] += 1
                if fault:
                    wrong.append((one.operation, one.kind, who, status, fault))
    say(
        "R17",
        situation="generated",
        operations=len(operations),
        roles=len(ROLES),
        requests=sum(told.values()),
        faults=len(wrong),
        **told,
    )
    assert not wrong, "\n".join(str(x) for x in wrong[:20])


async def _asked(asked: Grid, one: Drawn, role: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status, and what is wrong with the answer."""
    answer = await asked.http.request(**one.request(headers))
    refused = asked.seen.pop("refused_right", None)
    status = answer.status_code
    return status, one.fault(answer) or _unduly(one, role, status, refused)


def _unduly(one: Drawn, role: str, status: int, refused: str | None) -> str:
    """Whether somebody was let through, or kept out, against the matrix."""
    right = MATRIX.interface.get(one.operation)
    if right is None:  # the health of the service, which is no part of the interface
        return ""
    if holds(right, role):
        return "kept out, though the right is held" if refused else ""
    if role == NOBODY:
        return "" if status in (401, *UNREAD) else "answered, though nobody asked"
    return "let through without the right" if status < 400 else ""


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(
    ("who", "phases", "without"),
    [("clerk", "examples,fuzzing", "^$"), ("fire", "coverage", PERIODS)],
)
async def test_r17n_generated_requests_find_no_fault(
    town: Town, database: str, tmp_path: Path, say: Any, who: str, phases: str, without: str
) -> None:
    token, left_out = getattr(town, who), f"--exclude-path-regex={without}"
    told = await generated(database, tmp_path, token, phases, left_out)
    say("R17N", role=who, phases=phases, **told)
    assert told["requests"] == told["as_told"]
