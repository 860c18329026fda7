"""`bihuan circular read`: the government's own inspection circular, checked row by row."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.at_ledger import at_ledger
from domain.circular.messages import CircularRow, ReadCircular, Source
from domain.circular.reading import Read, read_circular
from domain.given import Actor
from domain.names import PROGRAMME, stream_id
from domain.refusals import AlreadyThere, Malformed
from ledger.door import Ledger
from ledger.queries.circulars import items_of
from ledger.refusals import ReusedKey

app = typer.Typer(no_args_is_help=True, add_completion=False, help="政府督查通报。")
_ACTOR = Actor(ref="cli:circular", party="clerk")


@app.callback()
def root() -> None:
    """政府督查通报。"""


@app.command("read")
def read(  # one option each
    file: Annotated[Path, typer.Argument(help="CSV 或 XLSX 文件", show_default=False)],
    programme: Annotated[str, typer.Option(help="年度清单编号")],
    number: Annotated[str, typer.Option(help="通报编号，如 DK2023-Q2")],
    source: Annotated[str, typer.Option(help="发出通报的机构")],
    dated: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="通报日期")],
    period: Annotated[str, typer.Option(help="期间，如 2023-Q2；行内另写的以行内为准")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试读，不登记")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """逐行核对并登记一期通报。与单位申报不一致的逐行标出，两边都不更正。"""

    async def work(ledger: Ledger) -> dict[str, Any]:
        content, records = _opened(file)
        found = read_circular(records, await items_of(ledger, programme), period)
        if dry_run:
            return _told(found, dry_run=True, new=False)
        told = {
            "number": number,
            "name": source,
            "dated": dated.date(),
            "period": period,
            "sha256": hashlib.sha256(content).hexdigest(),
            "file": file.name,
        }
        new = await _recorded(ledger, programme, told, found)
        return _told(found, dry_run=False, new=new)

    said = at_ledger(work)
    typer.echo(json.dumps(said, ensure_ascii=False) if as_json else _as_text(said))


def _opened(file: Path) -> tuple[bytes, list[tuple[int, list[str]]]]:
    from api.limits import SHEET_MOST
    from api.sheet import records_of

    try:
        with file.open("rb") as opened:
            content = opened.read(SHEET_MOST + 1)
    except OSError as error:
        raise Malformed(
            f"打不开文件 {file.name}：{error.strerror}。", f"{file.name}: {error.strerror}."
        ) from error
    return content, records_of(file.name, content)[1]


async def _recorded(ledger: Ledger, programme: str, told: dict[str, Any], found: Read) -> bool:
    if not found.rows:
        raise Malformed(
            "没有一行可以采用，没有登记；请用 --dry-run 查看逐行原因。",
            "no row could be taken and nothing was recorded; see --dry-run.",
        )
    try:
        source = Source.model_validate(told)
    except ValueError as error:
        raise Malformed(
            "通报编号只用字母、数字和 . _ -，机构名称不超过300字，请核对。",
            "the number takes letters, digits and . _ -; check the options.",
        ) from error
    command = ReadCircular(source=source, rows=found.rows, rejected=found.rejected)
    try:
        receipt = await ledger.handle(
            stream_id(PROGRAMME, programme),
            command,
            actor=_ACTOR,
            client="circular",
            command_id=f"circular:{programme}:{source.number}",
        )
    except ReusedKey as reused:
        raise AlreadyThere(f"督查通报 {source.number}") from reused
    return bool(receipt.events) and not receipt.repeated


def _told(found: Read, *, dry_run: bool, new: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "recorded": new,
        "rows": [_row(x) for x in found.rows],
        "rejected": [x.model_dump(mode="json") for x in found.rejected],
        "contradictions": sum(1 for x in found.rows if x.contradicts),
    }


def _row(row: CircularRow) -> dict[str, Any]:
    differs = None if row.differs_by is None else str(row.differs_by)
    return {
        **row.model_dump(mode="json"),
        "differs_by_points": differs,
        "contradiction": row.contradicts,
    }


def _as_text(said: dict[str, Any]) -> str:
    rows, rejected = said["rows"], said["rejected"]
    head = f"采用 {len(rows)} 行，与单位申报不一致 {said['contradictions']} 行，"
    lines = [f"{head}未采用 {len(rejected)} 行"]
    for x in rows:
        part = "" if x["subproject"] is None else f" 子项目{x['subproject']}"
        own = f"；单位申报 {x['own']['claimed']}%（{x['own']['period']}）" if x["own"] else ""
        flag = f"，相差 {x['differs_by_points']} 个百分点" if x["contradiction"] else ""
        lines.append(f"  {x['row']} {x['project']}{part} 实际 {x['actual']}%{own}{flag}")
    lines += [f"  {x['row']} 未采用：{x['reason']}" for x in rejected]
    if said["dry_run"]:
        lines.append("仅试读，没有登记。 Dry run: nothing was recorded.")
    else:
        lines.append("已登记。 Recorded." if said["recorded"] else "已在册，没有新的记录。")
    return "\n".join(lines)
