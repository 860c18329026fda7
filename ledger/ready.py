"""What a process that lasts does once, before it says that it is ready.

Measures are read from their files and the marks of states are made when they are first asked for:
a few tenths of a second, which should not fall on the first person who files or on the first
deadline. And the collector of garbage counts what is made, however long it lives: at its usual
figures it walked the states just read again and again, a fourth of the time that a mark took.
"""

import gc

from domain.names import CLOCKED
from domain.regimes import shipped
from domain.streams import KINDS
from ledger.kept import mark

Rounds = tuple[int, int, int]
"""Objects made, and rounds of the younger generation, between two rounds of each."""
SELDOM: Rounds = (50_000, 20, 50)
"""For what keeps thousands of moments: the least work in all."""
SHORT: Rounds = (5_000, 4, 250)
"""For what answers people: all who file stand still through a round, which takes a microsecond an
object. Of what outlives the first rounds, states that are remembered, twenty thousand are walked at
a time; after twenty rounds those were a hundred thousand, a tenth of a second."""


def make_ready(rounds: Rounds = SELDOM) -> None:
    """Read what every decision needs; let the collector leave alone what stays for ever."""
    shipped()
    for name in CLOCKED:
        mark(KINDS[name].state)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*rounds)
