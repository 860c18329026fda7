"""What was published elsewhere and fulfils a duty of this year."""

from collections.abc import Sequence

from domain.duty_events import DutyEvent
from domain.fulfilment import Fulfil, fulfil
from domain.given import Given
from domain.programme.state import OWNERS, Programme
from domain.regimes.artefacts import Artefact
from domain.regimes.model import Scope


def fulfilled(state: Programme, c: Fulfil, given: Given) -> Sequence[DutyEvent]:
    """The duties it fulfils. A box's result only where the year's own round was held with it: a
    mid-year round or one held again is announced too."""
    if c.artefact is Artefact.BALLOT_RESULT and not _of_the_year(state, c.reference):
        return []
    return fulfil(state.duties, c, Scope.PROGRAMME, OWNERS, given)


def _of_the_year(state: Programme, ballot: str) -> bool:
    return any(x.ballot == ballot and x.final and not x.again for x in state.results)
