"""Who may do what, read from `matrix.toml`: rights, the objects that are shown, every operation.

Nothing else in the house says which role may what: the doors, the pages and the tests ask here.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

from api.where import ADDRESSES, PROJECT_ADDRESSES, SUGGESTION_ADDRESSES
from ledger.account import AccountRole
from ledger.tokens import TokenRole

FILE = Path(__file__).with_suffix(".toml")
Kind = Literal[
    "project",
    "programme",
    "collection",
    "suggestion",
    "wish",
    "meeting",
    "register",
    "ballot",
]
"""The objects of which not everybody is told who may look at such things."""
Scope = Literal["own", "all"]
SHAPES = {
    "duty": ADDRESSES,
    "any_duty": (*ADDRESSES, *SUGGESTION_ADDRESSES),
    "project_duty": PROJECT_ADDRESSES,
}
"""The addresses for which one name stands in the file: a duty of any stream, with its period or
without."""
TOKEN_ROLES = cast("tuple[TokenRole, ...]", get_args(TokenRole))
ACCOUNT_ROLES = cast("tuple[AccountRole, ...]", get_args(AccountRole))


class Unlisted(Exception):
    """The file and the code do not tell the same: an operation without a line, or a line that
    names nothing there is."""


class Right(NamedTuple):
    """What may be done, and who may."""

    name: str
    zh: str
    who: str
    """How a refusal names those who may."""
    tokens: frozenset[TokenRole]
    accounts: frozenset[AccountRole]
    everybody: bool
    """Whether nobody is asked who he is."""
    whose: Literal["owed", "addressed"] | None
    """Of which duties: those that the holder owes, letters that are addressed to him; None: all
    that are shown."""


class Matrix(NamedTuple):
    """The whole file. Operations are named "POST /projects/{project}/closing", as routes are."""

    groups: Mapping[str, frozenset[str]]
    rights: Mapping[str, Right]
    sight: Mapping[Kind, Mapping[str, Scope]]
    """By kind and token role; a role that is not named is shown nothing of the kind."""
    reads_below: frozenset[str]
    acts_below: frozenset[str]
    interface: Mapping[str, Right]
    """Behind /api/v1."""
    pages: Mapping[str, Right]
    machines: Mapping[str, frozenset[str]]
    """By scope: what a unit's own system may ask for, as far as it holds the right."""
    ends: Mapping[str, str]
    """By thing ("/projects"): how it ends."""
    endless: Mapping[str, str]
    """By thing: why it never does."""
    escalates: frozenset[str]
    """The things of which something climbs to a deputy group."""


def read(text: str) -> Matrix:
    """The file as it is meant. Raises Unlisted for a role, group, right or kind that is none, and
    for a thing of which it does not say whether it ends."""
    told = tomllib.loads(text)
    groups: dict[str, frozenset[str]] = {}
    for name, roles in told["group"].items():
        groups[name] = _roles(roles, groups)
    rights = {name: _right(name, x, groups) for name, x in told["right"].items()}
    interface = _lines(told["interface"], rights)
    _check_ends(interface, told["ends"], told["endless"])
    return Matrix(
        groups,
        rights,
        {_kind(x): _sight(y, groups) for x, y in told["sight"].items()},
        _roles(told["region"]["reads_below"], groups),
        _roles(told["region"]["acts_below"], groups),
        interface,
        _lines(told["pages"], rights),
        {x: frozenset(z for y in of for z in _addressed(y)) for x, of in told["machines"].items()},
        told["ends"],
        told["endless"],
        frozenset(told["escalates"]["things"]),
    )


def thing_of(operation: str) -> str | None:
    """What an operation is about: the address before the first name in it; None where it names
    nothing."""
    path, name, _ = operation.partition(" ")[2].partition("/{")
    return path if name else None


def _check_ends(
    interface: Iterable[str], ends: Mapping[str, str], endless: Mapping[str, str]
) -> None:
    things = {x for x in map(thing_of, interface) if x is not None}
    if both := sorted(ends.keys() & endless.keys()):
        raise Unlisted(f"matrix.toml: {', '.join(both)} cannot both end and be endless")
    if unsaid := sorted(things - ends.keys() - endless.keys()):
        raise Unlisted(f"matrix.toml: say in [ends] or [endless] whether {unsaid[0]} ends, and how")
    if strange := sorted((ends.keys() | endless.keys()) - things):
        raise Unlisted(f"matrix.toml: no operation is about {', '.join(strange)}")


def _roles(
    told: Iterable[str],
    groups: Mapping[str, frozenset[str]],
    known: Iterable[str] = (*TOKEN_ROLES, *ACCOUNT_ROLES),
) -> frozenset[str]:
    found: set[str] = set()
    for x in told:
        found |= groups.get(x[1:], frozenset()) if x.startswith("@") else {x}
    if strange := found - set(known):
        raise Unlisted(f"matrix.toml: {', '.join(sorted(strange))} is no role here")
    return frozenset(found)


def _right(name: str, told: Mapping[str, Any], groups: Mapping[str, frozenset[str]]) -> Right:
    tokens = _roles(told.get("tokens", ()), groups, TOKEN_ROLES)
    accounts = _roles(told.get("accounts", ()), groups, ACCOUNT_ROLES)
    return Right(
        name,
        told["zh"],
        told["who"],
        cast("frozenset[TokenRole]", tokens),
        cast("frozenset[AccountRole]", accounts),
        told.get("everybody", False),
        told.get("whose"),
    )


def _kind(name: str) -> Kind:
    if name not in get_args(Kind):
        raise Unlisted(f"matrix.toml: [sight.{name}] is no kind of object")
    return cast("Kind", name)


def _sight(
    told: Mapping[str, Iterable[str]], groups: Mapping[str, frozenset[str]]
) -> dict[str, Scope]:
    found: dict[str, Scope] = {}
    for name in get_args(Scope):
        found |= dict.fromkeys(_roles(told.get(name, ()), groups, TOKEN_ROLES), name)
    return found


def _lines(told: Mapping[str, str], rights: Mapping[str, Right]) -> dict[str, Right]:
    found = {}
    for line, right in told.items():
        if right not in rights:
            raise Unlisted(f'matrix.toml: "{line}" takes the right "{right}", which is none')
        for operation in _addressed(line):
            found[operation] = rights[right]
    return found


def _addressed(line: str) -> list[str]:
    """The operations of a line: several where it names a duty of any stream."""
    for name, shapes in SHAPES.items():
        if f"/{{{name}}}" in line:
            return [line.replace(f"/{{{name}}}", x.path) for x in shapes]
    return [line]


def right_for(operation: str, *, page: bool) -> Right:
    """The right that the operation takes. Raises Unlisted, which says what to write."""
    lines, section = (MATRIX.pages, "pages") if page else (MATRIX.interface, "interface")
    if operation not in lines:
        raise Unlisted(
            f'api/matrix.toml: [{section}] needs a line "{operation}" = "…", one of the rights'
        )
    return lines[operation]


MATRIX = read(FILE.read_text(encoding="utf-8"))


def group(name: str) -> tuple[TokenRole, ...]:
    """A group of token roles, in the order in which roles are listed."""
    return tuple(x for x in TOKEN_ROLES if x in MATRIX.groups[name])


def scope(kind: Kind, role: str) -> Scope | None:
    """Of which objects of the kind the role is told; None: of none."""
    return MATRIX.sight[kind].get(role)
