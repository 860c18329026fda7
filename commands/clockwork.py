"""`bihuan reconcile` and `bihuan wake`: are all clocks right, and make them so."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

import settings
from domain.refusals import Refused

if TYPE_CHECKING:
    from temporalio.client import Client

    from ledger.door import Ledger
    from watch.reconciler import Found

Work = Callable[["Ledger", "Client"], Awaitable[int]]

AWAY = (
    "Temporal 没有应答（{}）。账本和逾期认定不受影响，请恢复 Temporal 后重试。"
    " Temporal does not answer; the record is safe, try again when it is back."
)


def reconcile(
    look_only: Annotated[bool, typer.Option("--look-only", help="只核对，不修复")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """核对每个未办结的流恰有一个时钟、下一时刻正确；不对的予以唤醒。不符时退出码为 1。"""

    async def work(ledger: "Ledger", client: "Client") -> int:
        from watch.reconciler import Reconciler

        reconciler = Reconciler(ledger, client)
        found = await reconciler.look()
        repaired = 0 if look_only else await reconciler.repair(found)
        print(found.model_dump_json() if as_json else _in_words(found, repaired))
        return 0 if found.clean else 1

    _run(work)


def wake(
    stream: Annotated[str | None, typer.Argument(help="流，如 project:LG23-01")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="唤醒全部未办结的流")] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="在运行的先终止再启动：升级后不能接续的时钟")
    ] = False,
) -> None:
    """唤醒时钟；没有在运行的由账本重新启动。Temporal 的数据全部丢失时用 --all。"""
    if (stream is None) is not everyone:
        print("请给出一个流，或用 --all。 Name one stream, or say --all.", file=sys.stderr)
        raise typer.Exit(2)

    async def work(ledger: "Ledger", client: "Client") -> int:
        from ledger.queries.clocks import clocks
        from watch.relay import Relay, begin_anew

        if anew:
            open_ = [x.stream for x in await clocks(ledger)]
            begun = await begin_anew(ledger, client, open_ if stream is None else [stream])
            print(f"已由账本重新启动 {begun} 个时钟。 {begun} clocks begun anew.", flush=True)
            return 0
        woken = await (ledger.wake_all() if stream is None else ledger.wake(stream))
        print(f"已登记唤醒 {woken} 个流。 {woken} streams to be woken.", flush=True)
        carried = await Relay(ledger, client).carry()
        print(f"已送达 {carried} 个。 {carried} carried.")
        return 0

    _run(work)


def _in_words(found: "Found", repaired: int) -> str:
    waiting = found.waiting
    lines = [
        f"未办结 {found.open}，已唤醒 {repaired}",
        f"无时钟 {len(found.missing)}，时刻不符 {len(found.wrong)}，多余 {len(found.left_over)}",
        f"日期未定 {waiting.unsettled} 项，待按新日历重算 {waiting.stale} 个",
        f"连带事项未办 {waiting.follow_ups} 项，唤醒未送 {waiting.wakes} 个",
        f"时钟自办 {found.share:.1%}：时钟 {found.kept_by_clock}，清扫 {found.kept_by_sweeper}",
        "一致 clean" if found.clean else "不一致 not clean",
    ]
    named = (*found.missing, *found.wrong, *found.left_over)
    return "\n".join([*lines, *(f"  {x}" for x in named[:20])])


def _run(work: Work) -> NoReturn:
    """Do it and leave at once: the SDK's threads may outlive a short process and abort it."""
    from watch.rounds import TEMPORAL_AWAY

    try:
        code = asyncio.run(_with_tools(work))
    except settings.SettingsRefused as refused:
        print(refused, file=sys.stderr)
        code = 2
    except Refused as refused:
        print(refused.zh, refused.en, file=sys.stderr)
        code = 1
    except TEMPORAL_AWAY as away:
        print(AWAY.format(" ".join(str(away).split())[:120]), file=sys.stderr)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


async def _with_tools(work: Work) -> int:

    from ledger.door import Ledger
    from stack.links import temporal_client

    own = settings.read()
    client = await temporal_client(own, own.temporal, lazy=True)
    ledger = await Ledger.connect(own.database)
    try:
        return await work(ledger, client)
    finally:
        await ledger.close()
