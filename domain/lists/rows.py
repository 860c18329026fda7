"""One row: a figure that can be used, or the reason why it cannot, cell by cell."""

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar, get_args

from domain.lists import cells
from domain.lists.cells import Broken
from domain.lists.headings import plain, words
from domain.lists.kinds import OTHER_KINDS, VOTED, kind_of
from domain.lists.published import Published, published
from domain.lists.table import Fault, Row
from domain.project.messages import Op, Target

PLACES = ("province", "city", "county", "township")
_T = TypeVar("_T")


class Skipped(NamedTuple):
    """A row that is not used, by the file's name for it, and why (zh / en)."""

    row: str
    reason: str
    list_id: str = ""
    faults: tuple[Fault, ...] = ()
    """Every cell that cannot be read; none where the row is whole, and of another kind."""
    kind: str = ""
    item: str = ""
    """What the row calls its item: its number, else its name."""
    published: Published | None = None


class Voted(NamedTuple):
    """A row of the wanted kind, read."""

    row: str
    list_id: str
    item_no: str | None
    item_name: str
    no: int | None
    """None and 0: the item itself."""
    name: str | None
    target: Target | None
    lead_unit: str | None
    co_units: str | None
    investment_wan: Decimal | None
    planned_completion: date | None
    place: tuple[str, ...]
    tier: str
    year: int | None
    progress_pct: Decimal | None
    kind: str = "voted"
    title: str | None = None
    """What the list is called, where the file says so."""
    region: str | None = None
    """The path of the place, where the file says it in one cell."""
    published: Published | None = None
    """What the source says besides; nothing of it is decided on."""

    @property
    def facts(self) -> "Voted":
        """All but the row's own name: two rows that say the same are equal here."""
        return self._replace(row="", published=None)


def read_row(row: Row, kinds: Collection[str] = VOTED) -> Voted | Skipped:
    """What the row says, if it is of a wanted kind and whole."""
    told = published(row)
    kind = kind_of(row.cell("status_kind"))
    named = row.cell("item_no") or row.cell("item_name_zh")
    try:
        return _voted(row, kind, kinds, told)
    except Broken as broken:
        reason, faults = str(broken), tuple[Fault, ...]()
    except Faulty as faulty:
        faults = faulty.faults
        reason = faults[0].reason
    return Skipped(row.name, reason, row.cell("list_id"), faults, kind, named[:300], told)


class Faulty(Exception):
    """Cells that cannot be read."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults[0].reason)
        self.faults = faults


class _Cells:
    """A row whose broken cells are gathered, so that people see all of them at once."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults = list(row.faults)

    def take(self, column: str, read: Callable[[], _T]) -> _T | None:
        faults = self.row.faults
        if faults and any(x.column == self.row.places.get(column, ("", ""))[1] for x in faults):
            return None
        try:
            return read()
        except Broken as broken:
            self.faults.append(self.row.fault(column, str(broken)))
            return None

    def text(self, column: str, most: int = 300) -> str | None:
        cell = self.row.cell(column)
        return self.take(column, lambda: cells.text(cell, column, most)) if cell else None

    def amount(self, column: str) -> Decimal | None:
        cell = self.row.cell(column)
        return self.take(column, lambda: cells.amount(cell, column)) if cell else None

    def whole(self, column: str, most: int) -> int | None:
        return self.take(column, lambda: cells.whole(self.row.cell(column), column, most))

    def day(self, column: str) -> date | None:
        return self.take(column, lambda: cells.day(self.row.cell(column), column))

    def needed(self, column: str, most: int, missing: str) -> str:
        return self.take(column, lambda: _needed(self.row, column, most, missing)) or ""


def _voted(row: Row, kind: str, kinds: Collection[str], told: Published) -> Voted:
    if row.width != row.expected:
        raise Broken(
            f"本行有 {row.width} 格，表头有 {row.expected} 格",
            f"{row.width} cells under {row.expected} columns",
        )
    _wanted(row, kind, kinds)
    of = _Cells(row)
    found = Voted(
        row=row.name,
        no=of.whole("subproject_no", 999),
        list_id=of.needed("list_id", 100, "没有清单编号 list_id"),
        item_no=of.text("item_no", 40),
        item_name=of.needed("item_name_zh", 300, "没有项目名称 item_name_zh"),
        name=of.text("subproject_name_zh"),
        target=_target(of),
        lead_unit=of.text("lead_unit_zh", 100),
        co_units=of.text("coop_units_zh"),
        investment_wan=of.amount("investment_total_wan"),
        planned_completion=of.day("planned_completion"),
        place=tuple(x for p in PLACES if (x := of.text(p, 50))),
        tier=of.text("tier", 40) or "",
        year=of.whole("year", 9999),
        progress_pct=of.amount("progress_pct"),
        kind=kind,
        title=of.text("list_title_zh"),
        region=of.text("region"),
        published=told,
    )
    if of.faults:
        raise Faulty(tuple(of.faults))
    return found


def _wanted(row: Row, kind: str, kinds: Collection[str]) -> None:
    if kind in kinds:
        return
    if kind in OTHER_KINDS:
        raise Broken(*OTHER_KINDS[kind])
    if not kind:
        raise Faulty((row.fault("status_kind", "没有票决状态 status_kind / status_kind is empty"),))
    if kind == "voted":
        raise Broken("已票决的项目，不是候选", "voted already, no candidate")
    shown = f"状态“{kind[:40]}”不是 voted / its status is not voted"
    raise Faulty((row.fault("status_kind", shown),))


def _needed(row: Row, column: str, most: int, missing: str) -> str:
    found = cells.text(row.cell(column), column, most)
    if found is None:
        raise Broken(missing, f"{column} is empty")
    return found


def _target(of: _Cells) -> Target | None:
    """The voted quantity, exact where no sign is given; None where none is published."""
    value, up_to = of.amount("target_value"), of.amount("target_value_max")
    op = of.take("target_op", lambda: _op(of.row.cell("target_op")))
    unit = of.text("target_unit_zh")
    if value is None or op is None:
        return None
    if op == "range" and (up_to is None or up_to < value):
        short = "范围目标缺少上限或上限小于下限 / a range without a fitting upper end"
        of.faults.append(of.row.fault("target_value_max", short))
        return None
    return Target.model_validate({"op": op, "value": value, "up_to": up_to, "unit": unit})


def _op(cell: str) -> str:
    found = words().op.get(plain(cell), cell) or "eq"
    if found not in get_args(Op):
        raise Broken(f"target_op“{found[:20]}”不认识", f"target_op {found[:20]} is unknown")
    return found
