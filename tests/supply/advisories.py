"""The dated list of advisories, and what the locks name that stands in it."""

import tomllib
from datetime import date
from pathlib import Path

from packaging.version import Version
from pydantic import BaseModel, ConfigDict

ROOT = Path(__file__).parents[2]
LIST = ROOT / "docs" / "operations" / "advisories.toml"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")


class Advisory(BaseModel):
    """One weakness: every release before `fixed` has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    package: str
    id: str
    fixed: str
    what: str


class Advisories(BaseModel):
    """All that are known, and as of when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    as_of: date
    renew_after_days: int
    advisory: tuple[Advisory, ...]

    def age(self, today: date) -> int:
        """How many days old the list is."""
        return (today - self.as_of).days

    def found(self, pins: set[tuple[str, str]]) -> list[tuple[Advisory, str]]:
        """Those that a pin is before."""
        return [
            (one, version)
            for one in self.advisory
            for package, version in sorted(pins)
            if package == one.package and Version(version) < Version(one.fixed)
        ]


def advisories(file: Path = LIST) -> Advisories:
    """The list. Raises ValidationError for one that is written wrongly."""
    return Advisories.model_validate(tomllib.loads(file.read_text()))


def pins_of(text: str) -> set[tuple[str, str]]:
    """What a lock names: package and version."""
    words = [x.split()[0] for x in text.splitlines() if "==" in x and x[0].isalnum()]
    return {
        (name.split("[")[0], version) for name, _, version in (x.partition("==") for x in words)
    }


def locked(*names: str) -> set[tuple[str, str]]:
    """What these locks of the repository name."""
    return set().union(*(pins_of((ROOT / x).read_text()) for x in names or LOCKS))
