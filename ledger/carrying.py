"""What the parts of the ledger share: its tools, and a command carried out on one connection."""

from domain.refusals import Refused
from ledger.almanac import CurrentCalendar
from ledger.cache import StateCache
from ledger.chain import Head
from ledger.clock import ClockMode
from ledger.deciding import decide
from ledger.failpoint import OFF
from ledger.line import Asking
from ledger.lock import lock
from ledger.measures import Measures
from ledger.meters import APPENDED
from ledger.pool import Pool
from ledger.projections.change import Change
from ledger.recording import nothing_new, record
from ledger.repeats import first_receipt
from ledger.requests import Receipt, Request
from ledger.two_persons import TwoPersons


class Carrying:
    """A pool of connections, the states known here, the calendar that holds."""

    def __init__(self, pool: Pool, clock: ClockMode) -> None:
        self.pool = pool
        self.clock = clock
        self.cache = StateCache()
        self.calendar = CurrentCalendar()
        self.measures = Measures()
        self.failpoint = OFF
        self.two: TwoPersons | None = None
        """What takes two persons here; None where nobody asks, as in trials and rehearsals."""

    async def carry_out(
        self, connection: Asking, request: Request
    ) -> tuple[Receipt, Change | None]:
        """The whole command on one connection, without its commit."""
        held = await lock(connection, request.stream, self.cache)
        calendar = await self.calendar.at(connection, held.almanac)
        try:
            decided = await decide(connection, held, request, calendar)
        except Refused:
            if found := await first_receipt(connection, request):
                return found, None
            raise
        if decided.events:
            return await record(connection, decided)
        found = await first_receipt(connection, request)
        return found or await nothing_new(connection, decided), None

    def remember(self, change: Change | None) -> None:
        """Keep the state of a change that is committed."""
        if change is not None:
            count(change)
            head = Head(change.version, change.head)
            self.cache.remember(change.stream, head, change.after)


def count(change: Change) -> None:
    """Say to the meters what was committed."""
    APPENDED.labels(change.kind).inc(len(change.events))
