"""Which figures a run judges: counts always, times where the machine has nothing else to do.

`TIMES=told make reliability` (as `.ci/run` does, on a machine whose load nobody knows) tells every
time in its line, and judges what was lost, doubled, missing or wrongly late alone.
"""

import os

JUDGED = os.environ.get("TIMES", "judged") != "told"


def in_time(holds: bool) -> bool:
    """Whether a promise of time or rate holds, where this run judges them."""
    return holds or not JUDGED
