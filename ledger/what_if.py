"""What a moved session or another measure would do to a running year, told without writing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from domain.base import Command
from domain.duty import Duty
from domain.given import Actor
from domain.programme.state import Programme
from domain.project.state import Project
from ledger.dry_run import Effect, dry_runs

if TYPE_CHECKING:
    from ledger.door import Ledger


class Days(NamedTuple):
    """The four days of a duty: reminded, due, letter, deputy group."""

    reminder: date | None
    due: date
    letter: date
    group: date


class Shift(NamedTuple):
    """One duty that would be another."""

    stream: str
    title: str
    duty: str
    zh: str
    change: Literal["new", "gone", "redated", "restated"]
    obligor: str
    original: date
    """As it was first."""
    was: Days | None
    now: Days | None
    called_late: bool


async def what_if(
    ledger: "Ledger", commands: Sequence[tuple[str, Command]], actor: Actor
) -> list[Shift]:
    """Every duty that these commands would change. Raises what the domain refuses."""
    effects = await dry_runs(ledger, commands, actor)
    found = [x for effect in effects for x in _shifts(effect)]
    return sorted(found, key=lambda x: ((x.now or x.was or _NONE).due, x.stream, x.duty))


_NONE = Days(None, date.max, date.max, date.max)


def _shifts(effect: Effect) -> Iterable[Shift]:
    before: dict[str, Duty] = getattr(effect.before, "duties", {})
    after: dict[str, Duty] = getattr(effect.after, "duties", {})
    for name, new in after.items():
        old = before.get(name)
        change = _change(old, new)
        if change is not None:
            yield Shift(
                stream=effect.stream,
                title=_title(effect.after),
                duty=name,
                zh=new.zh,
                change=change,
                obligor=new.obligor,
                original=new.original_due,
                was=days_of(old) if old and old.closed is None else None,
                now=days_of(new) if new.closed is None else None,
                called_late=old is not None and old.overdue,
            )


def _change(old: Duty | None, new: Duty) -> Literal["new", "gone", "redated", "restated"] | None:
    if old is None or (old.closed is not None and new.closed is None):
        return "new"
    if new.closed is not None:
        return "gone" if old.closed is None else None
    if days_of(old) != days_of(new):
        return "redated"
    same = (old.obligor, old.obligee, old.zh) == (new.obligor, new.obligee, new.zh)
    return None if same else "restated"


def days_of(duty: Duty) -> Days:
    """Its four days as they stand."""
    return Days(min(duty.reminders, default=None), duty.due, duty.letter_on, duty.group_on)


def _title(state: object) -> str:
    match state:
        case Project():
            return state.card.name
        case Programme():
            return state.title
        case _:
            return ""
