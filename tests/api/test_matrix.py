"""The authorisation matrix: one file, complete, and what the doors do is what it says.

Here every operation is asked as every role that may not; `make reliability` asks as all of them,
at their own, at another's and after an escalation (R17).
"""

from collections import Counter
from re import sub

import pytest
from fastapi import FastAPI

from api import doors, matrix
from api.app import house
from api.matrix import ACCOUNT_ROLES, FILE, MATRIX, TOKEN_ROLES, Unlisted, read, thing_of
from domain.given import Actor
from ledger.account import AccountRole, office_of
from tests.support.grid import (
    AGAIN,
    NOBODY,
    NOTHING,
    PARTY,
    ROLES,
    SITUATIONS,
    SPEAKS,
    UNSUPERVISED,
    Situation,
    again,
    cells,
    grid,
    holds,
    impossible,
)
from tests.support.town import REGION, Town

WRITES = ("POST", "PUT", "PATCH", "DELETE")
OPEN_WRITES = {
    "POST /login",
    "POST /login/as",
    "POST /login/code",
    "POST /login/enrol",
    "POST /look",
    "POST /token",
    "POST /open/log/cosignatures",
    "POST /open/projects/{project}/answer",
    "POST /open/projects/{project}/words",
    "POST /candidates/{collection}",
    "POST /screen/open/{code}",
    "POST /wish/{collection}",
    "POST /receipt/forget",
}
"""What people send who are asked for no name: signing in, the public's own words, a witness's
signature, a hall's screen."""


def writing(lines: dict[str, matrix.Right]) -> dict[str, matrix.Right]:
    return {x: y for x, y in lines.items() if x.split(" ")[0] in WRITES}


def test_every_operation_has_its_line_and_every_line_its_operation() -> None:
    """ASVS 8.1.1 8.3.1: the application itself does not start otherwise."""
    doors.check_doors(house())
    found = [x for x in doors.operations(house()) if x.interface]
    assert len(found) == len(MATRIX.interface) == len({x.name for x in found})


def test_an_operation_without_a_line_keeps_the_application_from_starting() -> None:
    """ASVS 8.3.1 8.2.1: what nobody listed is not served, and the refusal says what to write."""
    app = FastAPI()

    @app.post("/api/v1/projects/{project}/giving-away")
    async def give_away() -> None:
        """A route that somebody forgot to guard."""

    with pytest.raises(Unlisted, match=r'needs a line "POST /projects/\{project\}/giving-away"'):
        doors.check_doors(app)


def test_a_line_that_asks_somebody_needs_a_door() -> None:
    app = FastAPI()

    @app.get("/api/v1/board")
    async def open_to_all() -> None:
        """A route whose line is not for everybody."""

    with pytest.raises(Unlisted, match=r'"GET /board" takes the right "board".*needs a door'):
        doors.check_doors(app)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('tokens = ["auditor"]', 'tokens = ["inspector"]'),
        ("[sight.wish]", "[sight.dream]"),
        ('"GET /me" = "any"', '"GET /me" = "anything"'),
        ('"/stations" = "closed"', ""),
        ('"/stations" = "closed"', '"/stalls" = "closed"'),
        ('"/figures" = "an', '"/stations" = "an'),
    ],
)
def test_a_word_that_means_nothing_is_an_error(old: str, new: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(Unlisted):
        read(text.replace(old, new))


def test_auditors_change_nothing_of_what_they_judge() -> None:
    """They answer for a loss beside somebody else, and close a fault that is over; a vote or a
    sign-out is their own affair, and rehearsals and views write nothing into the record."""
    held = writing({**MATRIX.pages, **MATRIX.interface})
    told = {y.name for x, y in held.items() if "auditor" in (y.tokens | y.accounts)}
    assert told == {"any", "operate", "answer_loss", "board", "read", "suggest"}
    interface = writing(dict(MATRIX.interface))
    assert {x for x, y in interface.items() if "auditor" in y.tokens} == {
        "POST /ballots/{ballot}/keys",
        "POST /ballots/{ballot}/paper-entries",
        "POST /ballots/{ballot}/votes",
    }


def test_administrators_have_no_part_in_the_record() -> None:
    """`reliability §4.2`: system and rule administrators look after the installation."""
    for role in ("sysadmin", "rule_admin"):
        held = {x.name for x in MATRIX.rights.values() if role in x.accounts}
        assert held <= {"any", "sample", "operate", "oversee", "countersign", "machines"}
    assert {x.name for x in MATRIX.rights.values() if "admin" in x.tokens} == {
        *("any", "sample", "operate", "oversee", "countersign")
    }
    assert all("admin" not in told for told in MATRIX.sight.values())


def test_deputies_never_submit_for_a_unit() -> None:
    """They check, confirm and contest; what a unit does is said by the unit, and what is filed is
    filed by who owes it (`reliability §4.2`)."""
    for name in ("carry_out", "sign"):
        right = MATRIX.rights[name]
        assert not (right.tokens | right.accounts) & {"deputy", "deputy_group"}
    filing = {
        x: y for x, y in MATRIX.interface.items() if x.endswith(("/filings", "/letter-replies"))
    }
    assert {y.whose for y in filing.values()} == {"owed"}
    assert len(filing) == 6 + 8


def test_nobody_decides_on_what_he_owes() -> None:
    """The parties hold no right of the office, and the office none of theirs to file."""
    office = ("decide", "extend", "rebase", "meet", "list", "heed")
    for name in office:
        right = MATRIX.rights[name]
        assert right.tokens == {"clerk"}
        assert right.accounts == MATRIX.groups["committee"]
    assert "clerk" not in MATRIX.rights["file"].tokens


def test_who_is_asked_for_no_name_may_read_what_is_published_and_speak() -> None:
    lines = {**MATRIX.pages, **MATRIX.interface}
    unasked = {x for x, y in writing(lines).items() if y.everybody}
    assert unasked == OPEN_WRITES


def test_tokens_and_accounts_are_told_the_same() -> None:
    """An account speaks in the office of a token; a deputy's own duties are filed by machines of
    the congress, a head's signature is a person's, and auditors read the books by the interface."""
    apart = {"owe", "file", "hand_in", "inspect", "sign", "work", "machines"}
    for right in MATRIX.rights.values():
        spoken = {y for x in right.accounts for y in offices(x)}
        if right.name not in apart and right.accounts:
            assert spoken == right.tokens | (spoken & MATRIX.groups["organs"]), right.name


def offices(role: AccountRole) -> frozenset[str]:
    if role == "organ":
        return MATRIX.groups["organs"]
    return frozenset({office_of(role, SPEAKS[role])})


@pytest.mark.parametrize("role", TOKEN_ROLES)
def test_a_county_reads_its_towns_and_who_acts_there_is_said(role: str) -> None:
    """ASVS 8.4.1: the boundary between congresses, as the record itself draws it."""
    county, town = "江苏省/泰州市/高港区", "江苏省/泰州市/高港区/许庄街道"
    office = role in ("clerk", "auditor", "admin")
    named = role in ("unit", "deputy_group", "deputy")
    actor = Actor("token:1", "clerk" if office else f"{role}:甲" if named else role, county)
    assert actor.reaches(county)
    assert not Actor(actor.ref, actor.party, town).reaches(county)
    if role in MATRIX.acts_below:
        assert role in MATRIX.reads_below
        assert actor.reaches(town)
    if not office:
        assert actor.reaches(town) is (role in MATRIX.acts_below)


def test_every_operation_as_every_role_is_tried_in_all_four_situations_or_it_says_why_not() -> None:
    """No silent gap: a cell, or one stated reason. ASVS 8.1.1"""
    app = house()
    tried = {(x.operation.name, x.role, y) for y in SITUATIONS for x in cells(app, y)}
    left: Counter[str] = Counter()
    for one in (x for x in doors.operations(app) if x.interface):
        for situation in SITUATIONS:
            why = impossible(one, situation)
            found = {x for x in ROLES if (one.name, x, situation) in tried}
            assert found == (set() if why else set(ROLES)), (one.name, situation, why)
            left[why] += 1
    assert set(left) == {"", AGAIN, NOTHING, UNSUPERVISED, *MATRIX.endless.values()}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_reason_why_something_is_not_tried_is_true(situation: Situation) -> None:
    """What names nothing has no name in its address; what is asked at another address of a duty has
    that other; what no group supervises is no project."""
    held = [x for x in doors.operations(house()) if x.interface]
    asked = {_of_a_duty(x.name) for x in held if not impossible(x, situation)}
    for one in held:
        why = impossible(one, situation)
        if why == NOTHING:
            assert "{" not in one.path
        elif why == AGAIN:
            assert _of_a_duty(one.name) in asked
        elif why == UNSUPERVISED:
            assert "{project}" not in one.path
        elif why:
            thing = thing_of(one.name)
            assert thing is not None
            assert thing not in MATRIX.ends
            assert f"{thing}/{{" in one.path


def _of_a_duty(operation: str) -> str:
    """What is done with a duty there, at whatever address; the operation where it is no duty's."""
    return sub(r" .*/duties/{line}(/{period})?", " ", operation)


async def test_every_role_is_let_through_exactly_the_doors_of_its_rights(town: Town) -> None:
    """ASVS 8.2.1 8.2.2 8.3.1: every operation as nobody and as who may not, at one's own."""
    at = {"project": "LG23-01", "programme": "LG23", "line": "work_plan", "period": "2023-M05"}
    tokens: dict[str, str | None] = {NOBODY: None}
    for role in TOKEN_ROLES:
        tokens[role] = await town.token(PARTY.get(role, role), role, REGION)
    told: Counter[str] = Counter()
    async with grid(town.app) as asked:
        for cell in cells(town.app, "own"):
            if cell.role not in _asked_of(cell.operation):
                continue
            found = await asked.ask(cell.operation, at, tokens[cell.role])
            absent = cell.promised == "forbidden" and not _there(cell.operation.path)
            assert found.outcome in (cell.promised, "hidden" if absent else cell.promised), cell
            told[found.outcome] += 1
    assert told["asked"] > 180
    assert told["forbidden"] > 100
    assert told["hidden"] > 40


def _asked_of(one: doors.Operation) -> list[str]:
    """Of who may not, nobody and two roles in turn; the duty's other addresses are not asked."""
    if again(one):
        return []
    kept_out = [x for x in TOKEN_ROLES if not holds(MATRIX.interface[one.name], x)]
    turn = sum(one.path.encode()) % max(len(kept_out), 1)
    return [NOBODY, *(kept_out * 2)[turn : turn + 2]]


def _there(path: str) -> bool:
    """Whether what the address names is in this town."""
    return not any(f"{{{x}}}" in path for x in ("collection", "wish", "suggestion", "meeting"))


def test_every_role_there_is_stands_in_the_matrix() -> None:
    held = {y for x in MATRIX.rights.values() for y in (*x.tokens, *x.accounts)}
    assert held == {*TOKEN_ROLES, *ACCOUNT_ROLES}
