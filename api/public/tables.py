"""Open data: five tables whose columns never change their meaning, with their dictionary.

A column is added at the end or not at all; what it holds is said beside its name. Figures that a
unit claims and figures that deputies verified stand in columns of their own.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from api.public.shape import PublicLate, PublicProject
from api.public.words import LAMP_ZH

LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_ZH = "可以自由使用和转载，注明地方、来源和截至时间；改动过的数不得仍称来自这里。"
Cell = str | int | bool | date | datetime | Decimal | None


class Column(NamedTuple):
    """A column: its name for ever, its Chinese, its kind, and what is in it."""

    name: str
    zh: str
    kind: str
    note: str
    of: Callable[..., Cell]


class Table(NamedTuple):
    """A table: what a row is, and how a project becomes rows."""

    name: str
    zh: str
    row_zh: str
    rows: Callable[[PublicProject], Iterable[Sequence[object]]]
    columns: tuple[Column, ...]


def _c(name: str, zh: str, kind: str, note: str, of: Callable[..., Cell]) -> Column:
    return Column(name, zh, kind, note, of)


_ID = (
    _c("project_id", "项目编号", "text", "全国唯一，永远不变", lambda p, *_: p.id),
    _c("project", "项目名称", "text", "清单上的名称", lambda p, *_: p.name),
    _c("region", "地区", "text", "省/市/县/乡", lambda p, *_: p.region),
    _c("list_id", "清单编号", "text", "一个地方一年一份", lambda p, *_: p.programme),
    _c("sample", "样稿", "boolean", "true是演示数据，不反映任何地方的实际工作",
       lambda p, *_: p.sample),
)  # fmt: skip
PROJECTS = Table(
    "projects",
    "项目",
    "一行一个项目",
    lambda p: [(p,)],
    (
        *_ID,
        _c("item_no", "序号", "text", "清单上的序号，没有的为空", lambda p: p.item_no),
        _c("year", "年度", "integer", "清单名称里的年份", lambda p: p.year),
        _c("voted_on", "定下来的日子", "date", "票决、票选或会商之日", lambda p: p.voted_on),
        _c("word", "怎么定的", "text", "票决、票选或会商", lambda p: p.word),
        _c("unit", "承办单位", "text", "牵头单位", lambda p: p.unit),
        _c("unit_made_up", "单位是样稿", "boolean", "true是名单没有公布单位，为演示补的",
           lambda p: p.unit_made_up),
        _c("group", "监督小组", "text", "公布的监督联系安排，没有的为空", lambda p: p.group),
        _c("finish", "完工日", "date", "现在有效的完工日，没有公布的为空", lambda p: p.finish),
        _c("voted_finish", "原定完工日", "date", "清单上的完工日", lambda p: p.voted_finish),
        _c("investment_wan", "投资", "number", "万元，没有公布的为空", lambda p: p.investment_wan),
        _c("standing", "办到哪里", "text",
           "running正在办 done办好 suspended暂停 terminated不办 carried_over转下年 closed销号",
           lambda p: p.standing),
        _c("light", "现在怎么样", "text", "；".join(f"{x}{zh}" for x, zh in LAMP_ZH.items()),
           lambda p: p.lamp),
        _c("late", "到期没交的件数", "integer", "截至读取时", lambda p: len(p.late)),
        _c("late_longest", "最长晚几天", "integer", "工作日",
           lambda p: max((x.workdays for x in p.late), default=0)),
        _c("mended", "晚了已补上的件数", "integer", "补上以后一直算着", lambda p: len(p.mended)),
        _c("visits", "代表到现场次数", "integer", "有记录的次数", lambda p: p.visits),
        _c("facts", "账本条数", "integer", "这个项目的记录条数", lambda p: p.proof.facts),
        _c("hash", "最后一条的指纹", "text", "SHA-256", lambda p: p.proof.hash),
        _c("recorded_at", "最后一条的时间", "datetime", "带时区",
           lambda p: p.proof.recorded_at),
    ),
)  # fmt: skip
PARTS = Table(
    "parts",
    "子项目",
    "一行一个子项目；单位说的和代表核实的分列",
    lambda p: [(p, x) for x in p.parts],
    (
        *_ID,
        _c("part", "子项目序号", "integer", "没有分子项目的为0", lambda p, x: x.no),
        _c("part_name", "子项目", "text", "", lambda p, x: x.name),
        _c("target_op", "目标关系", "text",
           "eq等于 ge不少于 gt超过 le不超过 lt少于 approx约 range范围；没有公布的为空",
           lambda p, x: x.target_op),
        _c("target_value", "目标数", "number", "现在有效的目标", lambda p, x: x.target_value),
        _c("target_up_to", "目标上限", "number", "只有范围才有", lambda p, x: x.target_up_to),
        _c("target_unit", "单位", "text", "户、个、公里……", lambda p, x: x.target_unit),
        _c("target_zh", "目标", "text", "写成话", lambda p, x: x.target_zh),
        _c("dropped", "不再做", "boolean", "有决定不做的", lambda p, x: x.dropped),
        _c("claimed_percent", "单位说的进度", "number", "百分比，单位最近一次报的，未必核实",
           lambda p, x: x.claimed_percent),
        _c("claimed_amount", "单位说的完成数", "number", "完成申报里的数，未必核实",
           lambda p, x: x.claimed_amount),
        _c("claimed_on", "单位报的日子", "date", "", lambda p, x: x.claimed_on),
        _c("claim_received", "人大机关收下", "boolean", "收下不等于核实",
           lambda p, x: x.claim_received),
        _c("verified", "代表核实", "boolean", "true才算数", lambda p, x: x.verified),
        _c("verified_amount", "核实的完成数", "number", "没有的为空",
           lambda p, x: x.verified_amount),
        _c("verified_on", "核实的日子", "date", "", lambda p, x: x.verified_on),
    ),
)  # fmt: skip


def _lates(p: PublicProject) -> list[tuple[PublicProject, PublicLate]]:
    return [(p, x) for x in (*p.late, *p.mended)]


LATE = Table(
    "late",
    "晚了的事",
    "一行一件到期没交的，或晚交的",
    _lates,
    (
        *_ID,
        _c("duty", "事项编号", "text", "项目内不重复", lambda p, x: x.duty),
        _c("what", "什么事", "text", "", lambda p, x: x.zh),
        _c("who", "谁该做", "text", "单位、代表小组或机关", lambda p, x: x.who),
        _c("original_due", "原来的到期日", "date", "没有改过的为空", lambda p, x: x.was_due),
        _c("due", "到期日", "date", "当天24点以前交的不算晚", lambda p, x: x.due),
        _c("filed", "交的日子", "date", "空的是还没有交", lambda p, x: x.filed),
        _c("workdays", "晚几天", "integer", "工作日，没交的算到读取时", lambda p, x: x.workdays),
        _c("steps", "催了几步", "integer", "催办、督办函、转代表小组……", lambda p, x: len(x.steps)),
    ),
)
RESULTS = Table(
    "results",
    "测评票数",
    "一行一个项目的一次测评",
    lambda p: [(p, x) for x in p.results],
    (
        *_ID,
        _c("held_on", "测评日", "date", "", lambda p, x: x.held_on),
        _c("final", "年终测评", "boolean", "false是年中", lambda p, x: x.final),
        _c("satisfied", "满意", "integer", "票", lambda p, x: x.satisfied),
        _c("basic", "基本满意", "integer", "票", lambda p, x: x.basic),
        _c("dissatisfied", "不满意", "integer", "票", lambda p, x: x.dissatisfied),
        _c("abstain", "弃权", "integer", "票", lambda p, x: x.abstain),
        _c("invalid", "无效", "integer", "票，不算在有效票里", lambda p, x: x.invalid),
        _c("valid", "有效票", "integer", "满意、基本满意、不满意、弃权之和",
           lambda p, x: x.valid),
        _c("roll", "全体", "integer", "人", lambda p, x: x.roll),
        _c("present", "出席", "integer", "人", lambda p, x: x.present),
        _c("satisfied_rate", "满意率", "number", "百分比，满意÷有效票",
           lambda p, x: x.satisfied_rate),
        _c("grade", "等次", "text", "按当地办法评的", lambda p, x: x.grade_zh),
    ),
)  # fmt: skip
ANSWERS = Table(
    "answers",
    "居民回答",
    "一行一个项目；自愿回答，不代表全体居民",
    lambda p: [(p,)],
    (
        *_ID,
        _c("works", "办好了能用", "integer", "手机数", lambda p: p.answers.works),
        _c("broken", "办了不好用", "integer", "手机数", lambda p: p.answers.broken),
        _c("missing", "还没办", "integer", "手机数", lambda p: p.answers.missing),
        _c("total", "一共", "integer", "三项之和，是分母", lambda p: p.answers.total),
    ),
)
TABLES = {x.name: x for x in (PROJECTS, PARTS, LATE, RESULTS, ANSWERS)}


def cells(table: Table, projects: Iterable[PublicProject]) -> list[list[str]]:
    """The header and the rows, as text."""
    head = [x.name for x in table.columns]
    rows = [
        [_text(column.of(*row)) for column in table.columns]
        for project in projects
        for row in table.rows(project)
    ]
    return [head, *rows]


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return f"{cell:f}"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def dictionary() -> list[list[str]]:
    """The data dictionary as a table."""
    head = ["table", "column", "zh", "type", "note", "licence"]
    return [head] + [
        [x.name, y.name, y.zh, y.kind, y.note, LICENCE] for x in TABLES.values() for y in x.columns
    ]
