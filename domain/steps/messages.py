"""Taking a step, and what becomes of it: shared by the streams of projects and of programmes."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value
from domain.steps.instruments import Kind

Number = Annotated[int, Field(ge=1, le=10_000)]


class TakeStep(Command):
    """A body decided on an instrument. The law it rests on is looked up, never typed."""

    kind: Kind
    body: ShortText
    """The party that decides or proposes: `standing_committee`, `presidium`, `deputy_group:…`."""
    on: date
    document: ShortText
    """The decision's or letter's number, or its minutes."""
    to: ShortText
    """The party that has to answer or is concerned."""
    subject: Text
    """Object and question, in writing (监督法 art. 51)."""
    signatories: Annotated[int, Field(ge=0, le=10_000)] = 0
    members: Annotated[int, Field(ge=0, le=10_000)] = 0
    """How many members the body has, where a share of them must propose."""
    session: ShortText | None = None
    """The session in which it was moved, where the right exists in session only."""
    reply_by: date | None = None
    projects: Annotated[tuple[ShortText, ...], Field(max_length=300)] = ()
    """In a programme: the projects it concerns; none for all."""


class JudgeAnswer(Command):
    """The signatories of a step say whether the answer satisfies them."""

    step: Number
    unsatisfied: Annotated[int, Field(ge=0, le=10_000)]
    on: date


class StepTaken(Event):
    """An instrument was used, by whom, on which article, with which document."""

    step: int
    kind: Kind
    zh: str
    level: int
    body: str
    by: str
    on: date
    document: str
    basis: str
    to: str
    subject: str
    signatories: int
    members: int
    session: str | None
    reply_by: date | None
    answer: str | None = None
    """The duty under which it is answered; none where nothing has to be."""
    projects: tuple[str, ...] = ()


class AnswerJudged(Event):
    """How many of the signatories were not satisfied, and whether a second answer is owed."""

    step: int
    unsatisfied: int
    signatories: int
    again: bool
    basis: str
    by: str
    on: date


class StepRecommended(Event):
    """The record suggests a step of level 4 or higher; only people decide on it."""

    kind: Kind
    zh: str
    level: int
    to: str
    because: str
    rule: str
    on: date


class Step(Value):
    """A step as the state keeps it: what later decisions need."""

    no: int
    kind: Kind
    body: str
    to: str
    signatories: int
    answers: int = 1
    """How many answers were called for so far."""


StepCommand = TakeStep | JudgeAnswer
StepEvent = StepTaken | AnswerJudged | StepRecommended
