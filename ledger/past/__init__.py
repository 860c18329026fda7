"""The past house: all read models as they were at one moment, so that every page works there.

A moment is a pair: what had *happened* by `as_of`, of what was *recorded* by `known_at`. For it the
read models are made once more, by the same projections, from those events alone, in a schema of
their own; views stand for the record itself. A ledger whose connections look there first answers
every query as it was answered then, and writes nothing (`docs/decisions/0030`).
"""

from ledger.past.houses import Building, Houses
from ledger.past.ledger import PastLedger
from ledger.past.moment import Moment, NotYet, PastIsRead, moment_of

__all__ = ["Building", "Houses", "Moment", "NotYet", "PastIsRead", "PastLedger", "moment_of"]
