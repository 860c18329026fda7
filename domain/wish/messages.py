"""What can be asked of a wish, and what can happen to it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value
from domain.wish.channels import Channel

WishId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
"""Also the receipt number: made by chance where a wish comes from the public, so that nobody can
guess another's."""


class Outcome(StrEnum):
    """What became of a wish."""

    POOLED = "pooled"
    RESERVED = "reserved"
    REFERRED = "referred"
    """To the unit or the deputies whose matter it is."""
    EXPLAINED = "explained"
    """In hand already, or done."""
    DECLINED = "declined"


OUTCOME_ZH: dict[Outcome, str] = {
    Outcome.POOLED: "列入项目库",
    Outcome.RESERVED: "列入储备",
    Outcome.REFERRED: "转有关方面办理",
    Outcome.EXPLAINED: "已在办理或解释说明",
    Outcome.DECLINED: "未采纳",
}


class Source(Value):
    """Where a wish comes from."""

    channel: Channel
    on: date
    """The day on which it was said or written."""
    place: ShortText | None = None
    """Which station, grid, meeting."""
    record: ShortText | None = None
    """The number of the minutes, letter or call it stands in."""


class TakeWish(Command):
    """A wish is taken down. The days are those of its collection, looked up before."""

    id: WishId
    collection: ShortText
    region: ShortText
    text: Text
    place: ShortText | None = None
    """What it is about lies there."""
    source: Source
    opens: date
    last: date
    """First and last day on which its collection takes wishes."""


class MergeWish(Command):
    """归并: the same as another wish, in whose place it is answered."""

    into: WishId


class JoinWish(Command):
    """Another wish is merged into this one; told together with `MergeWish`."""

    wish: WishId


class UnmergeWish(Command):
    """取消归并: it was another matter after all."""

    because: Text
    main: ShortText | None = None
    """Of which wish the asker saw it to be a member; None from askers of old, who did not say."""


class PartWish(Command):
    """The other wish stands by itself again; told together with `UnmergeWish`."""

    wish: WishId


class KeepApart(Command):
    """不归并: a person looked at both; they are not proposed again."""

    other: WishId


class PoolWish(Command):
    """An item of the project pool takes this wish up."""

    item: ShortText


class UnpoolWish(Command):
    """The item does without it."""

    item: ShortText


class AnswerWish(Command):
    """答复: what became of it, in words for who said it."""

    outcome: Outcome
    text: Text


class WishTaken(Event):
    """A wish was taken down."""

    id: str
    collection: str
    region: str
    text: Text
    place: str | None
    source: Source
    by: str
    """Who took it down: an account's reference, or the public form itself."""


class WishMerged(Event):
    """It is the same as another one."""

    into: str
    by: str


class WishJoined(Event):
    """Another one is the same as this one."""

    wish: str
    by: str


class WishUnmerged(Event):
    """It stands by itself again."""

    was: str
    because: Text
    by: str


class WishParted(Event):
    """The other one stands by itself again."""

    wish: str
    by: str


class WishKeptApart(Event):
    """It is not the same as the other one, somebody said."""

    other: str
    by: str


class WishPooled(Event):
    """An item of the project pool took it up."""

    item: str


class WishUnpooled(Event):
    """That item does without it."""

    item: str


class WishAnswered(Event):
    """It was answered; a later answer takes the place of an earlier one."""

    number: int
    outcome: Outcome
    text: Text
    by: str


WishCommand = (
    TakeWish
    | MergeWish
    | JoinWish
    | UnmergeWish
    | PartWish
    | KeepApart
    | PoolWish
    | UnpoolWish
    | AnswerWish
)
WishEvent = (
    WishTaken
    | WishMerged
    | WishJoined
    | WishUnmerged
    | WishParted
    | WishKeptApart
    | WishPooled
    | WishUnpooled
    | WishAnswered
)
