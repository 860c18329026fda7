"""[register]: the duty register of deputies, how it is scored, and who decides on it (S002)."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.parties import Role
from domain.register.catalogue import ORAL, WRITTEN, ActCode, acts
from domain.ruling import Bench, Sitting
from domain.terms import Term

GradeCode = Literal["below", "fair", "good", "excellent"]
_Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
_Points = Annotated[int, Field(ge=1, le=100)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Cited(_Part):
    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$")]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()


class Item(_Part):
    """One thing that is scored: which acts count, and how many points they bring at most."""

    code: _Code
    zh: Annotated[str, Field(min_length=1)]
    points: _Points
    acts: Annotated[tuple[ActCode, ...], Field(min_length=1)]
    rule: Literal["attendance", "each"]
    """`attendance`: the share of the occasions that were attended; `each`: so much for each."""
    full: Annotated[int, Field(ge=1, le=1000)] = 1
    """With `each`: how many bring all the points."""


class Category(_Part):
    """A class of items."""

    code: _Code
    zh: Annotated[str, Field(min_length=1)]
    items: Annotated[tuple[Item, ...], Field(alias="item", min_length=1)]


class Band(_Part):
    """A grade and the total from which it holds."""

    code: GradeCode
    zh: Annotated[str, Field(min_length=1)]
    at_least: Annotated[int, Field(ge=0, le=1000)]


class Scoring(_Cited):
    """How a year's book becomes points and a grade. Raises ValidationError for a contradiction."""

    least: _Points
    most: _Points
    """Points of one item."""
    oral_to_written: Annotated[int, Field(ge=1, le=10)]
    """How many times an oral report to the voters weighs a written one."""
    decimals: Annotated[int, Field(ge=0, le=2)] = 1
    excellent_times: Annotated[int, Field(ge=1, le=5)]
    """So often excellent in one term of office is recommended as candidate again."""
    bands: Annotated[tuple[Band, ...], Field(alias="band", min_length=2)]
    categories: Annotated[tuple[Category, ...], Field(alias="category", min_length=1)]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, category by category."""
        return tuple(x for category in self.categories for x in category.items)

    def item(self, code: str) -> Item | None:
        """The item of that code."""
        return next((x for x in self.items if x.code == code), None)

    @model_validator(mode="after")
    def _holds(self) -> Self:
        self._check_items()
        self._check_reports()
        floors = [x.at_least for x in self.bands]
        if floors[0] != 0 or any(a >= b for a, b in pairwise(floors)):
            raise ValueError("the bands begin at 0 and rise")
        if len({x.code for x in self.bands}) != len(self.bands):
            raise ValueError("a grade stands twice")
        if floors[-1] > sum(x.points for x in self.items):
            raise ValueError("nobody could ever reach the highest grade")
        return self

    def _check_items(self) -> None:
        codes = [x.code for x in self.items]
        named = [act for x in self.items for act in x.acts]
        if len(set(codes)) != len(codes) or len(set(named)) != len(named):
            raise ValueError("an item, or an act, is scored twice")
        for x in self.items:
            if not self.least <= x.points <= self.most:
                raise ValueError(f"{x.code}: {x.points} points are not {self.least} to {self.most}")
            if unknown := [act for act in x.acts if act not in acts()]:
                raise ValueError(f"{x.code}: the register knows no act {unknown[0]}")

    def _check_reports(self) -> None:
        oral = next((x.points for x in self.items if x.acts == (ORAL,)), None)
        written = next((x.points for x in self.items if x.acts == (WRITTEN,)), None)
        if oral is None or written is None:
            raise ValueError("an oral and a written report are items of their own")
        if oral != self.oral_to_written * written:
            raise ValueError(
                f"an oral report is worth {self.oral_to_written} written ones:"
                f" {oral} is not {self.oral_to_written} × {written}"
            )


class Body(_Part):
    """Who decides on it, and in which kinds of meeting."""

    deciders: Annotated[tuple[Role, ...], Field(min_length=1)]
    sittings: Annotated[tuple[Sitting, ...], Field(min_length=1)]

    @property
    def bench(self) -> Bench:
        """As a recorded decision is checked."""
        return Bench(deciders=self.deciders, sittings=self.sittings)


class VotersReport(_Cited):
    """述职: how often each directly elected deputy reports to the voters in a term of office."""

    per_term: Annotated[int, Field(ge=1, le=5)] = 1


class Register(_Cited):
    """The section. Without `scoring` books are kept and not scored."""

    voters_report: VotersReport
    scoring: Scoring | None = None
    assessors: Body | None = None
    """Who decides on the yearly grade, and on an appeal against it."""
    appeal_within: Term | None = None
    """How long after the grade a deputy may appeal."""
    exit: Body | None = None
    """Who may order a deputy to resign. The system never does."""
    published: tuple[Literal["acts", "voters_report", "grade"], ...] = ()
    """What of a book the public may read (LAW-3 art 58)."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.scoring is not None and (self.assessors is None or self.appeal_within is None):
            raise ValueError("a scored register says who decides and how long one may appeal")
        return self
