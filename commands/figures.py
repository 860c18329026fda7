"""`bihuan figures`: tell a region's figures and published totals from files, and roll them up."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from commands.at_ledger import at_ledger, refuse
from domain.base import Command
from domain.calendar import day_of
from domain.figures.beside import roll_up
from domain.figures.catalogue import metrics
from domain.figures.figure import Figure, Scope
from domain.figures.messages import Claim, NoteClaims, OpenFigures, TellFigures, Told
from domain.given import Actor
from domain.lists.table import Row, rows_of
from domain.names import FIGURES, stream_id
from domain.refusals import Malformed, Refused
from ledger.door import Ledger
from ledger.queries.figures import find_figures

app = typer.Typer(no_args_is_help=True, add_completion=False, help="统计台账与汇总。")
_ACTOR = Actor(ref="cli:figures", party="clerk")
_TOLD = ("metric", "region", "as_of", "value")
_CLAIMED = ("metric", "region", "as_of", "value", "source", "quote")
_MISSING = "统计数表：首行缺少列 {}"
_AT_ONCE, _CLAIMS_AT_ONCE = 2_000, 500
"""Rows of one command; a longer table is several."""


@app.callback()
def root() -> None:
    """统计台账与汇总。"""


@app.command("open")
def open_(
    book: Annotated[str, typer.Argument(help="台账编号", show_default=False)],
    region: Annotated[str, typer.Option(help="地区，如 陕西省/商洛市")],
    title: Annotated[str, typer.Option(help="名称")],
) -> None:
    """建立一个地区的统计台账。"""
    _record(book, lambda: [OpenFigures(id=book, region=region, title=title)])


@app.command("tell")
def tell(
    file: Annotated[Path, typer.Argument(help="CSV：metric,region,period,as_of,value,bound,whole")],
    book: Annotated[str, typer.Option(help="台账编号")],
    document: Annotated[str, typer.Option(help="依据的文件")],
) -> None:
    """填报统计数。value 空着表示未知；重复的行只登记一次。"""

    def commands() -> list[Command]:
        found = _leaves(_rows(file, _TOLD))
        parts = [found[n : n + _AT_ONCE] for n in range(0, len(found), _AT_ONCE)]
        return [TellFigures(figures=x, document=document) for x in parts]

    _record(book, commands)


@app.command("claim")
def claim(
    file: Annotated[
        Path,
        typer.Argument(help="CSV：metric,region,periods,as_of,value,bound,source,quote"),
    ],
    book: Annotated[str, typer.Option(help="台账编号")],
) -> None:
    """登记公开发布的数，与合计数并列。"""

    def commands() -> list[Command]:
        read = [_parsed(row, _claimed) for row in _rows(file, _CLAIMED)]
        found = tuple({(x.key, x.value, x.bound): x for x in read}.values())
        parts = [found[n : n + _CLAIMS_AT_ONCE] for n in range(0, len(found), _CLAIMS_AT_ONCE)]
        return [NoteClaims(claims=x) for x in parts]

    _record(book, commands)


@app.command("show")
def show(
    region: Annotated[str, typer.Argument(help="汇总范围", show_default=False)],
    years: Annotated[str, typer.Option(help="年度，逗号分开")] = "",
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="统计时点；不给则为今天")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """汇总一个地区及其所辖各地。"""

    async def work(ledger: Ledger) -> list[Figure]:
        day = as_of.date() if as_of else day_of(await ledger.now())
        periods = tuple(x.strip() for x in years.split(",") if x.strip())
        scope = Scope(region=region, periods=periods, as_of=day)
        found = await find_figures(ledger, scope)
        figures = [
            roll_up(x, scope, found.leaves, found.claims, found.expected.get(x, ()))
            for x in metrics()
        ]
        return [x for x in figures if x.leaves or x.claims or x.unknown]

    figures = at_ledger(work)
    if as_json:
        said = [x.model_dump(mode="json") for x in figures]
        typer.echo(json.dumps(said, ensure_ascii=False))
    else:
        typer.echo("\n".join(map(_line, figures)) or "这个范围还没有任何数据。")


def _line(figure: Figure) -> str:
    least = "至少 " if figure.at_least else "约 " if figure.about else ""
    value = "未知" if figure.value is None else f"{least}{figure.value} {figure.unit}"
    told = [f"{figure.zh}  {value}（{len(figure.leaves)} 个分项）"]
    if figure.unknown:
        told.append(f"    {len(figure.unknown)} 处未知：{'、'.join(figure.unknown[:5])}")
    told += [
        f"    DATA_CONFLICT {x.source}为 {x.stated}，合计 {x.computed}，相差 {x.difference}"
        for x in figure.conflicts
    ]
    return "\n".join(told)


def _record(book: str, commands: Callable[[], Sequence[Command]]) -> None:
    try:
        asked = _made(commands)
    except Refused as refusal:
        refuse(f"{refusal.zh} {refusal.en}")

    async def work(ledger: Ledger) -> bool:
        new = False
        for command in asked:
            key = sha256(command.model_dump_json().encode()).hexdigest()
            done = await ledger.handle(
                stream_id(FIGURES, book), command, actor=_ACTOR, client=_ACTOR.ref, command_id=key
            )
            new |= bool(done.events) and not done.repeated
        return new

    typer.echo("已登记。" if at_ledger(work) else "已有相同的记录，没有新增。")


def _made(commands: Callable[[], Sequence[Command]]) -> Sequence[Command]:
    """Raises Malformed for a table without rows, or for what no command may say."""
    try:
        asked = commands()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise Malformed(
            f"“{name}”不能采用：{first['msg']}，请核对。", f"{name}: {first['msg']}."
        ) from error
    if not asked:
        raise Malformed("表中没有数据行，请核对文件。", "the table holds no rows.")
    return asked


def _rows(file: Path, required: tuple[str, ...]) -> list[Row]:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Malformed(
            f"打不开文件 {file.name}：{error.strerror}。", f"{file.name}: {error.strerror}."
        ) from error
    return rows_of(content, required, _MISSING)


def _parsed(row: Row, read: Any) -> Any:
    try:
        return read(row)
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(map(str, first["loc"]))
        raise Malformed(
            f"第 {row.line} 行“{column}”列不能采用：{first['msg']}。",
            f"line {row.line}, {column}: {first['msg']}.",
        ) from error


def _told(row: Row) -> Told:
    return Told.model_validate(
        {
            "metric": row.cell("metric"),
            "region": row.cell("region"),
            "period": row.cell("period") or None,
            "as_of": row.cell("as_of"),
            "value": row.cell("value") or None,
            "bound": row.cell("bound") or "exact",
            "whole": row.cell("whole") in ("1", "是", "true"),
        }
    )


def _claimed(row: Row) -> Claim:
    return Claim.model_validate(
        {
            "metric": row.cell("metric"),
            "region": row.cell("region"),
            "periods": tuple(x for x in row.cell("periods").replace("、", ";").split(";") if x),
            "as_of": row.cell("as_of"),
            "value": row.cell("value"),
            "bound": row.cell("bound") or "exact",
            "source": row.cell("source"),
            "quote": row.cell("quote"),
        }
    )


def _leaves(rows: list[Row]) -> tuple[Told, ...]:
    """Rows told twice are one row; told twice with different values, somebody has to decide."""
    found: dict[str, Told] = {}
    for row in rows:
        told: Told = _parsed(row, _told)
        if found.setdefault(told.key, told) != told:
            raise Malformed(
                f"第 {row.line} 行与同一指标、地区、期间的另一行数值不同，请核对后只留一行。",
                f"line {row.line} contradicts another row of the same figure.",
            )
    return tuple(found.values())
