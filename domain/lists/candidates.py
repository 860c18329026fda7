"""Candidates of a list as items of a collection's pool: what they say, and nothing more.

Where a source does not say who proposed an item, somebody says it for the whole file; text that is
no figure or day is kept in words.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.lists import Lists
from domain.lists.ids import item_key
from domain.lists.items import VotedList
from domain.lists.rows import Voted
from domain.project.card import Card
from domain.screening.item import Cost, Draft, Part, Source
from domain.screening.pool_messages import AddPoolItem
from domain.screening.state import Pool

_SHORT, _LONG = 300, 4000
_WORDS = (
    ("target", "目标任务"),
    ("benefit", "受益"),
    ("milestones", "进度安排"),
    ("completion", "完成时限"),
    ("note", "备注"),
)


class Standing(NamedTuple):
    """What of the candidates stands in the pool."""

    new: tuple[AddPoolItem, ...]
    known: tuple[str, ...]
    changed: tuple[str, ...]
    """In the pool with other contents: worked on there, never overwritten by a file."""


def items_of(lists: Lists, source: Source) -> list[AddPoolItem]:
    """Every candidate as an item."""
    return [AddPoolItem(id=x.id, draft=_draft(x, y, source)) for x, y in _each(lists.voted)]


def standing_in(pool: Pool, items: Iterable[AddPoolItem]) -> Standing:
    """How the items stand to those of the pool."""
    new, known, changed = list[AddPoolItem](), list[str](), list[str]()
    for x in items:
        entry = pool.entries.get(x.id)
        if entry is None:
            new.append(x)
        elif entry.item.draft == x.draft:
            known.append(x.id)
        else:
            changed.append(x.id)
    return Standing(tuple(new), tuple(known), tuple(changed))


def _each(voted: Iterable[VotedList]) -> Iterable[tuple[Card, Sequence[Voted]]]:
    for one in voted:
        rows: dict[str, list[Voted]] = {}
        for row in one.rows:
            key = f"{one.id}-{item_key(row.item_no, row.item_name)}"
            rows.setdefault(key, []).append(row)
        yield from ((card, rows[card.id]) for card in one.cards)


def _draft(card: Card, rows: Sequence[Voted], source: Source) -> Draft:
    alone = card.subprojects[0] if card.subprojects[0].no == 0 else None
    parts = () if alone else card.subprojects
    return Draft(
        title=card.name,
        source=source,
        place=_first(rows, "site")[:_SHORT] or None,
        unit=None if card.lead_unit_synthetic else card.lead_unit,
        co_units=card.co_units[:20],
        target=alone.target if alone else card.target,
        parts=tuple(Part(name=x.name, target=x.target, unit=x.lead_unit) for x in parts),
        cost=None if card.investment_wan is None else Cost(wan=card.investment_wan),
        finish=card.planned_completion,
        why=_why(rows),
    )


def _why(rows: Sequence[Voted]) -> str | None:
    said = [
        f"{zh}：{text}"
        for name, zh in _WORDS
        for text in dict.fromkeys(getattr(x.published, name) for x in rows if x.published)
        if text
    ]
    return "；".join(said)[:_LONG].strip() or None


def _first(rows: Sequence[Voted], name: str) -> str:
    found = (getattr(x.published, name) for x in rows if x.published)
    return next((str(x) for x in found if x), "")
