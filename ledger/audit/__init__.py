"""What an auditor asks: is the record whole, does it say what is shown, what was known when."""

from ledger.audit.as_of import StateAsOf, state_as_of
from ledger.audit.rebuild import Rebuilt, rebuild
from ledger.audit.replay import Replayed, replay_check
from ledger.audit.verify import Fault, Verified, verify
from ledger.queries.history import Entry, history

__all__ = [
    "Entry",
    "Fault",
    "Rebuilt",
    "Replayed",
    "StateAsOf",
    "Verified",
    "history",
    "rebuild",
    "replay_check",
    "state_as_of",
    "verify",
]
