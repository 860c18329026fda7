"""The process that reads all our programs in once and forks each of them off itself.

    python -m stack.zygote SUPERVISOR MODULE [MODULE]...

To read our programs in takes a processor three to five seconds, a fork a twentieth of one: what
died is back before the next request is repeated, and a start of everything reads once instead of
five times (docs/decisions/0051). It runs nothing of theirs but imports and `prepare`: no thread, no
loop, no connection is there to be copied. Its standard input is its line to the supervisor:
a message asks for a process, the process itself answers with its number. That process is the
supervisor's child like any other (who made it for the zygote has ended), so the zygote may die
without anybody else. Where it is away, and where there is no Linux, programs start as programs do.
"""

import ctypes
import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from stack.children import Child, appended, spawn

POSSIBLE = sys.platform == "linux"
PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_CHILD_SUBREAPER = 1, 15, 36
MESSAGE = 1 << 17
"""Bytes of a message at most: an environment and a few words."""
PATIENCE = 5.0
"""Seconds for a fork; after that the program is started as programs are."""
POLL, ADOPTED = 0.02, 0.001  # seconds between looks
_MODULE = (sys.executable, "-P", "-X", "utf8", "-m")
"""Before the name of a module that is started as programs are."""


class Forked:
    """What a `Popen` is of a program, of a child that the zygote made for us."""

    def __init__(self, pid: int, module: str) -> None:
        self.pid = pid
        self.args = module
        self.returncode: int | None = None
        self._asking = threading.Lock()

    def poll(self) -> int | None:
        """How it ended, as `Popen` says it; None while it runs."""
        with self._asking:
            if self.returncode is None:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                if pid:
                    self.returncode = os.waitstatus_to_exitcode(status)
            return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """How it ended, once it has. Raises TimeoutExpired."""
        limit = None if timeout is None else time.monotonic() + timeout
        while (ended := self.poll()) is None:
            if limit is not None and time.monotonic() >= limit:
                raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
            time.sleep(POLL)
        return ended

    def send_signal(self, number: int) -> None:
        """To it, if it still runs: its number is nobody else's until we have asked how it ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """At once."""
        self.send_signal(signal.SIGKILL)


class Zygote:
    """The supervisor's end."""

    def __init__(self, log: Path, env: Mapping[str, str], modules: Sequence[str]) -> None:
        self._log = log
        self._env = {**env, "OPENBLAS_NUM_THREADS": "1"}  # a fork copies only one thread
        self._modules = tuple(modules)
        self._child: Child | None = None
        self._line: socket.socket | None = None

    def start(self) -> Child:
        """Start it, or start it again; it says `ready` once it has read everything in.

        Call it from the main thread, as `spawn`. Only where it is POSSIBLE.
        """
        self._hang_up()
        _prctl(PR_SET_CHILD_SUBREAPER, 1)
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(PATIENCE)
        words = [*_MODULE, "stack.zygote", str(os.getpid()), *self._modules]
        with its:
            self._child = spawn("zygote", words, self._log, env=self._env, stdin=its.fileno())
        self._line = ours
        return self._child

    def stop(self) -> None:
        """Hang up, which ends it; who came from it runs on. Returns when it is gone."""
        self._hang_up()
        if self._child is not None:
            self._child.stop()

    def begin(
        self, name: str, module: str, log: Path, *, env: Mapping[str, str], cwd: Path, behind: int
    ) -> Child:
        """The module as a process of its own: forked, or started if the zygote is away.

        Raises OSError if it can be neither.
        """
        if (child := self._child) is not None and child.alive and child.says_ready():
            wish = {"name": name, "module": module, "log": str(log), "env": dict(env)}
            since = appended(log)
            if pid := self._asked({**wish, "cwd": str(cwd), "behind": behind}):
                return Child(name, Forked(pid, module), log, since)
        return spawn(name, [*_MODULE, module], log, env=env, cwd=cwd, behind=behind)

    def _asked(self, wish: dict[str, Any]) -> int | None:
        """The number of the process that was wished for; None if nobody answered."""
        if self._line is None:
            return None
        try:
            self._line.send(json.dumps(wish).encode())
            return int(self._line.recv(MESSAGE) or 0) or None
        except OSError:  # it is dead, or stuck: a late answer must not be taken for the next one's
            self._hang_up()
            return None

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


def main() -> None:
    """Read everything in; then fork whatever is asked for, until the supervisor hangs up."""
    _prctl(PR_SET_NAME, b"zygote")
    gc.disable()  # until all is read: none of it is garbage
    supervisor, modules = int(sys.argv[1]), sys.argv[2:]
    for module in modules:
        read = runpy.run_module(module, run_name="zygote")
        if "prepare" in read:
            read["prepare"]()
    gc.freeze()
    line = socket.socket(fileno=0)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while wish := line.recv(MESSAGE):
        if _forked():
            module = _become(json.loads(wish), line, supervisor)
            gc.enable()
            runpy.run_module(module, run_name="__main__", alter_sys=True)
            return


def _forked() -> bool:
    """Whether we are the new process. Who made it has ended then: it is the supervisor's."""
    if between := os.fork():
        os.waitpid(between, 0)
        return False
    between = os.getpid()
    if os.fork():
        os._exit(0)
    while os.getppid() == between:
        time.sleep(ADOPTED)
    return True


def _become(wish: dict[str, Any], line: socket.socket, supervisor: int) -> str:
    """Take on what was wished for, say our number; the module to run."""
    os.setsid()
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:
        sys.exit("the parent is gone")
    _prctl(PR_SET_NAME, wish["name"].encode())
    os.nice(wish["behind"])
    os.chdir(wish["cwd"])
    os.environ.clear()
    os.environ.update(wish["env"])
    time.tzset()
    log = os.open(wish["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number in (1, 2):
        os.dup2(log, number)
    os.close(log)
    line.send(str(os.getpid()).encode())
    line.detach()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return str(wish["module"])


def _prctl(option: int, value: int | bytes) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main()
