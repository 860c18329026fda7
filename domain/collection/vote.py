"""The vote within a collection: what of it a vote turns on."""

from collections.abc import Sequence

from domain.collection.state import Collection
from domain.given import Given
from domain.refusals import Contradicted
from domain.screening.hints import must_be_heard
from domain.voting.decisions import Standing, decide_voting
from domain.voting.messages import (
    AdoptMethod,
    RecordConsultation,
    VotingCommand,
    VotingEvent,
)
from domain.voting.rounds import Candidate, Candidates


def standing_of(state: Collection) -> Standing:
    """The candidates as they stand, and the vote so far."""
    return Standing(state.id, state.voting, candidates_of(state))


def candidates_of(state: Collection) -> Candidates | None:
    """The list that was put before the meeting; None before there is one."""
    seats = state.pool.seats
    if seats is None:
        return None
    return Candidates(seats, tuple(Candidate(x.id, x.title) for x in state.pool.candidates))


def vote(state: Collection, command: VotingCommand, given: Given) -> Sequence[VotingEvent]:
    """The events of such a command. Raises what `decide_voting` does, NotHeard where the standing
    committee comes first (B16), and Contradicted once the collection is closed."""
    events = decide_voting(standing_of(state), command, given)
    if events and isinstance(command, AdoptMethod | RecordConsultation):
        must_be_heard(state.pool, given.regime.screens)
    if events and state.closed:
        raise Contradicted(f"“{state.title}”已经办结，不再投票。", f"{state.title} is closed.")
    return events
