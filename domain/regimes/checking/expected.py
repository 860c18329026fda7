"""The checklist beside this module, read once: what a complete measure says, by tier."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

TIERS = ("county", "township", "street")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    tiers: tuple[str, ...] = TIERS
    zh: str = ""


class Section(_Entry):
    """A table that a complete file has."""

    name: str
    write: str


class Step(_Entry):
    """A step of the chain, fulfilled by any of these lines."""

    name: str
    any: tuple[str, ...]


class Fact(_Entry):
    """A trigger: in which streams it is raised, and whether a line must answer it."""

    name: str
    scopes: tuple[str, ...]
    optional: bool = False
    needs: str | None = None
    """A clause without which nobody raises it: `evaluation.follow_up_below`."""


class Meeting(_Entry):
    """An anchor that only some tiers have."""

    name: str


class Words(_Entry):
    """Words that have no place in a tier."""

    words: tuple[str, ...]


class Roles(_Entry):
    """Organs that a tier does not have."""

    roles: tuple[str, ...]


class Expected(BaseModel):
    """The whole checklist."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sections: tuple[Section, ...] = Field(alias="section")
    steps: tuple[Step, ...] = Field(alias="duty")
    facts: tuple[Fact, ...] = Field(alias="trigger")
    meetings: tuple[Meeting, ...] = Field(alias="anchor")
    words: tuple[Words, ...] = Field(alias="word")
    roles: tuple[Roles, ...] = Field(alias="role")


@cache
def expected() -> Expected:
    """The checklist."""
    text = Path(__file__).with_name("expected.toml").read_text(encoding="utf-8")
    return Expected.model_validate(tomllib.loads(text))
