"""The record's epoch and whether facts are held: one row, asked with each lock."""

from domain.continuity.decisions import Continuity
from domain.names import CONTINUITY
from ledger.projections.change import Change, Projection, upsert


def _rows(change: Change) -> list[dict[str, object]]:
    after: object = change.after
    if not isinstance(after, Continuity):
        return []
    return [{"id": change.stream, "epoch": after.epoch, "life": after.life, "held": after.held}]


RESTORES = Projection(
    (CONTINUITY,), upsert("continuity", "id", "id epoch life held"), _rows, ("id",)
)
