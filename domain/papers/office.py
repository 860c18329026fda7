"""How a report of the office is set: head, numbered parts, the staff's own words, the imprint.

Figures and sentences of the parts are composed from the record. Words are what people of the office
wrote; they stand in passages of their own and change no figure.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import ShortText, Text, Value
from domain.papers.act import Paragraph

OBJECTION_WORKDAYS = 5
"""Within so many working days dates and figures may be objected to: our default."""
NUMERALS = "一二三四五六七八九十"


class Passage(Value):
    """A passage that the staff wrote: 要求, 表扬, 点评. Each line is a paragraph."""

    zh: ShortText
    text: Text


class Words(Value):
    """Everything that the staff may write on a paper. No name of a person stands here."""

    number: ShortText | None = None
    """期号 or 文号 as the office counts, in the head; the record's own number stays beside it."""
    to: Text | None = None
    """送: the addressees; None where the composed ones hold."""
    passages: Annotated[tuple[Passage, ...], Field(max_length=6)] = ()
    signed: ShortText | None = None
    """署名 under the text, an organ or office; None for the issuer."""
    dated: date | None = None
    """成文日期; None for the day of issue. Lateness is judged by the day of issue alone."""


class Part(Value):
    """A composed part: sentences, then tables of the body by their places from 0."""

    zh: ShortText
    paragraphs: Annotated[tuple[Paragraph, ...], Field(max_length=100)] = ()
    tables: Annotated[tuple[int, ...], Field(max_length=5)] = ()


class Office(Value):
    """What stands around and between the tables of a report."""

    head: ShortText
    """版头: 民生实事项目监督通报."""
    parts: Annotated[tuple[Part, ...], Field(max_length=12)]
    closing: Annotated[tuple[Text, ...], Field(max_length=5)] = ()
    to: Text
    """Who it goes to where the staff name nobody else."""
    words: Words = Words()


def objection(what: str) -> str:
    """Until when a figure may be objected to."""
    return (
        f"对本{what}所列日期、数字有异议的，收到后{OBJECTION_WORKDAYS}个工作日内书面提出，附证据。"
    )
