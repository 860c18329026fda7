"""The requirements as we put them, and the page that is made of them and of the tests' names."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.asvs.gathering import TESTS

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
PAGE = TESTS.parent / "docs" / "asvs.md"
MOST = 3
"""So many tests are named a requirement; the rest are counted."""
STANDINGS = {"met": "met", "part": "in part", "na": "not applicable", "not": "not met"}
THIRD = frozenset(Path(__file__).with_name("third_level.txt").read_text().split())
"""The numbers of level 3, which is not claimed: tests may name them all the same."""
CHAPTERS = (
    *("Encoding and sanitisation", "Validation and business logic", "Web front end"),
    *("Interface and web service", "Files", "Authentication", "Sessions", "Authorisation"),
    *("Self-contained tokens", "OAuth and OIDC", "Cryptography", "Communication"),
    *("Configuration", "Data protection", "Coding and architecture"),
    *("Logging and errors", "WebRTC"),
)
HEAD = """\
# ASVS 5.0.0, levels 1 and 2

Made by `python -m tests.asvs` from `tests/asvs/requirements.txt` and from the docstrings of the
tests; do not edit it by hand. The numbers and levels are those of the OWASP Application Security
Verification Standard 5.0.0 (CC BY-SA 4.0); what each asks is put in our own words, shorter than
there: read the standard itself before you judge. Where no test is named, what is said was found by
reading. *In part* says what is left to whoever runs it, or is not done.

"""


class Requirement(NamedTuple):
    """One of the 253: its number, its level, what it asks, how it stands here and why."""

    id: str
    level: int
    asks: str
    standing: str
    how: str

    @property
    def chapter(self) -> int:
        """The V-number."""
        return int(self.id.split(".")[0])


def requirements(text: str | None = None) -> list[Requirement]:
    """All of them, as the file has them: `id|level|asks|standing|how`."""
    lines = (REQUIREMENTS.read_text() if text is None else text).splitlines()
    parted = [line.split("|") for line in lines]
    return [Requirement(x[0], int(x[1]), x[2], x[3], x[4]) for x in parted]


def page(asked: list[Requirement], tests: Mapping[str, list[str]]) -> str:
    """The whole page."""
    parts = [HEAD, _summary(asked, tests)]
    for number, name in enumerate(CHAPTERS, 1):
        rows = [_row(x, tests.get(x.id, [])) for x in asked if x.chapter == number]
        parts.append(
            f"\n## V{number} {name}\n\n"
            "| no. | L | asks | stands | how | shown by |\n|---|---|---|---|---|---|\n"
            + "".join(rows)
        )
    return "".join(parts)


def _summary(asked: list[Requirement], tests: Mapping[str, list[str]]) -> str:
    lines = ["| stands | of them | with a test |\n|---|---|---|\n"]
    for key, words in STANDINGS.items():
        of = [x for x in asked if x.standing == key]
        lines.append(f"| {words} | {len(of)} | {sum(x.id in tests for x in of)} |\n")
    shown = sum(x.id in tests for x in asked)
    lines.append(f"| **all** | **{len(asked)}** | **{shown}** |\n")
    besides = sorted(THIRD & set(tests), key=lambda x: [int(y) for y in x.split(".")])
    lines.append(
        f"\nOf level 3, which is not claimed, tests show {', '.join(besides) or 'none'}.\n"
    )
    return "".join(lines)


def _row(one: Requirement, tests: list[str]) -> str:
    named = "<br>".join(f"`{x.removeprefix('tests/')}`" for x in tests[:MOST])
    more = f" and {len(tests) - MOST} more" if len(tests) > MOST else ""
    standing = STANDINGS[one.standing]
    return f"| {one.id} | {one.level} | {one.asks} | {standing} | {one.how} | {named}{more} |\n"
