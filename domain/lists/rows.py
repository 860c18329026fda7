"""One row: a voted figure that can be used, or the reason why it cannot."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple, get_args

from domain.lists import cells
from domain.lists.cells import Broken
from domain.lists.table import Row
from domain.project.messages import Op, Target

_OTHER_KINDS = {
    "voted_street_selection": ("街道会商选定，不是票决", "chosen on a street, no vote of deputies"),
    "candidate": ("候选项目，未票决", "a candidate, not voted"),
    "candidate_public_poll": ("公众投票的候选项目，未票决", "a public poll, not voted"),
    "session_reviewed": ("会议审议通过，未逐项票决", "reviewed by the session, no item vote"),
    "superior_assigned": ("上级交办项目，未在本级票决", "assigned from above, not voted here"),
    "not_stated": ("来源未说明是否票决", "the source does not say that it was voted"),
    "not_voted": ("未票决的项目", "not voted"),
}
PLACES = ("province", "city", "county", "township")


class Skipped(NamedTuple):
    """A row that is not used, by the file's name for it, and why (zh / en)."""

    row: str
    reason: str
    list_id: str = ""


class Voted(NamedTuple):
    """A voted row, read."""

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

    @property
    def facts(self) -> "Voted":
        """All but the row's own name: two rows that say the same are equal here."""
        return self._replace(row="")


def read_row(row: Row) -> Voted | Skipped:
    """What the row says, if it is voted and whole."""
    try:
        return _voted(row)
    except Broken as broken:
        return Skipped(row.name, str(broken), row.cell("list_id"))


def _voted(row: Row) -> Voted:
    if row.width != row.expected:
        raise Broken(
            f"本行有 {row.width} 格，表头有 {row.expected} 格",
            f"{row.width} cells under {row.expected} columns",
        )
    _is_voted(row.cell("status_kind"))
    no = cells.whole(row.cell("subproject_no"), "subproject_no", 999)
    return Voted(
        row=row.name,
        list_id=_needed(row, "list_id", 100, "没有清单编号 list_id"),
        item_no=cells.text(row.cell("item_no"), "item_no", 40),
        item_name=_needed(row, "item_name_zh", 300, "没有项目名称 item_name_zh"),
        no=no,
        name=cells.text(row.cell("subproject_name_zh"), "subproject_name_zh"),
        target=_target(row),
        lead_unit=cells.text(row.cell("lead_unit_zh"), "lead_unit_zh", 100),
        co_units=cells.text(row.cell("coop_units_zh"), "coop_units_zh"),
        investment_wan=cells.amount(row.cell("investment_total_wan"), "investment_total_wan"),
        planned_completion=cells.day(row.cell("planned_completion"), "planned_completion"),
        place=tuple(x for p in PLACES if (x := cells.text(row.cell(p), p, 50))),
        tier=cells.text(row.cell("tier"), "tier", 40) or "",
        year=cells.whole(row.cell("year"), "year", 9999),
        progress_pct=cells.amount(row.cell("progress_pct"), "progress_pct"),
    )


def _is_voted(kind: str) -> None:
    if kind == "voted":
        return
    if not kind:
        raise Broken("没有票决状态 status_kind", "status_kind is empty")
    zh, en = _OTHER_KINDS.get(kind, (f"状态“{kind[:40]}”不是 voted", "its status is not voted"))
    raise Broken(zh, en)


def _needed(row: Row, column: str, most: int, missing: str) -> str:
    found = cells.text(row.cell(column), column, most)
    if found is None:
        raise Broken(missing, f"{column} is empty")
    return found


def _target(row: Row) -> Target | None:
    """The voted quantity, exact where no sign is given; None where none is published."""
    value = cells.amount(row.cell("target_value"), "target_value")
    up_to = cells.amount(row.cell("target_value_max"), "target_value_max")
    op = row.cell("target_op") or "eq"
    if op not in get_args(Op):
        raise Broken(f"target_op“{op[:20]}”不认识", f"target_op {op[:20]} is unknown")
    unit = cells.text(row.cell("target_unit_zh"), "target_unit_zh")
    if value is None:
        return None
    if op == "range" and (up_to is None or up_to < value):
        raise Broken("范围目标缺少上限或上限小于下限", "a range without a fitting upper end")
    return Target.model_validate({"op": op, "value": value, "up_to": up_to, "unit": unit})
