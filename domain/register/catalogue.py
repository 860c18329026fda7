"""The 13 forms of a duty register and the acts that they hold: data, loaded once (S002)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.base import refuse_unless

_FILE = Path(__file__).with_name("catalogue.toml")
ActCode = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,59}$")]
"""What a deputy did, as the list names it: `congress_session`."""
ORAL, WRITTEN = "oral_report", "written_report"
"""The two manners of a report to the voters 述职."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Act(_Part):
    """One kind of thing that a deputy does."""

    code: ActCode
    zh: str


class BookForm(_Part):
    """One of the forms of the book, and what is written in it."""

    code: str
    zh: str
    origin: str
    """`S002` where the source names the form, `ours` where it does not."""
    acts: Annotated[tuple[Act, ...], Field(alias="act", min_length=1)]


class Catalogue(_Part):
    """The whole of it. Raises ValidationError for another number of forms, an act twice."""

    origin: str
    cite: str
    forms: int
    form: tuple[BookForm, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if len(self.form) != self.forms:
            raise ValueError(f"{len(self.form)} forms instead of {self.forms}")
        codes = [x.code for form in self.form for x in form.acts]
        if len(set(codes)) != len(codes):
            raise ValueError("an act stands in two forms")
        return self


@cache
def catalogue() -> Catalogue:
    """The shipped list."""
    return Catalogue.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@cache
def acts() -> dict[str, str]:
    """Code and Chinese name of every act."""
    return {x.code: x.zh for form in catalogue().form for x in form.acts}


@cache
def form_of() -> dict[str, BookForm]:
    """The form in which each act is written."""
    return {x.code: form for form in catalogue().form for x in form.acts}


def check_act(code: str) -> None:
    """Raises Malformed for an act that the list does not know."""
    shown = "、".join(f"{x}（{zh}）" for x, zh in acts().items())
    refuse_unless(
        code in acts(),
        f"登记册没有“{code[:40]}”这一项。可用：{shown}。",
        f"the register knows no act “{code[:40]}”; known: {', '.join(acts())}.",
    )
