"""`bihuan wishes`: lists of wishes taken in, row by row; contacts of who was answered, erased."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.at_ledger import at_ledger
from domain.collection.state import Collection
from domain.given import Actor
from domain.names import COLLECTION, stream_id
from domain.refusals import Malformed, Unknown
from domain.wish.channels import Channel
from ledger.ballots import By
from ledger.door import Ledger
from ledger.wishers import erase_answered

app = typer.Typer(no_args_is_help=True, add_completion=False, help="群众建议。")
_ACTOR = Actor(ref="cli:wishes", party="clerk")
CollectionOption = Annotated[str, typer.Option("--collection", help="征集编号，如 LG24")]


@app.callback()
def root() -> None:
    """群众建议。"""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV 或 XLSX 文件", show_default=False)],
    collection: CollectionOption,
    channel: Annotated[
        Channel, typer.Option(help="没有“渠道”列时的渠道：hotline、post、letter、platform")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试读，不登记")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """逐行核对并登记热线、来信等建议。重复导入不会重复登记；电话只进联系方式，不进记录。"""

    async def work(ledger: Ledger) -> dict[str, Any]:
        from api.wish_importing import must_be_a_list, read_list, record_list

        must_be_a_list(channel)
        one = await _collection(ledger, collection)
        found = await read_list(ledger, one, file.name, _content(file), channel)
        if dry_run:
            return _told(len(found.lines), 0, found.rejected, found.unread, dry_run=True)
        done = await record_list(ledger, found, By(_ACTOR, "wish-import", ""))
        return _told(len(done.new), len(done.known), done.rejected, found.unread, dry_run=False)

    said = at_ledger(work)
    typer.echo(json.dumps(said, ensure_ascii=False) if as_json else _as_text(said))


@app.command("forget")
def forget(collection: CollectionOption) -> None:
    """删除已经答复的建议的联系方式；建议和答复保留。"""

    async def work(ledger: Ledger) -> int:
        return await erase_answered(
            ledger, (await _collection(ledger, collection)).id, "cli:wishes"
        )

    typer.echo(f"已删除 {at_ledger(work)} 条联系方式。")


async def _collection(ledger: Ledger, name: str) -> Collection:
    state: object = (await ledger.standing(stream_id(COLLECTION, name))).state
    if not isinstance(state, Collection):
        raise Unknown("征集", "collection", name)
    return state


def _content(file: Path) -> bytes:
    from api.limits import SHEET_MOST

    try:
        with file.open("rb") as opened:
            return opened.read(SHEET_MOST + 1)
    except OSError as error:
        raise Malformed(
            f"打不开文件 {file.name}：{error.strerror}。", f"{file.name}: {error.strerror}."
        ) from error


def _told(
    taken: int, known: int, rejected: Any, unread: tuple[str, ...], *, dry_run: bool
) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "taken": taken,
        "known": known,
        "rejected": [x.model_dump() for x in rejected],
        "unread": list(unread),
    }


def _as_text(said: dict[str, Any]) -> str:
    rejected = said["rejected"]
    if said["dry_run"]:
        lines = [f"可以采用 {said['taken']} 行，不能采用 {len(rejected)} 行；仅试读，没有登记。"]
    else:
        lines = [
            f"新登记 {said['taken']} 条，已在册 {said['known']} 条，未采用 {len(rejected)} 行。"
        ]
    lines += [f"  第 {x['row']} 行 {x['column']}：{x['reason']}" for x in rejected]
    if said["unread"]:
        lines.append(f"没有用到的列：{'、'.join(said['unread'])}")
    return "\n".join(lines)
