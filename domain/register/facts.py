"""What a deputy did, wherever it is written: in the record by itself, or by hand in the book."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Count, ShortText, Value
from domain.register.catalogue import ActCode

Presence = Literal["present", "excused", "absent"]
PRESENCE_ZH: dict[Presence, str] = {"present": "参加", "excused": "请假", "absent": "缺席"}
_HAND = "entry:"


class Fact(Value):
    """One thing done, or an occasion missed, with the place where it is written."""

    act: ActCode
    on: date
    title: ShortText
    presence: Presence = "present"
    count: Annotated[Count, Field(ge=1)] = 1
    """How often: three articles in one entry."""
    source: ShortText
    """`entry:7` of the book itself, or an event elsewhere: `meeting:M24-1#3`."""

    @property
    def by_hand(self) -> bool:
        """Whether somebody wrote it into the book, as opposed to a fact the system knew."""
        return self.source.startswith(_HAND)


def entry_source(number: int) -> str:
    """How an entry of the book is named as a source."""
    return f"{_HAND}{number}"


def counted(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Each thing once: what was written by hand besides is left out where the system itself knows
    the same act of the same day. In the order of days."""
    known = {(x.act, x.on) for x in facts if not x.by_hand}
    ordered = sorted(facts, key=lambda x: (x.on, x.act, x.source, x.presence, x.count))
    kept = {
        (x.act, x.on, x.source): x for x in ordered if not (x.by_hand and (x.act, x.on) in known)
    }
    return tuple(kept.values())
