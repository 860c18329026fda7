"""Where the running request stands: at a moment of the past, or today."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from ledger.past import Moment, PastLedger


@dataclass(frozen=True)
class Here:
    """A moment that is looked at."""

    moment: Moment
    now: datetime
    """The last instant that counts there."""
    as_of: str
    """As the address says it; empty: not said."""
    known_at: str
    ledger: PastLedger


HERE: ContextVar[Here | None] = ContextVar("here", default=None)


def looking_back() -> Here | None:
    """The moment that the running request looks at; None: today."""
    return HERE.get()
