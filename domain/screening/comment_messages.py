"""公示: what the public is asked about the candidates, and what it says. No person is named."""

from datetime import date
from typing import Literal

from domain.base import Command, Count, Event, ShortText, Text
from domain.screening.item import ItemId

Channel = Literal["web", "letter", "hotline", "visit", "station"]


class OpenComment(Command):
    """候选项目公示: the public is asked about the candidates."""

    opens: date
    closes: date
    where: ShortText


class RecordComment(Command):
    """公示意见. `number` is the receipt; nothing of a person is in it."""

    number: ItemId
    text: Text
    item: ItemId | None = None
    channel: Channel
    on: date


class AnswerComment(Command):
    """答复公示意见; `taken` says whether it was followed."""

    number: ItemId
    answer: Text
    taken: bool


class CloseComment(Command):
    """公示结束."""

    on: date
    note: Text


class CommentOpened(Event):
    """The public is asked."""

    opens: date
    closes: date
    where: str
    by: str


class CommentRecorded(Event):
    """Somebody of the public said something."""

    number: str
    text: Text
    item: str | None
    channel: str
    on: date
    by: str


class CommentAnswered(Event):
    """It was answered; a later answer takes the place of an earlier one."""

    number: str
    answer: Text
    taken: bool
    by: str


class CommentClosed(Event):
    """The public was heard."""

    on: date
    note: Text
    received: Count
    answered: Count
    by: str


CommentCommand = OpenComment | RecordComment | AnswerComment | CloseComment
CommentEvent = CommentOpened | CommentRecorded | CommentAnswered | CommentClosed
