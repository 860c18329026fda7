"""What can be searched in Temporal: typed attributes of each clock, changed only when they change.

`NextDue` is 00:00 Shanghai of the next due day; `Rung` the highest rung reached by what is owed.
"""

from datetime import datetime
from typing import Any

from temporalio.common import (
    SearchAttributeKey,
    SearchAttributeUpdate,
    SearchAttributeValueType,
    TypedSearchAttributes,
)

from activities.agenda import Agenda

REGION = SearchAttributeKey.for_keyword("Region")
STAGE = SearchAttributeKey.for_keyword("Stage")
UNIT = SearchAttributeKey.for_keyword("Unit")
LIGHT = SearchAttributeKey.for_keyword("Light")
OVERDUE_COUNT = SearchAttributeKey.for_int("OverdueCount")
NEXT_DUE = SearchAttributeKey.for_datetime("NextDue")
RUNG = SearchAttributeKey.for_int("Rung")

SEARCH_ATTRIBUTES: dict[str, str] = {
    REGION.name: "Keyword",
    STAGE.name: "Keyword",
    UNIT.name: "Keyword",
    LIGHT.name: "Keyword",
    OVERDUE_COUNT.name: "Int",
    NEXT_DUE.name: "Datetime",
    RUNG.name: "Int",
}
"""Name and Temporal's type, as a server has to register them."""


def changes(known: TypedSearchAttributes, agenda: Agenda) -> list[SearchAttributeUpdate[Any]]:
    """What must be said again because it is no longer as Temporal knows it."""
    due = datetime.fromisoformat(agenda.next_due) if agenda.next_due else None
    return [
        *_change(known, REGION, agenda.region),
        *_change(known, STAGE, agenda.stage),
        *_change(known, UNIT, agenda.unit),
        *_change(known, LIGHT, agenda.light),
        *_change(known, OVERDUE_COUNT, agenda.overdue),
        *_change(known, NEXT_DUE, due),
        *_change(known, RUNG, agenda.rung),
    ]


def _change(
    known: TypedSearchAttributes,
    key: SearchAttributeKey[SearchAttributeValueType],
    value: SearchAttributeValueType | None,
) -> list[SearchAttributeUpdate[Any]]:
    if known.get(key) == value:
        return []
    return [key.value_unset() if value is None else key.value_set(value)]
