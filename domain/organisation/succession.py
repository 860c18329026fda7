"""What comes after what: a later record of the same thing, never one before or beside it."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from domain.organisation.chart import Body, Group, Span, at
from domain.refusals import Contradicted, Unknown

N = TypeVar("N", Body, Group)


class OutOfOrder(Contradicted):
    """Something later is on record already; history is only ever continued."""

    def __init__(self, what: str, since: date) -> None:
        super().__init__(
            f"“{what}”自 {since} 起的情况已经登记；变动的起始日期应晚于这一天，请核对日期。",
            f"“{what}” is on record from {since} on; a change begins later than that.",
        )


def succeeds(known: Sequence[Span], since: date, what: str, same: Sequence[date]) -> bool:
    """Whether this is news: False where it was told so before. `same` are the first days of the
    records that say the same. Raises OutOfOrder."""
    if since in same:
        return False
    last = known[-1] if known else None
    if last is not None and last.since in same and (last.until is None or since < last.until):
        return False
    if last is not None and since <= last.since:
        raise OutOfOrder(what, last.since)
    return True


def standing_at(things: Sequence[N], name: str, day: date, zh: str, en: str) -> N:
    """The one of that id on that day. Raises Unknown."""
    found = [x for x in at(things, day) if x.id == name]
    if not found:
        raise Unknown(f"{day} 在设的{zh}", f"{en} standing on {day}", name)
    return found[-1]
