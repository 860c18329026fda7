"""What a list's opening says to the record: its programme, then each of its projects."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from domain.base import Command
from domain.lists.items import VotedList
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject


class Vote(NamedTuple):
    """When, and under which measure; for a street, the day of its selection."""

    regime: str
    day: date
    next_session: date
    session_assumed: bool


def openings_of(voted: VotedList, vote: Vote) -> Iterator[tuple[str, Command]]:
    """The stream and the command of each opening, the programme's first."""
    yield (
        stream_id(PROGRAMME, voted.id),
        OpenProgramme(
            id=voted.id,
            title=voted.title,
            region=voted.region,
            regime=vote.regime,
            vote=vote.day,
            next_session=vote.next_session,
            session_assumed=vote.session_assumed,
            projects=tuple(sorted(x.id for x in voted.cards)),
        ),
    )
    for card in voted.cards:
        adoption = AdoptProject(
            card=card,
            regime=vote.regime,
            vote=vote.day,
            next_session=vote.next_session,
            session_assumed=vote.session_assumed,
        )
        yield stream_id(PROJECT, card.id), adoption
