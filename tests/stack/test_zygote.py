"""Our programs are read in once and forked; whatever happens to the zygote, they start and run."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stack import zygote
from stack.children import WATCH, Child
from stack.trouble import DidNotStart
from stack.zygote import POSSIBLE, Forked, Zygote
from tests.support import runs

pytestmark = pytest.mark.skipif(not POSSIBLE, reason="elsewhere programs start as programs do")
OURS = ("worker", "watch", "api", "commands.notary", "stack.backup")
PROGRAM = """
    import os, sys, time
    READ_BY = os.getpid()
    if __name__ == "__main__":
        import heavy
        print(heavy.READ_BY, os.getpid(), os.environ["GIVEN"], os.getcwd(), os.nice(0))
        print(sys.stdin.read(), time.tzname[0], os.getsid(0))
        print("ready", flush=True)
        time.sleep(600 if os.environ["GIVEN"] == "stay" else 0)
        raise SystemExit(os.environ["GIVEN"])
"""


class Nest:
    """A zygote that knows one small program, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        (folder / "program.py").write_text(textwrap.dedent(PROGRAM))
        (folder / "heavy.py").write_text("import os\nREAD_BY = os.getpid()\n")
        (folder / "reader.py").write_text("import heavy, program\n")
        self.folder = folder
        self.env = {**os.environ, "PYTHONPATH": f"{folder}:{Path.cwd()}", "TZ": "Asia/Shanghai"}
        self.zygote = Zygote(folder / "zygote.log", self.env, ["reader"])

    def start(self) -> Child:
        child = self.zygote.start()
        child.wait_until(child.says_ready, 30)
        return child

    def begin(self, given: str = "stay", behind: int = 0) -> Child:
        log, env = self.folder / "program.log", {**self.env, "GIVEN": given, "TZ": "UTC"}
        child = self.zygote.begin("unit", "program", log, env=env, cwd=self.folder, behind=behind)
        until(child.says_ready)
        return child


def until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < limit, "did not come true in time"
        time.sleep(0.02)


@pytest.fixture
def nest(tmp_path: Path) -> Iterator[Nest]:
    made = Nest(tmp_path)
    yield made
    made.zygote.stop()


def test_what_was_read_by_the_zygote_is_not_read_again(nest: Nest):
    reading = nest.start()
    child = nest.begin(behind=WATCH)
    assert isinstance(child.process, Forked)
    read_by, *own = child.said().split()
    nice, pid = os.nice(0) + WATCH, str(child.process.pid)
    assert read_by == str(reading.process.pid)
    assert own == [pid, "stay", str(nest.folder), str(nice), "UTC", pid, "ready"]
    assert Path(f"/proc/{pid}/comm").read_text() == "unit\n"
    assert child.log.stat().st_mode & 0o777 == 0o600
    child.stop()
    assert child.process.returncode == -signal.SIGTERM


def test_how_it_ended_and_what_it_said_last_is_known(nest: Nest):
    nest.start()
    child = nest.begin("找不到数据库")
    assert child.process.wait(20) == 1
    with pytest.raises(DidNotStart, match=r"unit 退出了（1）.*\n.*找不到数据库"):
        child.wait_until(lambda: False, 1)
    assert not child.alive
    child.process.kill()  # whose number may be somebody else's by now


def test_a_second_run_is_judged_by_its_own_words(nest: Nest):
    nest.start()
    first, second = nest.begin("1"), nest.begin("2")
    assert " 2 " in second.said()
    assert " 1 " not in second.said()
    assert first.log == second.log


def test_one_that_does_not_end_is_waited_for_no_longer_than_said(nest: Nest):
    nest.start()
    child = nest.begin()
    with pytest.raises(subprocess.TimeoutExpired):
        child.process.wait(0.1)
    child.process.kill()
    assert child.process.wait() == -signal.SIGKILL


def test_a_killed_zygote_takes_nobody_along_and_programs_start_without_it(nest: Nest):
    reading = nest.start()
    first = nest.begin()
    reading.process.kill()
    reading.process.wait()
    second = nest.begin()
    assert isinstance(second.process, subprocess.Popen)
    assert first.alive
    nest.start()
    third = nest.begin()
    assert isinstance(third.process, Forked)
    for child in (first, second, third):
        child.stop()


def test_a_stuck_zygote_is_not_waited_for_and_its_late_answer_is_nobodys(
    nest: Nest, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(zygote, "PATIENCE", 0.3)
    reading = nest.start()
    reading.process.send_signal(signal.SIGSTOP)
    first = nest.begin()
    assert isinstance(first.process, subprocess.Popen)
    reading.process.send_signal(signal.SIGCONT)
    assert reading.process.wait(20) == 0
    nest.start()
    second = nest.begin()
    assert second.said().split()[1] == str(second.process.pid)
    for child in (first, second):
        child.stop()


SUPERVISOR = """
    import sys, time
    from pathlib import Path
    from tests.stack.test_zygote import Nest
    nest = Nest(Path(sys.argv[1]))
    print(nest.start().process.pid, nest.begin().process.pid, flush=True)
    time.sleep(600)
"""


def test_a_killed_supervisor_takes_the_zygote_and_all_that_came_from_it_along(tmp_path: Path):
    supervisor = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SUPERVISOR), tmp_path],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert supervisor.stdout
    with supervisor.stdout as told:
        made = [int(pid) for pid in told.readline().split()]
    assert len(made) == 2
    supervisor.kill()
    supervisor.wait()
    until(lambda: not any(map(runs, made)))


def test_our_own_programs_bring_no_thread_that_a_fork_would_lose(tmp_path: Path):
    made = Zygote(tmp_path / "zygote.log", dict(os.environ), OURS)
    child = made.start()
    child.wait_until(child.says_ready, 60)
    tasks = list(Path(f"/proc/{child.process.pid}/task").iterdir())
    made.stop()
    assert len(tasks) == 1
    assert child.said() == "ready\n", "reading in is silent"
