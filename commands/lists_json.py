"""How projects and skipped rows stand in the JSON of `bihuan import` and `bihuan rehearse`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from domain.lists import Check, Lists, Table
from domain.lists.outcomes import Outcome
from domain.project.messages import Card, Subproject, Target


def project_json(card: Card) -> dict[str, Any]:
    """A project as both commands name it."""
    return {
        "id": card.id,
        "list_id": card.list_id,
        "item_no": card.item_no,
        "name": card.name,
        "subprojects": [_subproject_json(card, x) for x in card.subprojects],
    }


def _subproject_json(card: Card, part: Subproject) -> dict[str, Any]:
    return {
        "no": part.no,
        "name": part.name,
        "target": _target_json(part.target),
        "lead_unit": part.lead_unit or card.lead_unit,
        "lead_unit_synthetic": card.lead_unit_synthetic,
    }


def _target_json(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    up_to = None if target.up_to is None else _number(target.up_to)
    return {
        "op": target.op,
        "value": _number(target.value),
        "up_to": up_to,
        "unit": target.unit,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def skipped_json(lists: Lists) -> list[dict[str, Any]]:
    """The rows that are not used, by `row_id` or, where there is none, by line; and the cells that
    cannot be read."""
    return [
        {
            "row": x.row,
            "reason": x.reason,
            "list_id": x.list_id,
            "cells": [one._asdict() for one in x.faults],
        }
        for x in lists.skipped
    ]


def checks_json(checks: Iterable[Check]) -> list[dict[str, str]]:
    """What does not agree within a list."""
    return [x._asdict() for x in checks]


def table_json(table: Table, outcome: Outcome) -> dict[str, Any]:
    """One list of a file, and what becomes of it."""
    return {
        "list_id": table.list_id,
        "place": table.place,
        "year": table.year,
        "tier": table.tier,
        "rows": table.rows,
        "items": table.items,
        "kinds": dict(table.kinds),
        "broken": table.broken,
        **outcome._asdict(),
        "checks": checks_json(table.checks),
    }
