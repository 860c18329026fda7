"""The ballot box on the ledger's connections: what must be secret lies beside the record, for a
while, and is destroyed in the transaction that records the sums."""

from ledger.ballots.casting import Standing, Vote
from ledger.ballots.desk import Ballots, By
from ledger.ballots.keys import Key, new_code, new_key, receipt_of

__all__ = ["Ballots", "By", "Key", "Standing", "Vote", "new_code", "new_key", "receipt_of"]
