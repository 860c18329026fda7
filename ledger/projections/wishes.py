"""Wishes, one row each: what was said, which way it came, what became of it; never by whom."""

from domain.names import WISH
from domain.wish.state import Wish
from ledger.projections.change import Change, Projection, upsert


def _row(change: Change) -> list[dict[str, object]]:
    wish: object = change.after
    if not isinstance(wish, Wish):
        raise TypeError(change.stream)
    plain = ("id", "collection", "region", "text", "place", "merged_into")
    said = wish.answer
    return [
        {
            **{x: getattr(wish, x) for x in plain},
            "stream": change.stream,
            "channel": wish.source.channel,
            "said_on": wish.source.on,
            "said_at": wish.source.place,
            "record": wish.source.record,
            "members": list(wish.members),
            "apart": list(wish.apart),
            "items": list(wish.items),
            "outcome": said.outcome if said else None,
            "answer": said.text if said else None,
            "version": change.version,
        }
    ]


_COLUMNS = """id stream collection region channel text place said_on said_at record merged_into
members apart items outcome answer version"""

WISHES = Projection((WISH,), upsert("wishes", "id", _COLUMNS), _row, ("id",))
