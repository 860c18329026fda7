"""Organisations, one row each: which congress of which region."""

from domain.names import ORGANISATION
from domain.organisation.state import Organisation
from ledger.projections.change import Change, Projection, upsert


def _row(change: Change) -> list[dict[str, object]]:
    found: object = change.after
    if not isinstance(found, Organisation):
        raise TypeError(change.stream)
    return [
        {
            "id": found.id,
            "stream": change.stream,
            "name": found.name,
            "region": found.region,
            "tier": found.tier,
            "superior": found.superior,
            "version": change.version,
        }
    ]


_COLUMNS = "id stream name region tier superior version"

ORGANISATIONS = Projection((ORGANISATION,), upsert("organisations", "id", _COLUMNS), _row, ("id",))
