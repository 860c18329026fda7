"""`bihuan demo`: bring the stack up for one play, play it, look whether all is right, clean up."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import settings
from settings import Settings
from stack import up
from stack.demo.bill import Opening
from stack.demo.home import passing_home
from stack.demo.play import first_day, staged
from stack.demo.told import Step, Teller
from stack.demo.visitors import admit, visitors

WATCH = "stack.demo.watching"
CHECKS = ("reconcile", "verify", "replay --check")


@dataclass(frozen=True)
class Wanted:
    """What is to be played."""

    bill: list[Opening]
    seed: int
    minutes: float
    """Real minutes that the whole play takes at least; 0: as fast as it goes."""
    last: date
    exit_at_end: bool


def run(wanted: Wanted) -> int:
    """Play it. Returns 1 where a check at the end is not clean. Raises Trouble, Refused.

    Nothing is left behind: processes end and folders go, also after Ctrl-C and after an error.
    """
    clean = True
    with up.stop_on_signal(), ExitStack() as down:
        try:
            home = down.enter_context(passing_home())
            own = _settings(home)
            servers, parts = up.start(own, down, watch=WATCH)
            _welcome(own, wanted)
            acting = _Acting(lambda: _play(own, wanted))
            down.callback(acting.stop)
            while not acting.over:
                up.look_after(servers, parts)
            acting.result()
            clean = _checks(home)
            while not wanted.exit_at_end:
                up.look_after(servers, parts)
        except up.StopAsked:
            _say("\n正在停止并清理，不留下任何数据…… Stopping; nothing is left behind.")
        finally:
            _undisturbed()
    return 0 if clean else 1


def _undisturbed() -> None:
    """From here on everything is put away, and no signal may come in between."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _settings(home: Path) -> Settings:
    """The environment's ports, everything else of our own; children and commands inherit it."""
    for name in ("DATABASE_URL", "TEMPORAL_ADDRESS", "BIHUAN_RUNNING"):
        os.environ.pop(name, None)
    os.environ.update(BIHUAN_HOME=str(home), CLOCK="settable")
    settings.read.cache_clear()
    return settings.read()


async def _play(own: Settings, wanted: Wanted) -> None:
    first = first_day(wanted.bill)
    settings.read.cache_clear()
    database = settings.read().database
    tour = visitors(wanted.bill)
    steps = [Step(login=x.login, zh=x.zh, at=x.at) for x in tour]
    teller = Teller(own.home, wanted.seed, first, wanted.last, steps)
    day_takes = wanted.minutes * 60 / ((wanted.last - first).days + 1)
    began = time.monotonic()
    api = f"http://127.0.0.1:{own.api_port}"
    async with staged(database, api, wanted.seed, wanted.bill, teller, day_takes) as play:
        password = await admit(play.ledger.pool, tour)
        teller.note(first)
        _say(f"登录 {api}/login ，口令都是 {password} ：")
        for x in tour:
            _say(f"  {x.login}  {x.zh}  {api}{x.at}")
        await play.days(first, wanted.last)
    minutes = (time.monotonic() - began) / 60
    total = "，".join(f"{x} {n}" for x, n in sorted(teller.total.items()))
    _say(
        f"演示到 {wanted.last} 为止，用时 {minutes:.1f} 分钟，"
        f"其中停表等待 {play.pace.stood:.0f} 秒。"
    )
    _say(f"  共 {total or '无事'}；被接口拒绝 {len(play.wire.refused)}，清扫代办 {play.pace.swept}")
    for line in play.wire.refused[:5]:
        _say(f"  拒绝 {line[:300]}")


def _checks(home: Path) -> bool:
    """Whether clocks, chains and states are right, in the words of the commands themselves."""
    clean = True
    for words in CHECKS:
        _say(f"bihuan {words}")
        ended = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "cli", *words.split()],
            capture_output=True,
            text=True,
            check=False,
        )
        _say("".join(f"  {x}\n" for x in (ended.stdout + ended.stderr).splitlines()).rstrip())
        clean = clean and ended.returncode == 0
    _say(
        "三项核对全部一致。演示结束，Ctrl-C 停止并清理。 The play is over, and all is clean."
        if clean
        else f"核对不一致，见上；日志在 {home / 'logs'}。 Not clean: see above."
    )
    return clean


def _welcome(own: Settings, wanted: Wanted) -> None:
    api = f"http://127.0.0.1:{own.api_port}"
    cards = [x for y in wanted.bill for x in y.question.lists.cards]
    regimes = {y.question.regime.ref for y in wanted.bill}
    _say(
        f"演示开始：{len(cards)} 个真实项目，{len(regimes)} 部办法，种子 {wanted.seed}。"
        "项目取自公开清单；单位、报送、逾期、测评均为样稿，不是事实。"
        "\n Real projects from published lists; units, filings, lateness and counts are made up."
    )
    _say(f"  {api}/  (首页 first page)\n  {api}/docs  (接口文档 API docs)")
    _say(f"  http://127.0.0.1:{own.temporal_ui_port}  (Temporal 界面：每个项目一个时钟)")
    command = f"BIHUAN_HOME={own.home} bihuan token issue --party clerk --role clerk"
    _say(f"  {command}  (另一终端领一枚令牌 a token)")


class _Acting:
    """The play in a thread of its own: the main thread looks after the processes."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._work = work
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._pool = ThreadPoolExecutor(1)
        self._future: Future[None] = self._pool.submit(asyncio.run, self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(self._work())
        await self._task

    @property
    def over(self) -> bool:
        return self._future.done()

    def result(self) -> None:
        """Raises what the play raised."""
        self._future.result()

    def stop(self) -> None:
        """End it, wherever it is, and wait for that."""
        if self._loop is not None and self._task is not None and not self.over:
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._pool.shutdown(wait=True)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
