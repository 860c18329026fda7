"""The papers of a session: from what was collected, listed, voted and adopted to its documents."""

from typing import assert_never

from domain.papers.body import Body
from domain.papers.compose.session.acts import announcement, resolution
from domain.papers.compose.session.agenda import agenda
from domain.papers.compose.session.ballot import ballot_paper, counting_sheet
from domain.papers.compose.session.booklet import booklet
from domain.papers.compose.session.explanation import explanation
from domain.papers.compose.session.gathered import SessionGathered
from domain.papers.compose.session.method import voting_method
from domain.papers.compose.session.notice import notice
from domain.papers.messages import SessionKind

__all__ = ["SessionGathered", "compose_session"]


def compose_session(kind: SessionKind, gathered: SessionGathered) -> Body:
    """The contents of a session's paper as the record stands. Raises Contradicted, with what is to
    be done first, for one whose facts are not on record yet."""
    match kind:
        case SessionKind.SESSION_NOTICE:
            return notice(gathered)
        case SessionKind.AGENDA:
            return agenda(gathered)
        case SessionKind.CANDIDATES_EXPLANATION:
            return explanation(gathered)
        case SessionKind.CANDIDATE_BOOKLET:
            return booklet(gathered)
        case SessionKind.VOTING_METHOD:
            return voting_method(gathered)
        case SessionKind.BALLOT_PAPER:
            return ballot_paper(gathered)
        case SessionKind.COUNTING_SHEET:
            return counting_sheet(gathered)
        case SessionKind.RESOLUTION:
            return resolution(gathered)
        case SessionKind.ANNOUNCEMENT:
            return announcement(gathered)
    assert_never(kind)
