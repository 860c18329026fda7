"""From voted rows to cards: one item a group of rows, one list a congress's year."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import NamedTuple

from domain.lists.checks import Check
from domain.lists.ids import item_key, list_key
from domain.lists.parts import Parts, parts_of
from domain.lists.rows import Skipped, Voted
from domain.project.messages import Card, Subproject

MOST_ITEMS = 300
"""As many as one evaluation can name (`domain.forms.Evaluation`)."""
_BETWEEN_UNITS = re.compile(r"[、,，;；/]+")


class VotedList(NamedTuple):
    """The list that one congress voted, as it can be opened. Items stand as in the file."""

    id: str
    """The programme's id: the list's own id where streams can carry it."""
    list_id: str
    title: str
    region: str
    cards: tuple[Card, ...]
    rows: tuple[Voted, ...]
    remarks: tuple[str, ...]
    """Warnings about numbers and names."""
    checks: tuple[Check, ...] = ()
    """What the source says of its list, laid beside what its rows give."""

    @property
    def refused(self) -> tuple[Check, ...]:
        """Why the list cannot be put on record as it stands; none for nearly all."""
        return tuple(x for x in self.checks if x.severity == "refused")


def gather(voted: Iterable[Voted]) -> tuple[list[VotedList], list[Skipped]]:
    """The lists in the file's order, and the rows left over."""
    groups: dict[str, dict[str, list[Voted]]] = {}
    for row in voted:
        items = groups.setdefault(row.list_id, {})
        items.setdefault(item_key(row.item_no, row.item_name), []).append(row)
    too_many = f"一份清单最多 {MOST_ITEMS} 项 / a list has at most {MOST_ITEMS} items"
    lists, skipped = [], list[Skipped]()
    for list_id, items in groups.items():
        found = {key: parts_of(items[key]) for key in islice(items, MOST_ITEMS)}
        lists.append(_list(list_id, found))
        skipped += [x for parts in found.values() for x in parts.skipped]
        for key in islice(items, MOST_ITEMS, None):
            skipped += [Skipped(x.row, too_many, list_id) for x in items[key]]
    return lists, skipped


def _list(list_id: str, found: dict[str, Parts]) -> VotedList:
    rows = [x for parts in found.values() for x in parts.in_order]
    key, region = list_key(list_id), _region(rows[0])
    year = next((f"{x.year}年" for x in rows if x.year), "")
    return VotedList(
        id=key,
        list_id=list_id,
        title=next((x.title for x in rows if x.title), None)
        or f"{region.replace('/', '')}{year}民生实事项目（{list_id}）",
        region=region,
        cards=tuple(_card(f"{key}-{item}", key, parts) for item, parts in found.items()),
        rows=tuple(rows),
        remarks=tuple(x for parts in found.values() for x in parts.warnings),
    )


def _card(name: str, programme: str, parts: Parts) -> Card:
    """What was voted of one item. A missing unit is made up and marked, a missing target is not."""
    first = parts.first
    lead = next((x.lead_unit for x in parts.in_order if x.lead_unit), None)
    whole = Subproject(no=0, name=first.item_name, target=parts.target, lead_unit=lead)
    return Card(
        id=name,
        programme=programme,
        list_id=first.list_id,
        item_no=first.item_no,
        name=first.item_name,
        region=_region(first),
        subprojects=tuple(map(_subproject, parts.parts)) or (whole,),
        target=parts.target if parts.parts else None,
        lead_unit=lead or f"（合成）{name}承办单位",
        lead_unit_synthetic=lead is None,
        co_units=_co_units(parts.in_order, lead),
        investment_wan=parts.whole.investment_wan if parts.whole else None,
        planned_completion=parts.planned_completion,
    )


def _subproject(part: Voted) -> Subproject:
    return Subproject(
        no=part.no or 0,
        name=part.name or part.item_name,
        target=part.target,
        lead_unit=part.lead_unit,
    )


def _co_units(rows: Sequence[Voted], lead: str | None) -> tuple[str, ...]:
    named = chain.from_iterable(_BETWEEN_UNITS.split(x.co_units or "") for x in rows)
    leads = (x.lead_unit for x in rows if x.lead_unit)
    units = (x.strip() for x in (*leads, *named))
    return tuple(dict.fromkeys(x for x in units if x and x != lead))


def _region(row: Voted) -> str:
    """The path of the place, province/city/county. Equal neighbours (a municipality) once."""
    if row.region:
        return row.region
    parts = [x for n, x in enumerate(row.place) if n == 0 or row.place[n - 1] != x]
    return "/".join(x.replace("/", "") for x in parts) or "未注明地区"
