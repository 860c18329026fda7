"""`bihuan organisation import | show | erase`: a congress's bodies, groups, units and deputies."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.at_ledger import at_ledger
from commands.lists import content_of, day, refuse
from domain.calendar import Calendar, day_of, start_of
from domain.given import SYSTEM, Given
from domain.organisation.chart import GROUP_ZH, Body, Chart, Group
from domain.organisation.state import Organisation
from domain.organisation.table import Read, read_table, sift
from domain.refusals import Refused
from domain.regimes import shipped
from ledger.people import erase_name, names_of

app = typer.Typer(help="人大组织：机构、小组、单位、代表与任职。", no_args_is_help=True)
Congress = Annotated[str, typer.Argument(help="人大组织的编号", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="人大组织表 CSV：每行一个机构、小组、代表或任职")],
    congress: Annotated[str, typer.Option(help="人大组织的编号，如 LG", metavar="ID")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只读文件并说明，不连接任何服务")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """登记一个人大的全部组织；姓名另存，可随时抹去。重复导入不产生新的记录。"""
    try:
        read = read_table(content_of(file), congress)
    except Refused as refusal:
        refuse(refusal)
    if dry_run:
        done = sift(read, None, nobody())
    else:
        from commands.enrolling import enrol

        done = at_ledger(lambda ledger: enrol(ledger, congress, read))
    said = _said(congress, read, done, dry_run)
    typer.echo(json.dumps(said, ensure_ascii=False).encode() if as_json else _as_text(said))


@app.command()
def show(
    congress: Congress,
    as_of: Annotated[
        str | None, typer.Option(help="哪一天的情况；不给则为今天", metavar="DATE")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """看一个人大某一天的组织：机构、小组及其成员。"""
    try:
        wanted = None if as_of is None else day(as_of, "--as-of")
    except Refused as refusal:
        refuse(refusal)
    found, chart, names = at_ledger(lambda ledger: _read(ledger, congress, wanted))
    if as_json:
        typer.echo(json.dumps(chart.model_dump(mode="json"), ensure_ascii=False).encode())
        return
    typer.echo(f"{found.name}（{found.region}）{chart.day}：在任 {len(chart.deputies)} 人")
    organs: list[Body | Group] = [*chart.bodies.values(), *chart.groups.values()]
    for organ in organs:
        who = "、".join(names.get(x, x) for x in chart.of(organ.id))
        kind = GROUP_ZH[organ.kind] if isinstance(organ, Group) else "机构"
        typer.echo(f"  {kind} {organ.name}：{who or '（无人）'}")


@app.command()
def erase(
    congress: Congress,
    ref: Annotated[str, typer.Argument(help="代表的编号", show_default=False)],
) -> None:
    """抹去姓名，不可恢复；记录只留编号。"""
    at_ledger(lambda ledger: erase_name(ledger, congress, ref))
    typer.echo(f"{ref} 的姓名已抹去")


async def _read(
    ledger: Any, congress: str, wanted: date | None
) -> tuple[Organisation, Chart, dict[str, str]]:
    from domain.names import ORGANISATION, stream_id

    standing = await ledger.standing(stream_id(ORGANISATION, congress))
    found: Organisation = standing.state
    return found, found.at(wanted or day_of(standing.now)), await names_of(ledger, congress)


def nobody() -> Given:
    """What a dry run is decided with: no organisation needs a time or a measure."""
    at = start_of(date(2004, 1, 1))
    return Given(SYSTEM, at, at, Calendar.seeded(), next(iter(shipped().values())))


def _said(congress: str, read: Read, done: Read, dry_run: bool) -> dict[str, Any]:
    return {
        "congress": congress,
        "dry_run": dry_run,
        "rows": len(read.told) + len(read.left),
        "new": [{"row": x.row, "does": x.change.do} for x in done.told],
        "known": len(read.told) - len(done.told) - (len(done.left) - len(read.left)),
        "synthetic": sum(
            x.change.do == "enter_deputy" and x.change.facts.synthetic for x in read.told
        ),
        "skipped": [{"row": x.row, "reason": x.reason} for x in done.left],
    }


def _as_text(said: dict[str, Any]) -> str:
    new, left = len(said["new"]), len(said["skipped"])
    found = f"新登记 {new} 行，已在册 {said['known']} 行，未采用 {left} 行"
    lines = [f"{said['congress']}：{said['rows']} 行，{found}"]
    if said["synthetic"]:
        lines.append(f"其中合成（非真实）代表资料 {said['synthetic']} 名 / synthetic deputies")
    lines += [f"  {x['row']}：{x['reason']}" for x in said["skipped"]]
    if said["dry_run"]:
        lines.append("仅试读，没有写入。 Dry run: nothing was written.")
    return "\n".join(lines)
