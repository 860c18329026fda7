"""`bihuan suggestions import | figures | sample`: deputies' suggestions out of another record."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.at_ledger import at_ledger
from commands.lists import JsonOption, RegimeOption, content_of, refuse
from commands.measures import load
from domain.refusals import Malformed, Refused
from domain.regimes import named
from domain.suggestion.figures import Figures
from domain.suggestion.table import Read, read_table

app = typer.Typer(help="代表建议：导入、统计、生成演示数据。", no_args_is_help=True)
RegionOption = Annotated[
    str | None, typer.Option(help="哪个人大，如 安徽省/淮北市/杜集区", metavar="PATH")
]
_SHOWN = 20
"""So many rows left out are named in words; all of them in JSON."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="代表建议表 CSV：每行一件，带各阶段日期")],
    region: RegionOption = None,
    regime: RegimeOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只读文件并说明，不连接任何服务")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """导入一个人大的全部建议。已销号的不启动时钟，在办的各启动一个；重复导入不产生新的记录。"""
    try:
        load()
        if region is None or regime is None:
            raise Malformed(
                "请用 --region 和 --regime 给出哪个人大、按哪部办法，如 --regime duji",
                "--region and --regime are missing",
            )
        read = read_table(content_of(file), region, named(regime).ref, file.name[:300])
    except Refused as refusal:
        refuse(refusal)
    if dry_run:
        said = _said(read, {"new": 0, "known": 0, "open": 0, "left": []}, None)
    else:
        from commands.bringing_over import bring_over

        done = at_ledger(lambda ledger: bring_over(ledger, read, region))
        said = _said(read, done.counts, done.figures)
    typer.echo(json.dumps(said, ensure_ascii=False).encode() if as_json else _as_text(said))


@app.command()
def figures(region: RegionOption = None, as_json: JsonOption = False) -> None:
    """收到、办结、在办、撤回；办结率和满意率各写明分母。"""
    from ledger.queries.suggestions import figures_of, sessions_of

    async def ask(ledger: Any) -> Any:
        return await figures_of(ledger, region), await sessions_of(ledger, region)

    (found, kinds), sessions = at_ledger(ask)
    if as_json:
        shown = {**shares(found), "kinds": kinds, "sessions": sessions}
        typer.echo(json.dumps(shown, ensure_ascii=False).encode())
        return
    typer.echo(in_words(found))
    if kinds:
        typer.echo("答复类别：" + "，".join(f"{x}类{n}件" for x, n in kinds.items()))
    for session, (collected, completed) in sessions.items():
        typer.echo(f"{session}：{collected}件，办结{completed}件")


@app.command()
def sample(
    file: Annotated[Path, typer.Argument(help="写到哪个文件", show_default=False)],
    collected: Annotated[int, typer.Option(help="收到件数", min=1, max=100_000)] = 6903,
    completed: Annotated[int, typer.Option(help="办结件数", min=0)] = 6507,
    session: Annotated[
        str | None, typer.Option(help="大会期间提出的，写会议名称", metavar="NAME")
    ] = None,
) -> None:
    """生成演示用的建议表：全部为合成数据，每行都标明；件数按要求，内容和日期为编造。"""
    from commands.suggestion_sample import made

    if completed > collected:
        refuse(
            Malformed(
                f"办结 {completed} 件多于收到 {collected} 件，请核对。",
                "more are completed than were collected.",
            )
        )
    file.write_text(made(collected, completed, session), encoding="utf-8-sig")
    typer.echo(f"{file.name}：合成建议 {collected} 件，办结 {completed} 件")


def shares(found: Figures) -> dict[str, Any]:
    """The sums, and the two rates with what each is a share of."""
    return {
        **found.model_dump(),
        "balanced": found.balanced,
        "completion_rate": found.completion().zh,
        "satisfaction_rate": found.satisfaction().zh,
    }


def in_words(found: Figures) -> str:
    """The sums in one line."""
    return (
        f"收到{found.collected}件 = 办结{found.completed}件 + 在办{found.in_hand}件"
        f" + 撤回{found.withdrawn}件；办结率{found.completion().zh}；"
        f"满意率{found.satisfaction().zh}"
    )


def _said(read: Read, counts: dict[str, Any], found: Figures | None) -> dict[str, Any]:
    return {
        "rows": len(read.told) + len(read.left),
        "new": counts["new"],
        "known": counts["known"],
        "clocks": counts["open"],
        "synthetic": sum(x.synthetic for x in read.told),
        "seconds": counts.get("seconds"),
        "rows_per_second": counts.get("rows_per_second"),
        "skipped": [
            *({"row": x.row, "reason": x.reason} for x in read.left),
            *counts["left"],
        ],
        "dry_run": found is None,
        "figures": None if found is None else shares(found),
        "words": None if found is None else in_words(found),
    }


def _as_text(said: dict[str, Any]) -> str:
    left = said["skipped"]
    lines = [
        (
            f"{said['rows']} 行：新登记 {said['new']} 件，已在册 {said['known']} 件，"
            f"未采用 {len(left)} 行；在办 {said['clocks']} 件各有一个时钟"
        )
    ]
    if said["synthetic"]:
        lines.append(f"其中合成（非真实）数据 {said['synthetic']} 件 / synthetic rows")
    lines += [f"  {x['row']}：{x['reason']}" for x in left[:_SHOWN]]
    if len(left) > _SHOWN:
        lines.append(f"  其余 {len(left) - _SHOWN} 行见 --json")
    if said["dry_run"]:
        lines.append("仅试读，没有写入。 Dry run: nothing was written.")
    else:
        lines.append(f"用时 {said['seconds']} 秒，每秒 {said['rows_per_second']} 行")
        lines.append(said["words"])
    return "\n".join(lines)
