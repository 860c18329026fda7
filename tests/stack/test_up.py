"""`bihuan up` as a person meets it: one command, healthy parts, a clean stop, the data kept."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from stack import temporal
from tests.support import data_folder, free_port, runs

PATIENCE = 150  # seconds; two cores, shared
TOKEN = "token issue --party clerk --role clerk"


class Up:
    """One run of `bihuan up` over a data folder, on ports of its own."""

    def __init__(self, home: Path, **more: str) -> None:
        self.home, self.out = home, home.with_suffix(".out")
        self.api = free_port()
        ports = {name: str(free_port()) for name in ("POSTGRES_PORT", "TEMPORAL_UI_PORT")}
        self.env = {
            **{key: value for key, value in os.environ.items() if not key.endswith("_URL")},
            "BIHUAN_HOME": str(home),
            "API_PORT": str(self.api),
            "TEMPORAL_PORT": str(free_port()),
            "PYTHONUTF8": "1",
            **ports,
            **more,
        }

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """It, from the moment it says that it is up."""
        with self.out.open("w") as out:
            process = self._start(out.fileno())
        try:
            limit = time.monotonic() + PATIENCE
            while "bihuan is up" not in self.out.read_text():
                assert process.poll() is None, self.out.read_text()
                assert time.monotonic() < limit, self.out.read_text()
                time.sleep(0.1)
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(60)

    def refused(self) -> str:
        """What it says when it will not start."""
        process = self._start(subprocess.PIPE)
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1, said
        assert "Traceback" not in said
        return said

    def _start(self, out: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "cli", "up"]
        return subprocess.Popen(
            command, env=self.env, stdout=out, stderr=subprocess.STDOUT, text=True
        )

    def says(self, command: str) -> str:
        """What a command says in a second terminal, which knows only the data folder."""
        env = {key: value for key, value in self.env.items() if not key.endswith("_PORT")}
        return subprocess.run(
            [sys.executable, "-m", "cli", *command.split()],
            env=env,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def health(self) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.api, timeout=10)
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    async def ask(self, statement: str) -> object:
        """Ask the ledger's database, found as a second terminal finds it."""
        url = json.loads((self.home / "running.json").read_text())["database_url"]
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()


@pytest.fixture
def home() -> Iterator[Path]:
    with data_folder() as made:
        yield made


@pytest.mark.long
@pytest.mark.timeout(400)
async def test_up_once_then_down_and_up_again_with_its_data(home: Path) -> None:
    """Three times up over one folder: once clean, once killed outright, once more."""
    up = Up(home)
    with up.running() as process:
        await is_up_and_alone(up)
        a_killed_worker_is_started_again(up, process)
    assert process.returncode == 0
    assert "worker 意外停止（-9），重新启动" in up.out.read_text()
    assert "数据保留" in up.out.read_text()
    assert not (home / "running.json").exists()
    assert not connects(up.api)
    with up.running() as process:
        assert await up.ask("SELECT n FROM kept") == 7
        assert up.says(TOKEN).startswith("bh_")
        left = children(process.pid)
        process.kill()
        process.wait()
    assert len(left) == 7, "two servers, zygote, worker, watch, notary, pages"
    with up.running():
        assert up.health()[0] == 200
        assert not list(filter(runs, left)), "killed outright it leaves nothing"
        assert await up.ask("SELECT n FROM kept") == 7


async def is_up_and_alone(up: Up) -> None:
    """It says where it is; a second one over the same folder is refused."""
    assert up.health()[0] == 200, up.health()
    for printed in (f":{up.api}", f":{up.env['TEMPORAL_UI_PORT']}", str(up.home), TOKEN):
        assert printed in up.out.read_text()
    assert "已有一个 bihuan up 在运行" in Up(up.home).refused()
    assert (up.home / "running.json").stat().st_mode & 0o777 == 0o600
    await up.ask("CREATE TABLE kept AS SELECT 7 AS n")


def workers(process: subprocess.Popen[str]) -> list[int]:
    return [pid for pid in children(process.pid) if name_of(pid) == "worker"]


def a_killed_worker_is_started_again(up: Up, process: subprocess.Popen[str]) -> None:
    """The rest runs on meanwhile."""
    (worker,) = workers(process)
    os.kill(worker, signal.SIGKILL)
    limit = time.monotonic() + PATIENCE
    while workers(process) in ([], [worker]):
        assert time.monotonic() < limit
        assert up.health()[0] == 200
        time.sleep(0.1)


def test_what_cannot_be_reached_is_said_with_its_variable(home: Path) -> None:
    nowhere = f"127.0.0.1:{free_port()}"
    no_database = Up(home, DATABASE_URL=f"postgresql://bihuan:geheim@{nowhere}/bihuan").refused()
    assert f"连不上数据库 {nowhere}/bihuan" in no_database
    assert "geheim" not in no_database
    assert f"连不上 Temporal {nowhere}" in Up(home, TEMPORAL_ADDRESS=nowhere).refused()


def test_a_taken_port_of_the_api_is_said_before_anything_starts(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = Up(home, API_PORT=str(other.getsockname()[1])).refused()
    assert "API_PORT=" in said
    assert not (home / "postgres").exists()


@pytest.mark.long
async def test_given_servers_are_used_and_none_is_started(home: Path, database: str) -> None:
    theirs = temporal.start(home.parent / "theirs", free_port(), free_port(), {})
    up = Up(home, DATABASE_URL=database, TEMPORAL_ADDRESS=theirs.address)
    with up.running() as process:
        names = {name_of(pid) for pid in children(process.pid)}
        assert names == {"zygote", "worker", "watch", "notary", "api"}
        assert up.health()[0] == 200
    theirs.stop()
    assert process.returncode == 0


def connects(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def children(parent: int) -> list[int]:
    """The children of a process that run."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in listed.split() if runs(int(pid))]


def name_of(pid: int) -> str:
    """What `ps` and `top` call a process."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except FileNotFoundError:
        return ""
