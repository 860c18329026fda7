"""`bihuan up`: bring up everything, say where it is, and take it down again in reverse order."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

from ledger.first_account import ensure_first_account
from ledger.migrate import upgrade
from settings import Running, Settings, running_file
from stack import folder, postgres, probes, temporal
from stack.children import CLOCKS, NICENESS, Child
from stack.parts import Part
from stack.trouble import Unwell
from stack.zygote import POSSIBLE, Zygote
from workflows.attributes import SEARCH_ATTRIBUTES

DATABASE = "bihuan"
PATIENCE = 90  # seconds for one of our own processes to be ready
GLANCE = 0.3  # seconds between looks at the children


class StopAsked(BaseException):
    """Ctrl-C, or a polite kill."""


def run(settings: Settings) -> None:
    """Everything, until it is asked to stop. Raises Trouble, after stopping what was started."""
    with folder.held(settings.home), stop_on_signal(), ExitStack() as down:
        try:
            servers, parts = start(settings, down)
            say(settings)
            while True:
                look_after(servers, parts)
        except StopAsked:
            print("\n正在停止，数据保留…… Stopping; the data stays.", flush=True)


def start(
    settings: Settings, down: ExitStack, *, watch: str = "watch"
) -> tuple[list[Child], list[Part]]:
    """Start what is not given from outside, each once the one before is ready.

    `watch` is the module that runs as the watch.
    """
    children: list[Child] = []
    modules = {"worker": "worker", "watch": watch, "notary": "commands.notary", "api": "api"}
    if settings.backups is not None:
        modules["archive"] = "stack.backup"
    folder.need_port("API", settings.api_port, "API_PORT", settings.api_host)
    zygote = Zygote(settings.logs / "zygote.log", surroundings(settings), tuple(modules.values()))
    reading = [Part("zygote", zygote.start)] if POSSIBLE else []  # while the servers start
    down.callback(zygote.stop)
    if settings.database_url is None:
        print("启动 PostgreSQL……", flush=True)
        server = postgres.start(settings.home, settings.postgres_port)
        down.callback(server.stop)
        children.append(server.child)
        database = asyncio.run(probes.ensure_database(server.url, DATABASE))
    else:
        database = settings.database_url.get_secret_value()
    asyncio.run(probes.reach_database(database))
    if settings.temporal_address is None:
        print("启动 Temporal……", flush=True)
        clock = temporal.start(
            settings.home, settings.temporal_port, settings.temporal_ui_port, SEARCH_ATTRIBUTES
        )
        down.callback(clock.stop)
        children.append(clock.child)
    else:
        probes.reach_temporal(settings.temporal)
    remember(settings, database, down)
    print("升级数据库结构……", flush=True)
    upgrade(database, settings.clock)
    if first := asyncio.run(ensure_first_account(database)):
        print(
            "首个账号 first account：{}  口令 password：{}（只显示这一次）\n"
            "延期、免除、公布办法等由两人办理：再用 bihuan account add 建负责人和规则管理员的账号"
            "（docs/two-persons.md）".format(*first),
            flush=True,
        )
    for part in reading:
        read_in(part)
    parts = own_processes(settings, down, modules, zygote)
    wait_until_well(settings.api_port)
    return children, [*reading, *parts]


def read_in(part: Part) -> None:
    """Return when the zygote has read everything in. Raises DidNotStart."""
    print("读入程序……", flush=True)
    part.child.wait_until(part.child.says_ready, PATIENCE)


def own_processes(
    settings: Settings, down: ExitStack, modules: Mapping[str, str], zygote: Zygote
) -> list[Part]:
    """Our own processes at once, each with its log, until each has said `ready`."""
    print(f"启动 {'、'.join(modules)}……", flush=True)

    def begin(name: str) -> Child:
        log, behind = settings.logs / f"{name}.log", NICENESS.get(name, CLOCKS)
        env = surroundings(settings)
        return zygote.begin(name, modules[name], log, env=env, cwd=settings.home, behind=behind)

    parts = []
    for name in modules:
        part = Part(name, partial(begin, name))
        down.callback(part.stop)
        parts.append(part)
    for part in parts:
        part.child.wait_until(part.child.says_ready, PATIENCE)
    return parts


def surroundings(settings: Settings) -> dict[str, str]:
    """The environment of our own processes."""
    return {**os.environ, **places(settings), "PYTHONUNBUFFERED": "1"}


def places(settings: Settings) -> dict[str, str]:
    """Every path of the settings, absolute: our processes work in another folder."""
    return {x.upper(): str(y.expanduser().resolve()) for x, y in settings if isinstance(y, Path)}


def wait_until_well(port: int) -> None:
    """Return when the API says that every part is well. Raises Unwell with what it says."""
    limit = time.monotonic() + PATIENCE
    while said := probes.unwell(port):
        if time.monotonic() > limit:
            raise Unwell(said)
        time.sleep(GLANCE)


def remember(settings: Settings, database: str, down: ExitStack) -> None:
    """Say in running.json what runs, for the other commands, until we stop."""
    running = Running.model_validate(
        {
            "database_url": database,
            "temporal_address": settings.temporal,
            "api_url": f"http://127.0.0.1:{settings.api_port}",
            "clock": settings.clock,
            "own_database": settings.database_url is None,
        }
    )
    file = running_file(settings.home)
    folder.write(file, running.as_json())
    down.callback(file.unlink, missing_ok=True)


def look_after(servers: list[Child], parts: list[Part]) -> None:
    """Wait a moment; start a dead part again; raise why, if a server is gone."""
    for child in servers:
        if not child.alive:
            raise child.failure()
    for part in parts:
        part.look_after()
    time.sleep(GLANCE)


@contextmanager
def stop_on_signal() -> Iterator[None]:
    """Turn the first SIGINT, SIGTERM or SIGHUP into StopAsked; stopping is not interrupted."""
    asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if not asked:
            asked = True
            raise StopAsked

    before = {
        number: signal.signal(number, ask)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def data_places(settings: Settings) -> list[Path]:
    """Where the data lies: the data folder, and PostgreSQL's own if that is elsewhere."""
    own = (settings.home / "postgres").resolve()
    return [settings.home] if own.is_relative_to(settings.home) else [settings.home, own]


def say(settings: Settings) -> None:
    """Where everything is."""
    api = f"http://127.0.0.1:{settings.api_port}"
    lines = {
        "网页 pages": f"{api}/",
        "接口 API": api,
        "接口文档 API docs": f"{api}/docs",
        "数据 data": " ".join(str(path) for path in data_places(settings)),
        "日志 logs": str(settings.logs),
        "第一枚令牌 first token": f"{sys.argv[0]} token issue --party clerk --role clerk",
    }
    if settings.temporal_address is None:
        lines["Temporal 界面 UI"] = f"http://127.0.0.1:{settings.temporal_ui_port}"
    print("闭环已就绪。Ctrl-C 停止，数据保留。 bihuan is up; Ctrl-C stops it, the data stays.")
    for what, where in lines.items():
        print(f"  {where}  ({what})")
    sys.stdout.flush()
