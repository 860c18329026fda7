"""`bihuan WORDS…` as a process of its own, in a hundredth of the time that a new Python takes.

A server that has imported every command, and done nothing else, is forked for each call: own
memory, environment, folder, output and exit code. That the installed script starts by itself is
seen in tests/stack and tests/demo.
"""

import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SECONDS = 170
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"
"""No database: what a command needs none for has to work without."""

_MADE = get_context("forkserver")
_MADE.set_forkserver_preload(["__main__", "tests.support.command_server"])


def bihuan(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command says and how it ends, given words, and variables beside the surrounding
    ones less our own."""
    done = raw(*words, **environment)
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def raw(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """As `bihuan`, with its output in bytes."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "BIHUAN_HOME")}
    env = {**kept, **environment}
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _MADE.Process(target=run, args=(words, env, str(ROOT), str(out), str(err)))
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, SECONDS)
        code = process.exitcode
        return subprocess.CompletedProcess(words, code, out.read_bytes(), err.read_bytes())


def run(words: tuple[str, ...], env: Mapping[str, str], cwd: str, out: str, err: str) -> None:
    """In the forked process: become the command. Does not return."""
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(cwd)
    warnings.simplefilter("error")
    sys.stdout, sys.stderr = _opened(out, 1), _opened(err, 2)
    sys.argv = ["bihuan", *words]
    code: Any = 0
    try:
        import_module("cli").main()
    except SystemExit as left:
        code = left.code or 0
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def _opened(path: str, number: int) -> Any:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(file, number)
    os.close(file)
    return open(number, "w", encoding="utf-8", closefd=False)  # it is the output
