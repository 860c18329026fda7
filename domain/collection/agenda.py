"""The agenda of a collection's session, decided on with what the collection knows."""

from collections.abc import Sequence

from domain.collection.state import Collection
from domain.given import Given
from domain.session.decisions import Before, decide_session
from domain.session.messages import SessionCommand, SessionEvent


def before(state: Collection) -> Before:
    """What the agenda turns on."""
    return Before(state.id, state.agenda, state.duties, state.closed)


def decide_agenda(
    state: Collection, command: SessionCommand, given: Given
) -> Sequence[SessionEvent]:
    """The events of such a command."""
    return decide_session(before(state), command, given)
