"""Collections, one row each: which congress collects for which year, until when, how far it is."""

from domain.agenda import stage_of
from domain.collection.state import Collection
from domain.names import COLLECTION
from ledger.projections.change import Change, Projection, upsert


def _row(change: Change) -> list[dict[str, object]]:
    found: object = change.after
    if not isinstance(found, Collection):
        raise TypeError(change.stream)
    return [
        {
            "id": found.id,
            "stream": change.stream,
            "title": found.title,
            "region": found.region,
            "regime": found.regime,
            "year": found.year,
            "session": found.session,
            "session_assumed": found.anchors.session_assumed,
            "opens": found.opens,
            "closes": found.closes,
            "closed_on": found.closed_on,
            "stage": stage_of(found.duties),
            "closed": found.closed,
            "version": change.version,
        }
    ]


_COLUMNS = """id stream title region regime year session session_assumed opens closes closed_on
stage closed version"""

COLLECTIONS = Projection((COLLECTION,), upsert("collections", "id", _COLUMNS), _row, ("id",))
