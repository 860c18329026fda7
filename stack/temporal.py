"""The Temporal server of the wheel: one persisted file, loopback only, with its Web UI."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stack import folder
from stack.children import CLOCKS, Child, spawn

START_SECONDS = 60
ADVICE = (
    "若它的数据文件 temporal.db 坏了：把它移走，重新 make up，再运行 bihuan wake --all，"
    "时钟会全部从账本重建，什么也不会丢。"
    " If its file temporal.db is broken: move it away, start again, then `bihuan wake --all`. "
)


@dataclass(frozen=True)
class Temporal:
    """A running server: host:port, and the URL of its Web UI."""

    address: str
    ui_url: str
    child: Child

    def stop(self) -> None:
        """Stop it cleanly."""
        self.child.stop()


def program() -> Path:
    """The `temporal` program, which the wheel puts beside Python."""
    beside = Path(sys.executable).with_name("temporal")
    found = str(beside) if beside.exists() else shutil.which("temporal")
    if found is None:
        raise FileNotFoundError(f"{beside}: 请运行 make setup。")
    return Path(found)


def start(home: Path, port: int, ui_port: int, search_attributes: Mapping[str, str]) -> Temporal:
    """Start the server over `home`/temporal.db. `search_attributes` maps name to Temporal's type.

    Call it from the main thread: the server ends with the thread that started it.
    Raises Trouble: PortTaken, DiskFull, FolderUnreachable, DidNotStart.
    """
    folder.make(home)
    folder.need_room(home)
    folder.need_port("Temporal", port, "TEMPORAL_PORT")
    folder.need_port("Temporal Web UI", ui_port, "TEMPORAL_UI_PORT")
    address = f"127.0.0.1:{port}"
    attributes = [
        word
        for name, kind in search_attributes.items()
        for word in ("--search-attribute", f"{name}={kind}")
    ]
    command: list[str | Path] = [
        program(), "server", "start-dev", "--ip", "127.0.0.1", "--port", str(port),
        "--ui-port", str(ui_port), "--ui-disable-news-fetch", "--log-level", "error",
        "--db-filename", home / "temporal.db",
        "--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=normal",
        *attributes,
    ]  # fmt: skip
    child = spawn("Temporal", command, home / "logs" / "temporal.log", behind=CLOCKS)
    child.wait_until(_registered(address, search_attributes), START_SECONDS, ADVICE)
    return Temporal(address, f"http://127.0.0.1:{ui_port}", child)


def _registered(address: str, names: Mapping[str, str]) -> Callable[[], bool]:
    """Whether it answers, and knows the search attributes (it registers them last)."""
    question = [str(program()), "operator", "search-attribute", "list", "--address", address]

    def ready() -> bool:
        seen = subprocess.run(
            [*question, "--command-timeout", "5s"], capture_output=True, text=True, check=False
        )
        known = {line.split()[0] for line in seen.stdout.splitlines() if line.split()}
        return seen.returncode == 0 and known.issuperset(names)

    return ready
