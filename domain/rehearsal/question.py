"""A rehearsal asked and answered as plain values, so that it can be played in another process."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import ShortText, Value
from domain.lists import VotedList
from domain.parties import ROLE_ZH, Role
from domain.project.messages import Card
from domain.regimes import named
from domain.regimes.when import Anchor
from domain.rehearsal.happenings import Happening
from domain.rehearsal.messages import Message
from domain.rehearsal.silence import silence_of
from domain.rehearsal.year import rehearse

KIND_ZH = {
    "reminder": "提醒",
    "overdue": "催办",
    "letter": "督办函",
    "escalated": "升级",
    "recommended": "建议",
}
"""The five kinds of messages, mildest first."""


class Question(Value):
    """Whose year is played under which measure, who is silent, and what happens on the way."""

    programme: ShortText
    title: ShortText
    region: ShortText
    cards: Annotated[tuple[Card, ...], Field(min_length=1, max_length=300)]
    regime: ShortText
    vote: date
    next_session: date
    convened: dict[Anchor, date] = Field(default_factory=dict)
    silent: Annotated[tuple[ShortText, ...], Field(max_length=60)] = ()
    happenings: Annotated[tuple[Happening, ...], Field(max_length=12)] = ()


class Told(Value):
    """One message as people read it."""

    on: date
    project: str | None
    duty: str
    duty_zh: str
    period: str | None
    kind: str
    to: str
    because: str


class Answer(Value):
    """What the year would bring."""

    messages: tuple[Told, ...]
    waiting: tuple[str, ...]
    """What is not owed because nobody has convened its meeting."""
    unpublished: tuple[int, ...]
    """Years whose holiday notice is not published, and that some dates rest on."""
    remarks: tuple[str, ...]
    """What could not happen, and why."""


def answer(question: Question) -> Answer:
    """Plays the year. Raises Unknown for a measure or a silent party, Malformed for its days."""
    regime = named(question.regime)
    voted = VotedList(
        id=question.programme,
        list_id=question.programme,
        title=question.title,
        region=question.region,
        cards=tuple(x.model_copy(update={"programme": question.programme}) for x in question.cards),
        rows=(),
        remarks=(),
    )
    played = rehearse(
        [voted],
        regime,
        question.vote,
        question.next_session,
        silence_of(question.silent, voted.cards, regime),
        convened=question.convened,
        happenings=question.happenings,
    )
    states = played.world.states.values()
    zh = {x.line: x.zh.removesuffix(f" {x.period}") for y in states for x in y.duties.values()}
    return Answer(
        messages=tuple(_told(x, zh) for x in played.messages),
        waiting=tuple(x.zh for x in played.unanchored),
        unpublished=tuple(played.unpublished_years),
        remarks=played.remarks,
    )


def _told(message: Message, zh: dict[str, str]) -> Told:
    return Told(
        on=message.date,
        project=message.project,
        duty=message.duty,
        duty_zh=zh[message.duty],
        period=message.period,
        kind=message.kind,
        to=addressee_zh(message.to),
        because=message.because,
    )


def addressee_zh(to: str) -> str:
    """Whom a message reaches: an organ by its name, a unit by its own."""
    role, _, name = to.partition(":")
    return f"{ROLE_ZH[Role(role)]} {name}".strip() if role in set(Role) else to
