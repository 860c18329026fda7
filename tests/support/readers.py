"""Readers of documents that are not ours: LibreOffice and Poppler, Debian's packages, installed
where that is allowed, otherwise asked for by name."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

COMMAND = (
    "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "
    "libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils"
)
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


class NoReader(Exception):
    """The programs are missing and may not be installed from here."""


def at_hand() -> None:
    """LibreOffice and pdftotext are there. Raises NoReader with the command to run."""
    wanted = ("soffice", "pdftotext")
    if not all(shutil.which(x) for x in wanted) and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"安装阅读程序：{COMMAND}", flush=True)
        subprocess.run(COMMAND, shell=True, check=True, stdout=subprocess.DEVNULL)  # noqa: S602  # our own words
    if not all(shutil.which(x) for x in wanted):
        raise NoReader(f"缺少 LibreOffice 或 poppler，请以管理员身份运行：sudo sh -c '{COMMAND}'")


def office(
    files: Mapping[str, bytes], to: str, folder: Path, read_as: str | None = None
) -> dict[str, str]:
    """What LibreOffice reads in the files, as text: one for each, or for each sheet."""
    made, read = folder / "made", folder / "read"
    made.mkdir(parents=True)
    for name, content in files.items():
        (made / name).write_bytes(content)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder / 'profile'}",
        *("--headless", "--norestore", "--convert-to", to, "--outdir", str(read)),
        *([f"--infilter={read_as}"] if read_as else []),
        *(str(made / x) for x in files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=150)
    return {x.name: x.read_text(encoding="utf-8-sig") for x in sorted(read.iterdir())}


def poppler(content: bytes) -> str:
    """What pdftotext reads in a PDF, in the order of its drawing: a cell stays one."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=content, check=True, capture_output=True, timeout=60)
    return done.stdout.decode()
