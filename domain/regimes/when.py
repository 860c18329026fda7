"""The closed catalogue of "when": every rule by which a regime line may say its due date.

A regime file names one of these and gives parameters. A place that needs another rule needs it
added here, with a test, for every place; a file never becomes a language.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.terms import Term


class Anchor(StrEnum):
    """Days that other days are counted from (rulebook §4.1)."""

    VOTE = "vote"
    NEXT_SESSION = "next_session"


Every = Literal["month", "quarter", "half"]
"""Kinds of periods (`domain.periods`)."""


class Span(StrEnum):
    """Which periods of the year a cadence covers (rulebook §10, first and last period)."""

    PLAN_TO_SESSION = "plan_to_session"
    """From the first full month after vote + 1 month, to the last that ends before the session."""
    VOTE_QUARTER_TO_SESSION = "vote_quarter_to_session"
    """The vote's quarter if the vote falls in its first month, else the next; to the session."""
    TWELVE_MONTHS = "twelve_months"
    """Periods that end in the twelve calendar months beginning after the month of the vote."""
    VOTE_TO_SESSION = "vote_to_session"
    """Every period that ends after the vote and before the next session."""


class Trigger(StrEnum):
    """Facts that call a duty into being."""

    PLAN_ACCEPTED = "plan_accepted"
    CLAIM_ACCEPTED = "claim_accepted"
    EVALUATED = "evaluated"
    DISSATISFIED = "dissatisfied"


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FromAnchor(_Rule):
    """A term counted from an anchor: `V + 1 m`, `C1 − 15 d`."""

    rule: Literal["from_anchor"]
    anchor: Anchor
    term: Term


class OnAnchor(_Rule):
    """The anchor's own day. A meeting's day is set by people, not counted: it never rolls."""

    rule: Literal["on_anchor"]
    anchor: Anchor


class EachPeriod(_Rule):
    """Once a period: due on its last day (rolling, `民法典 art. 203`), or a term after that day."""

    rule: Literal["each_period"]
    every: Every
    span: Span
    term: Term | None = None
    until_verified: bool = False
    """Periods that have not ended when the project is verified fall away (rulebook §10)."""


class OnDate(_Rule):
    """A day of the calendar: its first coming after the vote, rolling off rest days.

    With `before_session` there is no duty when the next session comes first.
    """

    rule: Literal["on_date"]
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    before_session: bool = False


class After(_Rule):
    """A term after a fact: the duty comes into being with it."""

    rule: Literal["after"]
    trigger: Trigger
    term: Term


When = Annotated[FromAnchor | OnAnchor | EachPeriod | OnDate | After, Field(discriminator="rule")]
