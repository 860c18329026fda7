"""What a column is called: the words of offices (`headings.toml`), the names of projects.csv, and
what somebody says about his own file."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("headings.toml")
_BRACKET = re.compile(r"\(([^()]*)\)$")
_ROUND = re.compile(r"^[*#※]+|[*#※::;;,。.]+$")


class Words(NamedTuple):
    """The table of words, each by what it is read as."""

    columns: Mapping[str, str]
    personal: frozenset[str]
    unclear: frozenset[str]
    status: Mapping[str, str]
    op: Mapping[str, str]
    whole: frozenset[str]
    part: frozenset[str]

    @property
    def fields(self) -> frozenset[str]:
        """Every name under which a column can be read."""
        return frozenset(self.columns.values())


class Heading(NamedTuple):
    """One cell of a header."""

    text: str
    """As it is written, in one line."""
    field: str | None
    unit: str
    """What stands in brackets behind it."""
    why: str = ""
    """Why it is not read: `personal`, `unclear` or nothing."""


@cache
def words() -> Words:
    """The shipped words."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def turned(part: str) -> dict[str, str]:
        said = {plain(x): name for name, texts in raw[part].items() for x in texts}
        return {**said, **{name: name for name in raw[part]}}

    return Words(
        columns=turned("columns"),
        personal=frozenset(map(plain, raw["unread"]["personal"])),
        unclear=frozenset(raw["unread"]["unclear"]),
        status=turned("status"),
        op=turned("op"),
        whole=frozenset(raw["total"]["whole"]),
        part=frozenset(raw["total"]["part"]),
    )


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text without blanks, in half-width characters."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def heading(text: str, said: Mapping[str, str]) -> Heading:
    """What the cell of a header means; `said` is what somebody says about this file."""
    shown = " ".join(text.split())[:60]
    whole = _ROUND.sub("", plain(text))
    found = _BRACKET.search(whole)
    short, unit = (whole[: found.start()], found[1]) if found else (whole, "")
    for name, its_unit in ((whole, ""), (short, unit)):
        known = said.get(name, words().columns.get(name))
        if known is not None:
            return Heading(shown, known or None, its_unit or unit)
        if name in words().personal:
            return Heading(shown, None, unit, "personal")
        if name in words().unclear:
            return Heading(shown, None, unit, "unclear")
    return Heading(shown, None, unit)
