"""The card of a voted project: what the congress voted, never overwritten."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Amount, ShortText, Value

Op = Literal["eq", "ge", "gt", "le", "lt", "approx", "range"]


class Target(Value):
    """A voted quantity. It is never overwritten by what was built."""

    op: Op
    value: Amount
    up_to: Amount | None = None
    unit: ShortText | None = None


_OP_ZH = {"ge": "{}以上", "gt": "超过{}", "le": "不超过{}", "lt": "少于{}", "approx": "约{}"}


def target_zh(target: Target | None) -> str:
    """约50个, 2000个以上; 未公布 where the list names none."""
    if target is None:
        return "未公布"
    value, unit = f"{target.value.normalize():f}", target.unit or ""
    if target.op == "range" and target.up_to is not None:
        return f"{value}至{target.up_to.normalize():f}{unit}"
    return _OP_ZH.get(target.op, "{}").format(f"{value}{unit}")


class Subproject(Value):
    """子项目: number 0 stands for the item itself where the source names no parts."""

    no: Annotated[int, Field(ge=0, le=999)]
    name: ShortText
    target: Target | None = None
    lead_unit: ShortText | None = None


class Card(Value):
    """What was voted: the first baseline. A newer baseline needs a decision (rulebook A0)."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    programme: ShortText
    list_id: ShortText
    item_no: ShortText | None
    name: ShortText
    region: ShortText
    subprojects: Annotated[tuple[Subproject, ...], Field(min_length=1, max_length=200)]
    target: Target | None = None
    """The item's own figure where it also names parts; it is not the sum of theirs."""
    lead_unit: ShortText
    lead_unit_synthetic: bool = False
    """The source names no unit; this one is made up and marked so."""
    co_units: tuple[ShortText, ...] = ()
    investment_wan: Amount | None = None
    planned_completion: date | None = None
