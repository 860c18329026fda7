"""A whole organisation from one table: each row a thing, a person or a seat, in any order.

Rows are put in the order in which one may follow the other: the congress, its bodies, its units,
its groups, its deputies, their seats. A row that cannot be read, or that the rules refuse, is
left out with its reason; the others stand.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from domain.given import Given
from domain.lists import cells
from domain.lists.cells import Broken
from domain.lists.table import Row, rows_of
from domain.organisation.chart import GROUP_ZH, OFFICE_ZH, SEAT_ZH
from domain.organisation.decisions import decide
from domain.organisation.messages import Change, EnterDeputy
from domain.organisation.state import Organisation, evolve
from domain.organisation.tiers import BODIES, TIER_ZH
from domain.refusals import Refused

COLUMNS = {
    "类别": "kind",
    "编号": "id",
    "名称": "name",
    "上级": "parent",
    "机构": "committee",
    "职务": "role",
    "种类": "sort",
    "专业": "professions",
    "其他专长": "other_profession",
    "工作地": "work_place",
    "居住地": "home_place",
    "工作单位": "employer",
    "申报回避": "conflicts",
    "任期起": "since",
    "任期止": "until",
    "合成": "synthetic",
    "地区": "region",
}
"""The header in Chinese, and the names by which rows are read; either may be written."""
KINDS = {
    "人大": "organisation",
    "机构": "body",
    "单位": "unit",
    "小组": "group",
    "代表": "deputy",
    "任职": "seat",
}
_ORDER = tuple(KINDS.values())
_MISSING_ZH = "人大组织表：首行缺少列 {}，至少要有 类别（kind）、编号（id）、任期起（since）"
_CHANGE: TypeAdapter[Any] = TypeAdapter(Change)
_WORDS = {
    **{zh: str(x) for x, zh in TIER_ZH.items()},
    **{x.zh: str(kind) for kind, x in BODIES.items()},
    **{zh: x for x, zh in (*OFFICE_ZH.items(), *GROUP_ZH.items(), *SEAT_ZH.items())},
    "主任": "chair",
    "主席": "chair",
    "副主任": "vice_chair",
    "副主席": "vice_chair",
}
"""What may be written in Chinese for a kind or a role."""
_YES = ("1", "true", "是", "合成")


class Told(NamedTuple):
    """A row that says a change; `name` is the person's, kept outside the record."""

    row: str
    change: Any
    name: str | None = None


class Left(NamedTuple):
    """A row left out, and why (zh / en)."""

    row: str
    reason: str


class Read(NamedTuple):
    """What a table holds, in the order in which it can be told."""

    told: tuple[Told, ...]
    left: tuple[Left, ...]


def read_table(content: bytes, congress: str) -> Read:
    """The rows in the bytes of a file. Raises NotAList for what is no such table."""
    found: list[tuple[tuple[int, bool], Told]] = []
    left: list[Left] = []
    for row in rows_of(content, ("kind", "id", "since"), _MISSING_ZH, COLUMNS):
        try:
            kind = KINDS.get(row.cell("kind"), row.cell("kind"))
            found.append(_told(row, kind, congress))
        except Broken as broken:
            left.append(Left(row.name, str(broken)))
    return Read(tuple(x for _, x in sorted(found, key=lambda x: x[0])), tuple(left))


def sift(read: Read, state: Organisation | None, given: Given) -> Read:
    """Those of the rows that are news to the organisation; what the rules refuse is left out."""
    told: list[Told] = []
    left = list(read.left)
    for one in read.told:
        try:
            events = decide(state, one.change, given)
        except Refused as refusal:
            left.append(Left(one.row, str(refusal)))
            continue
        for event in events:
            state = evolve(state, event)
        if events:
            told.append(one)
    return Read(tuple(told), tuple(left))


def people(read: Read) -> dict[str, str]:
    """The names that the table gives to deputies' references."""
    return {x.change.ref: x.name for x in read.told if isinstance(x.change, EnterDeputy) and x.name}


def _told(row: Row, kind: str, congress: str) -> tuple[tuple[int, bool], Told]:
    if kind not in _ORDER:
        shown = "、".join(KINDS)
        raise Broken(
            f"类别“{row.cell('kind')[:20]}”不认识，应为 {shown}", f"kind is none of {_ORDER}"
        )
    if row.width != row.expected:
        raise Broken(
            f"本行有 {row.width} 格，表头有 {row.expected} 格",
            f"{row.width} cells under {row.expected} columns",
        )
    said = {x: y for x, y in _SHAPES[kind](row, congress).items() if y not in (None, "")}
    try:
        change = _CHANGE.validate_python(said)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(x) for x in first["loc"][1:])
        raise Broken(f"{where} 缺失或不合要求（{first['msg']}）", f"{where}: wrong") from error
    name = cells.text(row.cell("name"), "name", 60) if kind == "deputy" else None
    later = kind in ("group", "seat") and not _first(row)
    return (_ORDER.index(kind), later), Told(row.name, change, name)


def _first(row: Row) -> bool:
    """Leading groups come before those under them; members before those who lead, who have to be
    members of another organ."""
    return not row.cell("parent") and _word(row, "role") not in ("in_charge", "sc_leader", "leader")


def _word(row: Row, column: str) -> str:
    """A code, or the Chinese word for it."""
    return _WORDS.get(row.cell(column), row.cell(column))


def _organisation(row: Row, congress: str) -> dict[str, Any]:
    superior = row.cell("parent")
    return {
        "do": "found",
        "id": congress,
        "name": row.cell("name"),
        "region": row.cell("region"),
        "tier": _word(row, "sort"),
        "superior": superior,
    }


def _body(row: Row, _: str) -> dict[str, Any]:
    return {
        "do": "form_body",
        "body": row.cell("id"),
        "kind": _word(row, "sort"),
        "name": row.cell("name"),
        "fields": _several(row, "professions"),
        "since": cells.day(row.cell("since"), "since"),
    }


def _group(row: Row, _: str) -> dict[str, Any]:
    return {
        "do": "form_group",
        "group": row.cell("id"),
        "kind": _word(row, "sort") or "deputy",
        "name": row.cell("name"),
        "committee": row.cell("committee"),
        "under": row.cell("parent"),
        "since": cells.day(row.cell("since"), "since"),
    }


def _unit(row: Row, _: str) -> dict[str, Any]:
    return {
        "do": "enter_unit",
        "name": row.cell("name") or row.cell("id"),
        "superior": row.cell("parent"),
        "since": cells.day(row.cell("since"), "since"),
    }


def _deputy(row: Row, _: str) -> dict[str, Any]:
    facts = {
        "office": _word(row, "sort") or "deputy",
        "professions": _several(row, "professions"),
        "other_profession": cells.text(row.cell("other_profession"), "other_profession"),
        "work_place": cells.text(row.cell("work_place"), "work_place"),
        "home_place": cells.text(row.cell("home_place"), "home_place"),
        "employer": cells.text(row.cell("employer"), "employer"),
        "conflicts": _several(row, "conflicts"),
        "synthetic": row.cell("synthetic").lower() in _YES,
    }
    return {
        "do": "enter_deputy",
        "ref": row.cell("id"),
        "facts": facts,
        "since": cells.day(row.cell("since"), "since"),
        "until": cells.day(row.cell("until"), "until"),
    }


def _seat(row: Row, _: str) -> dict[str, Any]:
    return {
        "do": "appoint",
        "ref": row.cell("id"),
        "organ": row.cell("committee") or row.cell("parent"),
        "role": _word(row, "role") or "member",
        "since": cells.day(row.cell("since"), "since"),
    }


def _several(row: Row, column: str) -> Sequence[str]:
    found = cells.text(row.cell(column), column) or ""
    return tuple(x.strip() for x in found.replace("；", ";").replace("、", ";").split(";") if x)


_SHAPES = {
    "organisation": _organisation,
    "body": _body,
    "unit": _unit,
    "group": _group,
    "deputy": _deputy,
    "seat": _seat,
}
