"""A child process on a leash: its log is a file, its end is bounded, it dies with its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage
from typing import Any, Protocol

from stack.folder import ROOM, User
from stack.trouble import DidNotStart, DiskFull

LEASH = Path(__file__).with_name("leash.py")
KEPT = 8 << 20  # bytes of log kept before the file is set aside once, as .1
POLL = 0.05  # seconds
CLOCKS, WATCH = 5, 10
"""The niceness of what keeps time and of what comes after it: on a full machine, who files goes
first, then the marks at their moment, then what looks whether all was done."""
NICENESS = {"api": 0, "watch": WATCH}
"""Of our own processes by name; that of all others is the clocks'."""


class Process(Protocol):
    """What we ask of a process, however it was made: as `Popen` says it."""

    pid: int
    args: Any
    returncode: Any

    def poll(self) -> int | None:
        """How it ended; None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, once it has. Raises TimeoutExpired."""

    def send_signal(self, number: int, /) -> None:
        """To it, if it still runs."""

    def kill(self) -> None:
        """At once."""


@dataclass
class Child:
    """One running process. `since` is where in the log this run begins."""

    name: str
    process: Process
    log: Path
    since: int
    ends_on: signal.Signals = signal.SIGTERM

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def said(self) -> str:
        """What this run has written so far."""
        with self.log.open("rb") as file:
            file.seek(self.since)
            return file.read().decode("utf-8", "replace")

    def says_ready(self) -> bool:
        """Whether it wrote the line `ready`."""
        return "ready" in self.said().splitlines()

    def last_lines(self, count: int = 15) -> str:
        """The end of what it said."""
        return "\n".join(f"  | {line}" for line in self.said().splitlines()[-count:])

    def wait_until(self, ready: Callable[[], bool], seconds: float, advice: str = "") -> None:
        """Return when it is ready; stop it and raise DidNotStart (or DiskFull) otherwise."""
        limit = time.monotonic() + seconds
        while self.alive and time.monotonic() < limit:
            if ready():
                return
            time.sleep(POLL)
        trouble = self.failure(advice)
        self.stop()
        raise trouble

    def finish(self, seconds: float) -> None:
        """Wait for a program that does one thing; raise as `wait_until` unless it did it."""
        try:
            done = self.process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            done = False
        if not done:
            trouble = self.failure()
            self.stop()
            raise trouble

    def failure(self, advice: str = "") -> DidNotStart | DiskFull:
        """Why it is not there, as far as its log tells."""
        if "No space left on device" in self.said():
            return DiskFull(self.log.parent, disk_usage(self.log.parent).free, ROOM)
        return DidNotStart(self.name, self.process.poll(), self.log, self.last_lines(), advice)

    def stop(self, seconds: float = 20) -> None:
        """Ask it to end; after `seconds` end it. Returns when it is gone."""
        if self.alive:
            self.process.send_signal(self.ends_on)
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()


def spawn(  # noqa: PLR0913  # one for each thing that surrounds a program
    name: str,
    command: Sequence[str | Path],
    log: Path,
    *,
    ends_on: signal.Signals = signal.SIGTERM,
    user: User | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    behind: int = 0,
    stdin: int = subprocess.DEVNULL,
) -> Child:
    """Start `command` in its own session (a terminal's Ctrl-C does not reach it), logging to `log`.

    `ends_on` is the signal that asks it to end; the kernel sends it too if we are killed, or if
    the thread that called us ends: call from the main thread. `behind` is its niceness, `stdin`
    what it reads from: nothing, unless a descriptor is named.
    """
    since = appended(log)
    who = user or User(-1, -1)
    leash = [sys.executable, "-I", "-S", LEASH, ends_on, os.getpid(), who.uid, who.gid, behind]
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(word) for word in (*leash, cwd or "/", *command)],
            stdin=stdin,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
        )
    return Child(name, process, log, since, ends_on)


def appended(log: Path) -> int:
    """Where the words of the next run begin in a log, which is set aside first if it is large."""
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if log.exists() and log.stat().st_size > KEPT:
        log.replace(log.with_suffix(log.suffix + ".1"))
    return log.stat().st_size if log.exists() else 0
