"""[session]: what stands on the agenda of the session at which projects are chosen, and who speaks
to it (S003: 两报告一说明)."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Point(StrEnum):
    """What an agenda has because projects are chosen, in the order in which it can be taken."""

    GOVERNMENT_REPORT = "government_report"
    BODY_REPORT = "body_report"
    """Of the presidium; of the standing committee in a county."""
    COMPLETION_REPORT = "completion_report"
    """On last year's projects, where there were any."""
    EXPLANATION = "explanation"
    METHOD = "method"
    VOTE = "vote"
    RESOLUTION = "resolution"


AFTER: tuple[tuple[Point, Point], ...] = (
    (Point.EXPLANATION, Point.METHOD),
    (Point.METHOD, Point.VOTE),
    (Point.GOVERNMENT_REPORT, Point.VOTE),
    (Point.BODY_REPORT, Point.VOTE),
    (Point.COMPLETION_REPORT, Point.VOTE),
    (Point.EXPLANATION, Point.VOTE),
    (Point.VOTE, Point.RESOLUTION),
)
"""What comes before what: deputies hear before they vote, and vote by rules adopted before."""


class AgendaPoint(BaseModel):
    """One item that the measure puts on the agenda."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Point
    zh: Annotated[str, Field(min_length=2, max_length=100)]
    by: Annotated[str, Field(min_length=2, max_length=40)] | None = None
    """Who speaks to it, by office."""
    line: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)] | None = None
    """The duty under which its document is owed: without it the agenda cannot be fixed."""
    required: bool = True


class SessionAgenda(BaseModel):
    """The section. Raises ValidationError for a point named twice or out of its order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$")]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()
    form: Annotated[str, Field(min_length=2, max_length=20)] | None = None
    """What people call it: 两报告一说明."""
    items: Annotated[tuple[AgendaPoint, ...], Field(alias="item", min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        names = [x.name for x in self.items]
        if len(set(names)) != len(names):
            raise ValueError("session: a point stands on the agenda twice")
        if wrong := out_of_order(names):
            raise ValueError(f"session: {wrong[0]} comes before {wrong[1]}")
        return self

    def point(self, name: Point) -> AgendaPoint | None:
        """The measure's own words for a point."""
        return next((x for x in self.items if x.name is name), None)


def out_of_order(names: list[Point]) -> tuple[Point, Point] | None:
    """Two points of which the first should stand before the second and does not."""
    at = {x: n for n, x in enumerate(names)}
    return next((x for x in AFTER if x[0] in at and x[1] in at and at[x[0]] > at[x[1]]), None)
