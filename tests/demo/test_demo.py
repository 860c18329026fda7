"""`bihuan demo` as a visitor meets it: a spring of one real list, and then nothing is left."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from stack.demo.told import FILE, Shown
from tests.demo.visitor import Visitor, browser
from tests.support import free_port
from tests.support.real_lists import PROJECTS

PATIENCE = 150  # seconds; two cores, shared
OVER = "The play is over, and all is clean."


class Demo:
    """One run, on ports of its own; its folder lies below `below`."""

    def __init__(self, below: Path) -> None:
        self.out = below / "out"
        self.below = below / "tmp"
        self.below.mkdir()
        names = ("API_PORT", "POSTGRES_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT")
        self.ports = {name: free_port() for name in names}
        known = {k: v for k, v in os.environ.items() if not k.endswith("_URL")}
        ports = {name: str(port) for name, port in self.ports.items()}
        self.env = {**known, **ports, "TMPDIR": str(self.below), "PYTHONUTF8": "1"}

    @contextmanager
    def running(self, until: str) -> Iterator[subprocess.Popen[str]]:
        """As fast as it goes, up to a day."""
        command = [sys.executable, "-m", "cli", "demo", "--projects", str(PROJECTS)]
        words = ["--list", "NH20", "--minutes", "0", "--until", until]
        with self.out.open("w") as out:
            process = subprocess.Popen(
                [*command, *words], env=self.env, stdout=out, stderr=subprocess.STDOUT, text=True
            )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(60)

    def says(self, words: str, process: subprocess.Popen[str]) -> str:
        """Everything it has said, once these words are among it."""
        limit = time.monotonic() + PATIENCE
        while words not in (said := self.out.read_text()):
            assert process.poll() is None, said
            assert time.monotonic() < limit, said
            time.sleep(0.1)
        return said

    @property
    def home(self) -> Path:
        (found,) = self.below.glob("bihuan-demo-*")
        return found

    def inbox(self, party: str) -> list[dict[str, object]]:
        """What that party finds in its inbox, over HTTP."""
        command = [sys.executable, "-m", "cli", "token", "issue", "--role", "deputy_group"]
        token = subprocess.run(
            [*command, "--party", party],
            env={**self.env, "BIHUAN_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        api = http.client.HTTPConnection("127.0.0.1", self.ports["API_PORT"], timeout=20)
        with closing(api):
            api.request("GET", "/api/v1/inbox", headers={"Authorization": f"Bearer {token}"})
            items: list[dict[str, object]] = json.loads(api.getresponse().read())["items"]
        return items

    def watched(self, chromium: Browser, process: subprocess.Popen[str]) -> set[str]:
        """Each opening sentence that the board showed while the play went on, in a browser."""
        password = self.password(process)
        clerk = Visitor(chromium, f"http://127.0.0.1:{self.ports['API_PORT']}", "jingban", password)
        assert "演示" in clerk.guided
        shown = set()
        while OVER not in self.out.read_text():
            assert process.poll() is None, self.out.read_text()
            shown.add(clerk.reads("/", "h1"))
            time.sleep(1)
        return shown

    def password(self, process: subprocess.Popen[str]) -> str:
        """The visitors' password, as the terminal tells it."""
        told = re.search(r"口令都是 (\S+)", self.says("口令都是", process))
        assert told is not None
        return told[1]

    def nothing_left(self, children: list[int], database: Path) -> None:
        """Its processes have ended, its ports are free, its folders are gone."""
        assert [x for x in children if Path(f"/proc/{x}").exists()] == []
        for port in self.ports.values():
            with socket.socket() as probe:
                assert probe.connect_ex(("127.0.0.1", port)) != 0, port
        assert list(self.below.iterdir()) == []
        assert not database.exists()


def children_of(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        lines = dict(x.split(":\t", 1) for x in status.read_text().splitlines() if ":\t" in x)
        if lines["PPid"] == str(pid):
            found.append(int(status.parent.name))
    return found


@pytest.mark.long
def test_a_spring_is_played_and_an_escalation_reaches_the_deputy_group(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    with demo.running(until="2025-04-18") as process, browser() as chromium:
        moved = demo.watched(chromium, process)
        assert len(moved) > 1, "the board moves while one watches"
        address = f"http://127.0.0.1:{demo.ports['API_PORT']}"
        group_page = Visitor(chromium, address, "xiaozu", demo.password(process))
        assert "升级" in group_page.reads("/inbox")
        said = demo.says(OVER, process)
        told = re.search(r"升级：(NH20-\S+?)《.*工作方案.*（(deputy_group:\S+?)）", said)
        assert told, said
        project, group = told.groups()
        assert group == f"deputy_group:{project}"
        escalated = [x for x in demo.inbox(group) if x["kind"] == "escalated"]
        assert [(x["subject"], x["duty"], x["level"]) for x in escalated] == [
            (project, "work_plan", 3)
        ]
        assert all(f"  {x}  " in said for x in ("jingban", "danwei", "xiaozu", "shenji"))
        shown = Shown.model_validate_json((demo.home / FILE).read_bytes())
        assert (shown.today.isoformat(), shown.ended) == ("2025-04-18", True)
        assert [x.at for x in shown.tour] == ["/", "/todo", "/inbox", "/audit"]
        children, database = children_of(process.pid), (demo.home / "postgres").resolve()
        assert len(children) == 7, "two servers, zygote, worker, watch, notary, pages"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    said = demo.out.read_text()
    assert "一致 clean" in said
    assert "0 处不符" in said
    assert "0 个不符" in said
    assert "被接口拒绝 0" in said
    demo.nothing_left(children, database)


@pytest.mark.long
def test_a_play_that_is_broken_off_leaves_nothing_either(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    with demo.running(until="2025-12-31") as process:
        demo.says("项，依", process)
        children, database = children_of(process.pid), (demo.home / "postgres").resolve()
        process.terminate()
        assert process.wait(60) == 0
    assert "Traceback" not in demo.out.read_text()
    demo.nothing_left(children, database)
