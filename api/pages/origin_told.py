"""来历: from the wishes to the resolution, as the page of a project and of a year tell it.

A list that was imported says so: its vote was held elsewhere, and nothing of it is proven here.
"""

from typing import Any

from api.pages import words
from api.tools import Tools
from domain.adoption.origin import Kind, Origin
from domain.adoption.telling import ACT_ZH, KIND_ZH
from domain.collection.state import Collection
from domain.programme.state import Programme
from domain.project.card import target_zh
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.sections_screening import CHECK_ZH
from domain.screening.item import SOURCE_ZH, PoolItem
from domain.screening.state import Entry
from domain.voting.outcome import majority_of
from ledger.queries.origins import collection_of


async def origin_facts(state: Any, tools: Tools) -> dict[str, Any]:
    """What `_origin.html` shows: the story, and the word of an imported list's measure."""
    word = named(state.regime).word
    return {"origin": await origin_told(state, tools), "decision_word": word}


async def origin_told(state: Project | Programme, tools: Tools) -> dict[str, Any] | None:
    """The story; None for an imported list."""
    if state.origin is None:
        return None
    found = await collection_of(tools.ledger, state.origin.collection)
    if found is None:
        return None
    if isinstance(state, Project):
        return of_project(state, found)
    return of_programme(state, found)


def of_project(state: Project, collection: Collection) -> dict[str, Any]:
    """One project's way through the collection."""
    origin = state.origin
    assert isinstance(origin, Origin)  # noqa: S101  # asked for by the caller
    entry = collection.pool.entries[origin.item]
    return {
        **_decided(collection, origin.kind),
        "item": entry.item.id,
        "wishes": entry.item.wishes,
        "source": SOURCE_ZH[entry.item.source],
        "proposer": entry.item.proposer,
        "facts": _facts(entry.item),
        "checks": _checks(entry),
        "tally": origin.tally,
        "roll": origin.roll,
        "needed": majority_of(origin.roll) if origin.roll else None,
        "milestones": origin.milestones,
    }


def of_programme(state: Programme, collection: Collection) -> dict[str, Any]:
    """A year's list: the same for all its projects, and each one's votes."""
    assert state.origin is not None  # noqa: S101  # asked for by the caller
    decided = collection.adoption
    pairs = zip(decided.projects, decided.items, strict=True) if decided else ()
    return {
        **_decided(collection, state.origin.kind),
        "wishes": sum(len(x.item.wishes) for x in collection.pool.entries.values()),
        "pooled": len(collection.pool.entries),
        "rows": [_row(collection, project, item) for project, item in pairs],
        "reserve": len(collection.pool.reserve),
    }


def _decided(collection: Collection, kind: Kind) -> dict[str, Any]:
    margin, method = collection.pool.margin, collection.voting.adopted
    rounds = collection.voting.rounds
    return {
        "collection": collection.id,
        "title": collection.title,
        "word": KIND_ZH[kind],
        "act": ACT_ZH[kind],
        "listed_on": collection.pool.listed_on,
        "list_document": collection.pool.document,
        "candidates": len(collection.pool.candidates),
        "seats": margin.seats if margin else None,
        "method": method,
        "rounds": rounds,
        "consulted": collection.voting.consulted,
        "adoption": collection.adoption,
    }


def _row(collection: Collection, project: str, item: str) -> dict[str, Any]:
    entry, line = collection.pool.entries[item], collection.voting.carried(item)
    return {
        "id": project,
        "name": words.name_zh(entry.item.title),
        "item": item,
        "wishes": len(entry.item.wishes),
        "line": line,
    }


def _facts(item: PoolItem) -> list[tuple[str, str]]:
    """What the item said of itself, in words."""
    benefit = item.benefit
    found = [
        ("地点", item.place),
        ("目标", target_zh(item.target) if item.target else None),
        ("受益", f"{benefit.whom}{benefit.number}{benefit.unit}" if benefit else None),
        ("资金", f"{words.figure(item.cost.wan)}万元" if item.cost else None),
        ("完成", item.finish.isoformat() if item.finish else None),
    ]
    return [(zh, said) for zh, said in found if said]


def _checks(entry: Entry) -> list[dict[str, Any]]:
    return [
        {"zh": CHECK_ZH[x.check], "met": x.verdict == "met", "reason": x.reason, "on": x.on}
        for x in entry.judged
    ]
