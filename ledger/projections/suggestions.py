"""Suggestions, one row each: whose, where they stand, what was replied and how it was judged."""

from domain.names import SUGGESTION
from domain.suggestion.state import Suggestion
from ledger.projections.change import Change, Projection, upsert


def _row(change: Change) -> list[dict[str, object]]:
    one: object = change.after
    if not isinstance(one, Suggestion):
        raise TypeError(change.stream)
    said = one.proposal
    return [
        {
            "id": said.id,
            "stream": change.stream,
            "title": said.title,
            "region": said.region,
            "regime": said.regime,
            "deputy": said.deputy,
            "seconders": list(one.seconders),
            "raised": said.raised,
            "session": said.session,
            "field": said.field,
            "submitted_on": one.submitted_on,
            "life": one.life,
            "lead": one.lead,
            "co": list(one.co),
            "assigned_on": one.assigned_on,
            "difficult": one.difficult,
            "stages": [x.stage for x in one.stages],
            "replies": one.replies,
            "kind": one.kind,
            "replied_on": one.replied_on,
            "verdict": one.verdict,
            "closed_on": one.closed_on,
            "linked": list(one.linked),
            "synthetic": said.synthetic,
            "version": change.version,
        }
    ]


_COLUMNS = """id stream title region regime deputy seconders raised session field submitted_on life
lead co assigned_on difficult stages replies kind replied_on verdict closed_on linked synthetic
version"""
"""In the table's order."""

SUGGESTIONS = Projection(
    (SUGGESTION,),
    upsert("suggestions", "id", _COLUMNS, all_columns=_COLUMNS),
    _row,
    ("id",),
)
