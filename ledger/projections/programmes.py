"""Programmes, one row each: a congress's year and the projects it voted."""

from domain.agenda import stage_of
from domain.names import PROGRAMME
from domain.programme.state import Programme
from ledger.projections.change import Change, Projection, upsert


def _row(change: Change) -> list[dict[str, object]]:
    programme = change.after
    if not isinstance(programme, Programme):
        raise TypeError(change.stream)
    return [
        {
            "id": programme.id,
            "stream": change.stream,
            "title": programme.title,
            "region": programme.region,
            "regime": programme.regime,
            "vote": programme.anchors.vote,
            "next_session": programme.anchors.next_session,
            "session_assumed": programme.anchors.session_assumed,
            "projects": list(programme.projects),
            "stage": stage_of(programme.duties),
            "closed": programme.closed,
            "version": change.version,
            **_evaluated(programme),
        }
    ]


def _evaluated(programme: Programme) -> dict[str, object]:
    """The counts of the round that decided the year for all its items."""
    rounds = [(x.held_on, x.overall) for x in programme.results if x.final and not x.again]
    counted = [(day, overall) for day, overall in rounds if overall is not None]
    if not counted:
        return {}
    day, overall = counted[-1]
    return {
        "satisfied_ballots": overall.satisfied,
        "valid_ballots": overall.valid,
        "evaluated_on": day,
    }


_COLUMNS = """id stream title region regime vote next_session session_assumed projects stage closed
version satisfied_ballots valid_ballots evaluated_on"""

PROGRAMMES = Projection((PROGRAMME,), upsert("programmes", "id", _COLUMNS), _row, ("id",))
