"""What was published elsewhere and fulfils a duty of this year."""

from collections.abc import Sequence

from domain.chains import after_acceptance
from domain.duty_events import DutyAccepted, DutyEvent
from domain.duty_evolve import evolve_duties
from domain.fulfilment import Fulfil, fulfil
from domain.given import Given
from domain.programme.state import OWNERS, Programme
from domain.regimes.artefacts import Artefact
from domain.regimes.model import Scope


def fulfilled(state: Programme, c: Fulfil, given: Given) -> Sequence[DutyEvent]:
    """The duties it fulfils, and what follows from their acceptance. A box's result only where the
    year's own round was held with it: a mid-year round or one held again is announced too."""
    if c.artefact is Artefact.BALLOT_RESULT and not _of_the_year(state, c.reference):
        return []
    events = fulfil(state.duties, c, given)
    after = state.duties
    for event in events:
        after = evolve_duties(after, event)
    called: list[DutyEvent] = []
    for event in events:
        if isinstance(event, DutyAccepted):
            called += after_acceptance(after, after[event.duty], Scope.PROGRAMME, OWNERS, given)
    return [*events, *called]


def _of_the_year(state: Programme, ballot: str) -> bool:
    return any(x.ballot == ballot and x.final and not x.again for x in state.results)
