"""`bihuan restore`: put the record back, to a moment or to its last second, in an empty place."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import settings
from commands.at_ledger import refuse
from domain.calendar import SHANGHAI
from domain.refusals import Refused
from stack.trouble import Trouble

if TYPE_CHECKING:
    from stack.backup.restore import Restored, Wish

NAMED = 20


def restore(
    to: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT", help="恢复到哪一刻：2023-05-04T10:00（上海时间）；不写到归档尽头"
        ),
    ] = None,
    home: Annotated[Path | None, typer.Option(help="空的数据目录；不写则用 BIHUAN_HOME")] = None,
    base: Annotated[str | None, typer.Option(help="用哪一份备份（base-…），不写则自动选")] = None,
    receipts: Annotated[
        list[Path] | None, typer.Option(help="另有的回执日志目录，可多次给出")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="见证方留存的校验点文件，可多次给出")
    ] = None,
    also_wal: Annotated[
        list[Path] | None, typer.Option(help="旧数据目录的 pg_wal，归档之外再读")
    ] = None,
    cluster: Annotated[
        Path | None, typer.Option(help="只恢复成裸数据目录，交自己的 PostgreSQL 用")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """由备份恢复档案：从不覆盖，恢复后核对散列链和库外回执，缺了什么逐条说明。"""
    from ledger.log.note import BadNote, checkpoint_of
    from stack.backup.places import Backups
    from stack.backup.restore import Wish
    from stack.backup.restore import restore as put_back
    from stack.backup.trouble import NoBackups

    try:
        own = settings.read()
        if own.backups is None:
            raise NoBackups(None)
        own_receipts = [own.receipts] if own.receipts else [own.home / "receipts"]
        wish = Wish(
            backups=Backups(own.backups.expanduser().resolve()),
            home=(home or own.home).expanduser().resolve(),
            to=_moment(to),
            base=base,
            receipts=tuple(x.expanduser().resolve() for x in (*(receipts or ()), *own_receipts)),
            kept=tuple(checkpoint_of(x.read_text()) for x in checkpoint or ()),
            also_wal=tuple(x.expanduser().resolve() for x in also_wal or ()),
            cluster=cluster.expanduser().resolve() if cluster else None,
        )
        done = put_back(wish)
    except (Trouble, Refused, settings.SettingsRefused, BadNote, OSError) as trouble:
        print(trouble, file=sys.stderr)
        raise typer.Exit(2) from trouble
    _tell(done, wish, as_json=as_json)


def _tell(done: "Restored", wish: "Wish", *, as_json: bool) -> None:
    print(json.dumps(_as_json(done), ensure_ascii=False) if as_json else _in_words(done, wish))
    if done.looked.faults or done.absent:
        raise typer.Exit(1)


def _moment(text: str | None) -> datetime | None:
    """The moment asked for; Shanghai time where no zone is named."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        refuse(f"“{text}”不是时刻，请写成 2023-05-04T10:00。 This is no moment.")
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def _as_json(done: "Restored") -> dict[str, Any]:
    looked = done.looked.model_dump(mode="json", exclude={"files"})
    return {
        "base": done.base.manifest.name,
        "data": str(done.data),
        **looked,
        "evidence": done.evidence,
        "absent": list(done.absent),
    }


def _in_words(done: "Restored", wish: "Wish") -> str:
    looked = done.looked
    reaches = looked.reaches and f"{looked.reaches.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    whole = f"{looked.streams} 个流、{looked.events} 条事件，{len(looked.faults)} 处不符"
    lines = [
        f"已由 {done.base.manifest.name} 恢复到 {done.data}",
        f"最后一条事件登记于 {reaches}；{whole}",
        f"库外已知回执 {looked.known} 张，档案中缺 {len(looked.lost)} 张",
        f"证据文件 {done.evidence} 份，缺失或损坏 {len(done.absent)} 份",
        f"现为第 {looked.epoch} 期；{looked.woken} 个时钟将另行启动，旧时钟自行结束",
    ]
    lines += [f"  不符：{x}" for x in looked.faults[:NAMED]]
    lines += [
        f"  缺：{x.stream} 第 {x.version} 条 {x.type}，"
        f"登记于 {x.recorded_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
        for x in looked.lost[:NAMED]
    ]
    lines += [f"  …… 共 {len(looked.lost)} 张，全部见 --json"] if len(looked.lost) > NAMED else []
    lines += [f"  缺证据：{x}" for x in done.absent[:NAMED]]
    if looked.faults:
        evidence = wish.home / "evidence"
        away = f"{wish.cluster} 和 {evidence}" if wish.cluster else str(wish.home)
        return "\n".join([*lines, f"不要启动：把 {away} 移开，用 --base 换一份备份再来。"])
    if looked.held:
        lines.append(
            "现在可以查阅，暂不能登记：请启动后由人大机关两位工作人员先后登录 /loss，"
            "一人说明丢失了什么、另一人确认（或用 bihuan loss declare、bihuan loss confirm）。"
        )
    start = "把它交给 PostgreSQL 启动" if wish.cluster else f"BIHUAN_HOME={wish.home} make up"
    return "\n".join([*lines, f"启动：{start}；先看 docs/runbooks/restore.md。"])
