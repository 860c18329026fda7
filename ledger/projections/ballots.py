"""Ballots, one row each: what is voted on where, and how far the vote has come."""

from domain.ballot.state import Ballot
from domain.names import BALLOT
from ledger.projections.change import Change, Projection, upsert


def _row(change: Change) -> list[dict[str, object]]:
    ballot: object = change.after
    if not isinstance(ballot, Ballot):
        raise TypeError(change.stream)
    plain = ("id", "title", "region", "regime", "status", "held_on", "roll", "present", "ballots")
    return [
        {
            **{x: getattr(ballot, x) for x in plain},
            "stream": change.stream,
            "programme": ballot.purpose.year,
            "duty": ballot.purpose.occasion,
            "version": change.version,
        }
    ]


_COLUMNS = """id stream title region regime programme duty status held_on roll present ballots
version"""

BALLOTS = Projection((BALLOT,), upsert("ballots", "id", _COLUMNS), _row, ("id",))
