"""A whole installation as its processes, each on ports and in a folder of its own.

PostgreSQL, Temporal, two APIs, watch and worker run as `bihuan up` runs them, so that what is done
to them hits nobody else. A child ends with the thread that started it: one thread starts them all
and lives as long as the installation; everybody else asks it (`ask`).
"""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from ledger.migrate import upgrade
from stack import postgres, probes, temporal
from stack.children import CLOCKS, NICENESS, Child
from stack.zygote import Zygote
from tests.reliability.kept import UNCOUNTED
from tests.support import data_folder, free_port
from workflows.attributes import SEARCH_ATTRIBUTES

T = TypeVar("T")
POSTGRES, TEMPORAL, ZYGOTE = "postgres", "temporal", "zygote"
CONNECTIONS = 200
PAUSE = 0.5
"""Seconds before something that died is started again."""
READY = 120.0
ROOT = Path(__file__).parents[3]
KEPT = ROOT / "var" / "reliability"
"""Where the logs of the last run of each test lie."""


class Works:
    """The processes by name. What died is started again, unless it is held down."""

    def __init__(self, home: Path, *, apis: int = 2, workers: int = 1, watches: int = 1) -> None:
        self.home = home
        self.ports = {f"api-{n + 1}": free_port() for n in range(apis)}
        self.parts = {
            **dict.fromkeys(self.ports, "api"),
            **{f"worker-{n + 1}": "worker" for n in range(workers)},
            **{f"watch-{n + 1}": "watch" for n in range(watches)},
        }
        self.children: dict[str, Child] = {}
        self.held: set[str] = set()
        self.database = self.superuser = self.temporal = ""
        self.zygote = Zygote(
            home / "logs" / "zygote.log", self.surroundings(), sorted(set(self.parts.values()))
        )
        self._died: dict[str, float] = {}
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="works")

    async def ask(self, do: Callable[..., T], *words: Any) -> T:
        """Let the thread that holds the processes do it."""
        return await asyncio.get_running_loop().run_in_executor(self._hand, do, *words)

    @property
    def urls(self) -> list[str]:
        """Where the APIs listen."""
        return [f"http://127.0.0.1:{port}" for port in self.ports.values()]

    def open(self) -> None:
        """The servers, and the ledger's schema; of our own processes only the zygote."""
        reading = self.children[ZYGOTE] = self.zygote.start()
        server = postgres.start(self.home, free_port(), connections=CONNECTIONS)
        self.children[POSTGRES] = server.child
        self.superuser = asyncio.run(probes.ensure_database(server.url, "bihuan"))
        self.database = self.superuser
        upgrade(self.database, "real")
        clock = temporal.start(self.home, free_port(), free_port(), SEARCH_ATTRIBUTES)
        self.children[TEMPORAL], self.temporal = clock.child, clock.address
        reading.wait_until(reading.says_ready, READY)

    def begin(self, *names: str) -> None:
        """Our own processes, all or those named, until each has said that it is ready."""
        names = names or tuple(self.parts)
        for name in names:
            self.children[name] = self._spawn(name)
        for name in names:
            self.children[name].wait_until(self.children[name].says_ready, READY)

    def surroundings(self, name: str = "") -> dict[str, str]:
        """The environment of a process of ours."""
        return {
            **os.environ,
            "DATABASE_URL": self.database,
            "TEMPORAL_ADDRESS": self.temporal,
            "BIHUAN_HOME": str(self.home),
            "API_PORT": str(self.ports.get(name, 8000)),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "RATES": UNCOUNTED,
        }

    def _spawn(self, name: str) -> Child:
        module, log = self.parts[name], self.home / "logs" / f"{name}.log"
        behind, env = NICENESS.get(module, CLOCKS), self.surroundings(name)
        return self.zygote.begin(name, module, log, env=env, cwd=self.home, behind=behind)

    def tend(self) -> list[str]:
        """Start again whatever died a moment ago, as its supervisor would. Who was started."""
        begun = []
        for name, child in self.children.items():
            if child.alive or name in self.held:
                continue
            if time.monotonic() - self._died.setdefault(name, time.monotonic()) >= PAUSE:
                del self._died[name]
                self.children[name] = self._again(name, child)
                begun.append(name)
        return begun

    def _again(self, name: str, child: Child) -> Child:
        """The same program with the same words."""
        if name == ZYGOTE:
            return self.zygote.start()
        if name in self.parts:
            return self._spawn(name)
        with child.log.open("ab") as out:
            since = out.tell()
            process = subprocess.Popen(
                child.process.args,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return replace(child, process=process, since=since)

    def strike(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """One signal to one process; SIGQUIT is PostgreSQL's `-m immediate`."""
        if self.children[name].alive:
            self.children[name].process.send_signal(number)

    def wipe_temporal(self) -> None:
        """Temporal ends, and everything that it knew is gone."""
        self.strike(TEMPORAL)
        self.children[TEMPORAL].process.wait(20)
        for file in self.home.glob("temporal.db*"):
            file.unlink()

    def lose_timers(self) -> int:
        """Temporal ends, and of all that it knew only the tasks of its timers are gone: each clock
        still runs and waits, and nothing will ever come (temporal#11869). How many were lost.
        """
        self.strike(TEMPORAL)
        self.children[TEMPORAL].process.wait(20)
        with closing(sqlite3.connect(self.home / "temporal.db")) as file, file:
            return file.execute("DELETE FROM timer_tasks").rowcount

    def stands(self, name: str) -> bool:
        """Whether it runs; one of ours has also said that it is ready."""
        child = self.children[name]
        return child.alive and (name in (POSTGRES, TEMPORAL) or child.says_ready())

    def well(self) -> bool:
        """Whether everything stands."""
        return all(map(self.stands, self.children))

    def close(self) -> None:
        """Stop everything, ours first; keep the logs."""
        for name in reversed(self.children):
            self.children[name].stop(30)
        self.zygote.stop()

    def keep_logs(self, name: str) -> None:
        """Copy the logs to where they can be read afterwards."""
        to = KEPT / name
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.home / "logs", to, ignore=_unreadable)

    def dismiss(self) -> None:
        """The thread may go."""
        self._hand.shutdown()


def _unreadable(folder: str, names: list[str]) -> set[str]:
    return {x for x in names if not os.access(Path(folder) / x, os.R_OK)}


@asynccontextmanager
async def works(name: str, *, quick: bool = False, **with_: int) -> AsyncIterator[Works]:
    """An installation with its servers open; its logs are kept under the test's name. `quick`: its
    databases lie in memory."""
    with data_folder(quick=quick) as home:
        made = Works(home, **with_)
        try:
            await made.ask(made.open)
            yield made
        finally:
            await made.ask(made.close)
            await made.ask(made.keep_logs, name)
            made.dismiss()
