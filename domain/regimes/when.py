"""The closed catalogue of "when": every rule by which a regime line may say its due date.

A regime file names one of these and gives parameters. A place that needs another rule needs it
added here, with a test, for every place; a file never becomes a language.
"""

from calendar import monthrange
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.terms import Term


class Anchor(StrEnum):
    """Days that other days are counted from (rulebook §4.1)."""

    VOTE = "vote"
    NEXT_SESSION = "next_session"
    """The next year's first session (C1)."""
    MID_SESSION = "mid_session"
    """The township's mid-year session (M)."""
    MID_MEETING = "mid_meeting"
    """The standing committee's meeting in the third quarter."""
    SESSION = "session"
    """The session at which the vote is held (C0): what is collected for it hangs on it."""


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
    SLOW = "slow"
    """A light turned red."""
    SCOPE_BREACHED = "scope_breached"
    LETTER_SENT = "letter_sent"
    ANSWER_OWED = "answer_owed"
    """A call-in, inquiry, hearing or interpellation wants its answer."""
    CONSULTED = "consulted"
    PROPOSED = "proposed"
    """A consultation proposed something: one duty each."""
    BELOW_FOLLOW_UP = "below_follow_up"
    SECOND_FAILURE = "second_failure"
    OPINION_DRAFTED = "opinion_drafted"
    OPINION_HANDED_OVER = "opinion_handed_over"
    OPINION_REPLIED = "opinion_replied"
    FINDING = "finding"
    ADJUSTED = "adjusted"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    TERMINATED = "terminated"
    CARRIED_OVER = "carried_over"
    SESSION_CLOSED = "session_closed"
    SUGGESTION_SUBMITTED = "suggestion_submitted"
    SUGGESTION_ASSIGNED = "suggestion_assigned"
    CO_HANDLER_ASSIGNED = "co_handler_assigned"
    SUGGESTION_RETURNED = "suggestion_returned"
    SUGGESTION_REPLIED = "suggestion_replied"
    SUGGESTION_DISSATISFIED = "suggestion_dissatisfied"
    SUGGESTION_FAILED = "suggestion_failed"
    """The deputy is dissatisfied with the second reply too."""
    DECIDED = "decided"
    """The resolution of a congress, the decision of a street, on what was voted."""


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Latest(_Rule):
    """The day of the year that counts where nobody convened before it: `M, latest 31 Jul`."""

    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]

    @model_validator(mode="after")
    def _is_in_every_year(self) -> Self:
        if self.day > monthrange(2023, self.month)[1]:
            raise ValueError(f"there is no {self.month}-{self.day} in every year")
        return self


class FromAnchor(_Rule):
    """A term counted from an anchor: `V + 1 m`, `C1 − 15 d`.

    On an anchor that nobody convened there is no duty yet, unless `latest` names a day.
    """

    rule: Literal["from_anchor"]
    anchor: Anchor
    term: Term
    latest: Latest | None = None


class OnAnchor(_Rule):
    """The anchor's own day. A meeting's day is set by people, not counted: it never rolls.

    On an anchor that nobody convened there is no duty yet, unless `latest` names a day.
    """

    rule: Literal["on_anchor"]
    anchor: Anchor
    latest: Latest | None = None


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
    anchor: Anchor | None = None
    """With `session_closed`: only after the meeting that serves this anchor."""


When = Annotated[FromAnchor | OnAnchor | EachPeriod | OnDate | After, Field(discriminator="rule")]
