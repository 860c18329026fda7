"""Professions, and what a project's words say it needs: data, loaded once."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from domain.base import refuse_unless

_FILE = Path(__file__).with_name("catalogue.toml")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Profession(_Part):
    """One entry of the closed list."""

    code: str
    zh: str


class Sector(_Part):
    """A kind of project, the words by which it is known, and the professions it needs."""

    zh: str
    keywords: tuple[str, ...]
    professions: tuple[str, ...]


class Catalogue(_Part):
    """The whole of it."""

    origin: str
    professions: tuple[Profession, ...] = Field(alias="profession")
    sectors: tuple[Sector, ...] = Field(alias="sector")


class Need(NamedTuple):
    """A profession that a project needs, and the sector that calls for it."""

    profession: str
    sector: str


@cache
def catalogue() -> Catalogue:
    """The shipped list."""
    return Catalogue.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@cache
def professions() -> dict[str, str]:
    """Code and Chinese name of every profession."""
    return {x.code: x.zh for x in catalogue().professions}


def needs_of(words: Iterable[str]) -> tuple[Need, ...]:
    """What a project's name and its sub-projects' names call for, in the list's order."""
    text = "\n".join(words)
    found = {
        code: Need(code, sector.zh)
        for sector in reversed(catalogue().sectors)
        if any(x in text for x in sector.keywords)
        for code in sector.professions
    }
    return tuple(found[x] for x in professions() if x in found)


def check_professions(codes: Iterable[str]) -> None:
    """Raises Malformed for a code that is not in the list."""
    known = professions()
    for code in codes:
        shown = "、".join(f"{x}（{zh}）" for x, zh in known.items())
        refuse_unless(
            code in known,
            f"没有专业“{code[:30]}”；其他专长请写在“其他专长”一栏。可用：{shown}。",
            f"there is no profession “{code[:30]}”; known: {', '.join(known)}.",
        )
