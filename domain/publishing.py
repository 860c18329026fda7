"""From what was published to the stream whose duty it may fulfil (`domain.fulfilment`)."""

from collections.abc import Sequence

from domain.ballot.messages import BallotPublished, OfProjects
from domain.ballot.state import Ballot
from domain.fulfilment import Fulfil
from domain.names import COLLECTION, PROGRAMME, stream_id
from domain.papers.messages import PaperIssued, Papers, SessionKind
from domain.regimes.artefacts import Artefact

Told = tuple[str, Fulfil]
_DRAFTS = (SessionKind.RESOLUTION, SessionKind.ANNOUNCEMENT)
"""Composed here and decided elsewhere: a resolution is passed, a result announced, and these are
facts of their own; the printed paper alone is neither."""


def of_paper(series: Papers, event: PaperIssued) -> Sequence[Told]:
    """An issued paper fulfils the duty that asks for one of its kind and period."""
    if event.kind in _DRAFTS:
        return []
    kind = COLLECTION if isinstance(event.kind, SessionKind) else PROGRAMME
    command = Fulfil(
        artefact=Artefact(event.kind),
        reference=event.number,
        title=event.body.title,
        on=event.on,
        period=event.period,
        at=event.issued_at,
    )
    return [(stream_id(kind, series.programme), command)]


def of_box(box: Ballot, event: BallotPublished) -> Sequence[Told]:
    """An announced evaluation fulfils its publication; a vote on candidates is announced by the
    presidium."""
    if isinstance(box.purpose, OfProjects):
        return []
    command = Fulfil(
        artefact=Artefact.BALLOT_RESULT,
        reference=box.id,
        title=f"{box.title}结果",
        on=event.on,
        at=event.published_at,
    )
    return [(stream_id(PROGRAMME, box.purpose.programme), command)]
