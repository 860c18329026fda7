"""What a board is narrowed to, and which filter alone keeps something out.

What only one filter keeps out is what that filter's other choices would show: so one look counts
for every filter each of its choices.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from ledger.readings import Sought

DIMENSIONS = ("waits", "obligor", "region", "what", "stage", "light", "group", "leader")
"""The filters that have choices."""


class Asked(BaseModel):
    """What the board is narrowed to; what is empty asks nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    within: str | None = None
    """The region whose board it is, with all below."""
    days: int = 15
    region: tuple[str, ...] = ()
    """Each with all below it."""
    obligor: tuple[str, ...] = ()
    """A party, or a role for all parties of that role."""
    waits: tuple[str, ...] = ()
    """The roles of those for whom it waits; `people` on the highest rung."""
    what: tuple[str, ...] = ()
    """Names of duties without their period."""
    stage: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    """Lights, and `HOLD`, `STOP`, `DONE` for projects that have none."""
    group: tuple[str, ...] = ()
    """Deputy groups of the contact schedule; empty for projects that have none."""
    leader: tuple[str, ...] = ()
    late: bool = False
    on: date | None = None
    q: str = ""
    """汉字, pinyin or initials of a project, a unit or a group."""


class Told(Protocol):
    """What can be narrowed: a debt or a project."""

    title: str
    region: str
    owes: str
    group: str


T = TypeVar("T", bound=Told)
Filter = Callable[[Any], bool]
"""Whether a debt or a project fits."""


def below(region: str, of: Sequence[str]) -> bool:
    """Whether the region is one of these or lies in one."""
    return any(region == x or region.startswith(f"{x}/") for x in of)


def filters(asked: Asked, names: Iterable[str]) -> dict[str, Filter]:
    """The filters that ask something, by name."""
    found: dict[str, Filter] = {}
    for name in names:
        chosen = getattr(asked, name)
        if chosen:
            found[name] = _among(name, chosen)
    if sought := Sought(asked.q):
        found["q"] = _sought(sought)
    return found


def _among(name: str, chosen: Sequence[str]) -> Filter:
    if name == "region":
        return lambda x: below(x.region, chosen)
    values = frozenset(chosen)
    return lambda x: getattr(x, name) in values


def _sought(sought: Sought) -> Filter:
    seen: dict[str, tuple[bool, ...]] = {}

    def found(name: str) -> tuple[bool, ...]:
        if name not in seen:
            seen[name] = sought.found_in(name)
        return seen[name]

    def fits(x: Told) -> bool:
        names = (found(x.title), found(x.owes.partition(":")[2]), found(x.group))
        return all(map(any, zip(*names, strict=True)))

    return fits


def spread(all_: Sequence[T], by: dict[str, Filter]) -> dict[str, list[T]]:
    """Under '' what every filter lets through, under a filter's name what it alone keeps out."""
    if not by:
        return {"": list(all_)}
    found: dict[str, list[T]] = {"": [], **{x: [] for x in by}}
    for one in all_:
        missed = ""
        for name, fits in by.items():
            if not fits(one):
                if missed:
                    break
                missed = name
        else:
            found[missed].append(one)
    return found
