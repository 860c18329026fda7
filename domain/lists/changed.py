"""A list handed in again: what differs from what stands on record. Nothing of it is taken over.

A voted list is amended by a decision of those who voted it, never by a file.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.refusals import AlreadyThere, Contradicted

FIELD_ZH = {
    "title": "清单名称",
    "region": "地区",
    "regime": "办法",
    "vote": "票决日",
    "next_session": "下一次会议",
    "session_assumed": "会议是否推定",
    "programme": "所属清单",
    "list_id": "清单编号",
    "item_no": "项目编号",
    "name": "名称",
    "subprojects": "子项目",
    "target": "目标",
    "lead_unit": "责任单位",
    "lead_unit_synthetic": "责任单位是否合成",
    "co_units": "配合单位",
    "investment_wan": "总投资（万元）",
    "planned_completion": "完成时限",
}
_TOLD = 5


class Difference(NamedTuple):
    """One fact that the file says otherwise. `project` is None for the list itself."""

    project: str | None
    field: str
    was: Any
    now: Any

    @property
    def zh(self) -> str:
        """In words."""
        where = f"{self.project} 的" if self.project else ""
        if self.field == "project":
            gone = self.now is None
            return f"在册的 {self.project} 不在文件中" if gone else f"{self.project} 不在册"
        name = FIELD_ZH.get(self.field, self.field)
        return f"{where}{name}在册为“{_said(self.was)}”，文件为“{_said(self.now)}”"


class Promised(Contradicted):
    """The id belongs to a collection that runs: the resolution opens its list by itself."""

    def __init__(self, programme: str) -> None:
        super().__init__(
            f"编号 {programme} 是正在进行的征集的，票决作出决定后由它自动立项；请换一个清单编号。",
            f"{programme} is a collection on its way: its resolution opens that list by itself.",
        )


class ListChanged(AlreadyThere):
    """The list is on record with other contents; the text says which."""

    def __init__(self, stream: str, differ: Sequence[Difference]) -> None:
        super().__init__(stream)
        self.differences = tuple(differ)
        some = "；".join(x.zh for x in differ[:_TOLD])
        more = f"；另有 {len(differ) - _TOLD} 处" if len(differ) > _TOLD else ""
        self.zh = f"{self.zh}不同之处：{some}{more}。名单的变更凭决定登记。"
        self.en = f"{self.en} {len(differ)} differences: amend by a decision."
        self.args = (f"{self.zh} / {self.en}",)


def compared(
    project: str | None, was: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Difference]:
    """What the file's command says otherwise than the event on record; both as JSON."""
    for field, said in now.items():
        if field == "card":
            yield from compared(project, was.get("card", {}), said)
        elif field in FIELD_ZH and _plain(was.get(field)) != _plain(said):
            yield Difference(project, field, was.get(field), said)


def members(was: Sequence[str], now: Sequence[str]) -> Iterator[Difference]:
    """Items that only one of both names."""
    yield from (Difference(x, "project", x, None) for x in was if x not in now)
    yield from (Difference(x, "project", None, x) for x in now if x not in was)


def _plain(value: Any) -> Any:
    """Figures are compared as figures: 470 and 470.0 are the same."""
    match value:
        case str() if value.replace(".", "", 1).isdigit():
            return value.rstrip("0").rstrip(".") if "." in value else value
        case dict():
            return {k: _plain(v) for k, v in value.items() if v is not None}
        case list() | tuple():
            return [_plain(x) for x in value]
        case _:
            return value


def _said(value: Any) -> str:
    match value:
        case None:
            return "无"
        case bool():
            return "是" if value else "否"
        case {"value": figure}:
            up_to = f"至{value['up_to']}" if value.get("up_to") else ""
            return f"{value.get('op', '')} {figure}{up_to}{value.get('unit') or ''}".strip()
        case {"name": name}:
            return f"{name}{_said(value['target']) if value.get('target') else ''}"
        case list() | tuple():
            return "、".join(_said(x) for x in value)[:120] or "无"
        case _:
            return str(value)[:120]
