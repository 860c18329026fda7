"""`bihuan incidents`: what is stuck, since when, and what to do. Exit 1 while anything is."""

import json
from datetime import datetime
from typing import Annotated

import typer

from commands.at_ledger import at_ledger
from domain.calendar import SHANGHAI
from domain.incidents import told
from domain.refusals import Unknown
from ledger.door import Ledger
from ledger.incidents import close
from ledger.queries.incidents import IncidentRow, beats, incidents, stopped


def incidents_(
    everything: Annotated[bool, typer.Option("--all", help="已了结的也列出")] = False,
    subject: Annotated[str | None, typer.Option(help="只看一个流，如 project:LG23-01")] = None,
    closing: Annotated[int | None, typer.Option("--close", help="办完了哪一件（编号）")] = None,
    note: Annotated[str, typer.Option(help="怎样办的，随 --close 记下")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """卡住的是什么、从何时起、怎么办；有未了的、或守护进程停了，退出码为 1。"""

    async def work(ledger: Ledger) -> tuple[list[IncidentRow], bool]:
        if closing is not None:
            await _close(ledger, closing, note)
        rows = await incidents(ledger, closed=everything, subject=subject, limit=1000)
        return rows, not stopped(await beats(ledger))

    rows, watched = at_ledger(work)
    open_ = sum(x.closed_at is None for x in rows)
    if as_json:
        items = [x.model_dump(mode="json") | told(x.kind)._asdict() for x in rows]
        print(json.dumps({"open": open_, "watched": watched, "items": items}, ensure_ascii=False))
    else:
        print("\n".join(_in_words(rows, open_, watched=watched)))
    raise typer.Exit(1 if open_ or not watched else 0)


async def _close(ledger: Ledger, incident: int, note: str) -> None:
    """Raises Unknown for what is not open, and for what ends by itself."""
    rows = await incidents(ledger, limit=100_000)
    if not any(x.id == incident and told(x.kind).by_hand for x in rows):
        raise Unknown("需要人了结的异常", "incident that a person closes", str(incident))
    await close(ledger, incident, "bihuan incidents", note)


def _in_words(rows: list[IncidentRow], open_: int, *, watched: bool) -> list[str]:
    lines = [] if watched else ["守护进程停了，没有人在看；请启动 watch。 Nobody watches."]
    lines.append(f"未了 {open_} 件。 {open_} open.")
    for x in rows:
        how = told(x.kind)
        span = f"{_at(x.opened_at)} 起" + (f"，{_at(x.closed_at)} 了结" if x.closed_at else "")
        lines.append(f"{x.id:>5}  {how.zh}  {x.subject}  {span}  {x.detail}".rstrip())
        if x.closed_at is None:
            lines.append(f"       {how.do}")
    return lines


def _at(instant: datetime) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
