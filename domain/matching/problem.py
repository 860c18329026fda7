"""The question: who could be given which project, and within which bounds."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.base import ShortText, Value
from domain.regimes.groups import CRITERIA, Criterion

Several = Annotated[tuple[ShortText, ...], Field(max_length=400)]


class Candidate(Value):
    """A deputy, or a whole group or committee taken as one."""

    ref: ShortText
    professions: Several = ()
    work_places: Several = ()
    home_places: Several = ()
    interests: Several = ()
    """Employers with their superiors, and what was declared: units, contractors, project ids."""
    synthetic: bool = False


class Item(Value):
    """A project: what it needs, where it is, whose it is."""

    project: ShortText
    name: ShortText
    needs: tuple[tuple[ShortText, ShortText], ...] = ()
    """Pairs of a profession and the sector that calls for it."""
    site: ShortText | None = None
    parties: Several = ()
    """The lead unit, the co-units and the contractors."""


class Problem(Value):
    """One congress's question of a year. Candidates and items stand in the order of their ids, so
    that the same question has the same answer in whatever order it was put."""

    region: ShortText
    candidates: Annotated[tuple[Candidate, ...], Field(max_length=1000)]
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=300)]
    least: Annotated[int, Field(ge=1)] = 1
    most: Annotated[int, Field(ge=1)] = 1
    most_items: Annotated[int, Field(ge=1)] = 1
    criteria: tuple[Criterion, ...] = CRITERIA

    @model_validator(mode="before")
    @classmethod
    def _sorted(cls, values: dict[str, object]) -> dict[str, object]:
        for name, key in (("candidates", "ref"), ("items", "project")):
            told = values.get(name)
            if isinstance(told, tuple | list) and all(hasattr(x, key) for x in told):
                values = {**values, name: tuple(sorted(told, key=lambda x: str(getattr(x, key))))}
        return values

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len({x.ref for x in self.candidates}) != len(self.candidates):
            raise ValueError("a candidate stands twice")
        if len({x.project for x in self.items}) != len(self.items):
            raise ValueError("an item stands twice")
        if self.least > self.most:
            raise ValueError("the least is more than the most")
        return self


class Assignment(Value):
    """The answer: who was given which project, and who leads there."""

    members: dict[str, tuple[str, ...]]
    """By project, in the order of references."""
    leaders: dict[str, str]
