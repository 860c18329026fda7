"""A child is waited for, told to end in bounded time, and never outlives its parent."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from stack.children import CLOCKS, WATCH, Child, spawn
from stack.trouble import DidNotStart, DiskFull


def start(code: str, log: Path) -> Child:
    return spawn("worker", [sys.executable, "-u", "-c", textwrap.dedent(code)], log)


def until_it_speaks(child: Child) -> None:
    child.wait_until(lambda: child.said() != "", 20)


def test_ready_is_a_line_of_its_own(tmp_path: Path) -> None:
    child = start(
        "import time; print('not ready yet'); print('ready'); time.sleep(60)", tmp_path / "l"
    )
    child.wait_until(child.says_ready, 20)
    child.stop()
    assert child.said() == "not ready yet\nready\n"
    assert child.process.returncode == -signal.SIGTERM


def test_one_that_ends_early_is_reported_with_its_last_lines(tmp_path: Path) -> None:
    child = start("raise SystemExit('找不到任务队列')", tmp_path / "worker.log")
    with pytest.raises(DidNotStart, match=r"worker 退出了（1）.*worker\.log.*\n.*找不到任务队列"):
        child.wait_until(child.says_ready, 20)


def test_one_that_stays_silent_is_stopped(tmp_path: Path) -> None:
    child = start("import time; time.sleep(60)", tmp_path / "worker.log")
    with pytest.raises(DidNotStart, match="worker 迟迟没有就绪"):
        child.wait_until(child.says_ready, 0.5)
    assert not child.alive


def test_what_keeps_time_gives_way_to_who_files(tmp_path: Path) -> None:
    told = "import os; print(os.nice(0) - int(os.environ['OURS']))"
    ours = {"OURS": str(os.nice(0))}
    assert 0 < CLOCKS < WATCH
    for behind in (0, CLOCKS, WATCH):
        log = tmp_path / f"{behind}.log"
        child = spawn("part", [sys.executable, "-c", told], log, env=ours, behind=behind)
        child.finish(20)
        assert child.said() == f"{behind}\n"


def test_a_full_disk_in_its_log_is_called_so(tmp_path: Path) -> None:
    child = start("raise SystemExit('could not write: No space left on device')", tmp_path / "l")
    with pytest.raises(DiskFull):
        child.finish(20)


def test_one_that_will_not_end_is_ended(tmp_path: Path) -> None:
    child = start(
        """
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print("deaf")
        time.sleep(60)
        """,
        tmp_path / "worker.log",
    )
    until_it_speaks(child)
    began = time.monotonic()
    child.stop(seconds=0.5)
    assert child.process.returncode == -signal.SIGKILL
    assert time.monotonic() - began < 5


def test_a_second_run_is_judged_by_its_own_words(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    first = start("print('ready')", log)
    first.finish(20)
    second = start("print('hello')", log)
    second.finish(20)
    assert not second.says_ready()
    assert log.read_text() == "ready\nhello\n"


PARENT = """
    import sys, time
    from pathlib import Path
    from stack.children import spawn
    child = spawn("sleeper", ["/bin/sleep", "600"], Path(sys.argv[1]))
    print(child.process.pid, flush=True)
    time.sleep(600)
"""


def test_a_parent_killed_takes_its_children_along(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT), tmp_path / "log"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout
    command = Path(f"/proc/{parent.stdout.readline().strip()}/cmdline")
    parent.stdout.close()
    limit = time.monotonic() + 10
    while b"sleep" not in command.read_bytes() and time.monotonic() < limit:
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    while command.exists() and command.read_bytes() and time.monotonic() < limit:
        time.sleep(0.05)
    assert not command.exists() or command.read_bytes() == b""
