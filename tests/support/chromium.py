"""A real browser: Debian's Chromium, installed where that is allowed, otherwise asked for by name.

A machine without one fails the tests that need it and says the one command; nothing is passed over.
"""

import os
import shutil
import subprocess
from pathlib import Path

COMMAND = "apt-get update && apt-get install -y chromium fonts-noto-cjk"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(Exception):
    """Chromium is missing and may not be installed from here."""


def chromium() -> Path:
    """Where Chromium is. Raises NoBrowser with the command to run."""
    found = shutil.which("chromium")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"安装 Chromium：{COMMAND}", flush=True)
        subprocess.run(COMMAND, shell=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S602  # our own words
        found = shutil.which("chromium")
    if found is None:
        raise NoBrowser(f"缺少 Chromium，请以管理员身份运行：sudo sh -c '{COMMAND}'")
    return Path(found)
