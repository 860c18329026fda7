"""A regime's file as somebody wrote it, read without trusting any of it."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from domain.refusals import Malformed
from domain.regimes.where import Loc, line_at, lines_of, said


class Finding(NamedTuple):
    """A clause that is missing or contradicts another: where, what, and what to write."""

    clause: str
    line: int
    zh: str
    en: str
    write: str
    """What to write there, in Chinese."""


class Draft:
    """The tables of a file; whatever is not what it should be is simply not there."""

    def __init__(self, text: str, name: str) -> None:
        """Raises Malformed for what is no TOML at all."""
        try:
            self.tables: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Malformed(
                f"{name} 不是有效的 TOML：{error}", f"{name} is no valid TOML: {error}"
            ) from error
        self.name = name
        self.lines = lines_of(text)

    def at(self, loc: Loc, zh: str, en: str, write: str) -> Finding:
        """A finding at a clause, or at what is nearest to it."""
        return Finding(said(loc), line_at(self.lines, loc), zh, en, write)

    def text(self, *loc: str | int) -> str:
        """The text at a place; empty where there is none."""
        found = self._get(loc)
        return found if isinstance(found, str) else ""

    def table(self, *loc: str | int) -> Mapping[str, Any]:
        """The table at a place; empty where there is none."""
        found = self._get(loc)
        return found if isinstance(found, dict) else {}

    def duties(self) -> Iterator[tuple[Loc, Mapping[str, Any]]]:
        """Every [[duty]] with its place."""
        for n, duty in enumerate(self._list("duty")):
            if isinstance(duty, dict):
                yield ("duty", n), duty

    def whens(self) -> Iterator[tuple[Loc, Mapping[str, Any], Mapping[str, Any]]]:
        """Every duty that says when, with its place and its rule."""
        for loc, duty in self.duties():
            when = duty.get("when")
            if isinstance(when, dict):
                yield loc, duty, when

    def omitted(self) -> set[str]:
        """What the file does without, by name."""
        return {str(x.get("name")) for x in self._list("omit") if isinstance(x, dict)}

    def _list(self, key: str) -> list[Any]:
        found = self.tables.get(key)
        return found if isinstance(found, list) else []

    def _get(self, loc: Loc) -> Any:
        found: Any = self.tables
        for part in loc:
            try:
                found = found[part]
            except (KeyError, IndexError, TypeError):
                return None
        return found
