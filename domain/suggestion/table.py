"""A table of suggestions out of another record: each row one, with the days of its stages."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from domain.lists import cells
from domain.lists.cells import Broken
from domain.lists.table import Row, rows_of
from domain.regimes.sections_suggestions import HandlingStage, ReplyClass
from domain.suggestion.messages import BringOver
from domain.suggestion.proposal import VERDICT_ZH, Past, StageDone

COLUMNS = {
    "编号": "id",
    "标题": "title",
    "内容": "text",
    "代表": "deputy",
    "附议代表": "seconders",
    "提出日期": "submitted_on",
    "会议": "session",
    "领域": "field",
    "代表小组": "group",
    "主办单位": "lead",
    "协办单位": "co",
    "交办日期": "assigned_on",
    "难度大": "difficult",
    "办前联系": "contact",
    "办中沟通": "communicate",
    "办结答复": "reply",
    "答复类别": "kind",
    "办后回访": "return_visit",
    "代表评价": "verdict",
    "销号日期": "struck_off_on",
    "撤回日期": "withdrawn_on",
    "合成": "synthetic",
}
"""The header in Chinese, and the names by which rows are read; either may be written."""
_MISSING_ZH = "代表建议表：首行缺少列 {}，至少要有 编号、标题、代表、提出日期"
_REQUIRED = ("id", "title", "deputy", "submitted_on")
_VERDICTS = {zh: x for x, zh in VERDICT_ZH.items()}
_YES = ("1", "true", "是", "合成")
_WORD_ZH = {name: zh for zh, name in COLUMNS.items()}


class Left(NamedTuple):
    """A row left out, and why."""

    row: str
    reason: str


class Read(NamedTuple):
    """What a table holds, in its order."""

    told: tuple[BringOver, ...]
    left: tuple[Left, ...]


def read_table(content: bytes, region: str, regime: str, reference: str) -> Read:
    """The rows in the bytes of a file, for one region and measure. Raises NotAList."""
    told: list[BringOver] = []
    left: list[Left] = []
    seen: set[str] = set()
    for row in rows_of(content, _REQUIRED, _MISSING_ZH, COLUMNS):
        name = row.cell("id") or f"第 {row.line} 行"
        try:
            one = _told(row, region, regime, reference)
        except Broken as broken:
            left.append(Left(name, str(broken)))
            continue
        if one.id in seen:
            left.append(Left(name, "编号与前面一行相同，请核对"))
            continue
        seen.add(one.id)
        told.append(one)
    return Read(tuple(told), tuple(left))


def _told(row: Row, region: str, regime: str, reference: str) -> BringOver:
    if row.width > row.expected:
        raise Broken("比表头多出单元格，请检查引号和逗号", "more cells than columns")
    try:
        session = row.cell("session") or None
        return BringOver(
            id=row.cell("id"),
            title=row.cell("title"),
            text=row.cell("text") or row.cell("title"),
            region=region,
            regime=regime,
            deputy=row.cell("deputy"),
            seconders=_several(row, "seconders"),
            raised="session" if session else "recess",
            session=session,
            field=row.cell("field") or None,
            group=row.cell("group") or None,
            synthetic=row.cell("synthetic").lower() in _YES,
            past=Past(**_past(row), reference=reference),
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        column = str(first["loc"][-1]) if first["loc"] else ""
        said = str(first["msg"]).partition(" / ")[0]
        zh = f"“{_WORD_ZH.get(column, column)}”填写不符合要求：{said}"
        raise Broken(zh, f"{column}: {first['msg']}") from error


def _past(row: Row) -> dict[str, Any]:
    days = ("submitted_on", "assigned_on", "struck_off_on", "withdrawn_on")
    kind, verdict = row.cell("kind").upper(), row.cell("verdict")
    if kind and kind not in set(ReplyClass):
        raise Broken(f"答复类别“{kind[:20]}”应为 A、B、C、D 之一", "kind is none of A to D")
    return {
        **{x: _day(row, x) for x in days},
        "lead": row.cell("lead") or None,
        "co": _several(row, "co"),
        "difficult": row.cell("difficult").lower() in _YES,
        "stages": tuple(_stages(row)),
        "kind": ReplyClass(kind) if kind else None,
        "verdict": _verdict(verdict) if verdict else None,
    }


def _stages(row: Row) -> Iterator[StageDone]:
    for stage in HandlingStage:
        day = _day(row, stage.value)
        if day is not None:
            yield StageDone(stage=stage, on=day)


def _verdict(text: str) -> str:
    found = _VERDICTS.get(text, text)
    if found not in VERDICT_ZH:
        raise Broken(f"代表评价“{text[:20]}”应为 满意、基本满意、不满意 之一", "no such verdict")
    return found


def _several(row: Row, column: str) -> tuple[str, ...]:
    text = row.cell(column).replace("；", ";").replace("、", ";")
    return tuple(x.strip() for x in text.split(";") if x.strip())


def _day(row: Row, column: str) -> date | None:
    return cells.day(row.cell(column), _WORD_ZH[column])
