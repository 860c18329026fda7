"""Which figures a run judges: counts always, times where the machine has nothing else to do.

`TIMES=told make reliability` (as `.ci/run` does, on a machine whose load nobody knows) tells every
time in its line, and judges what was lost, doubled, missing or wrongly late alone.

Where a time of some milliseconds is judged, the database lies in memory: a commit costs what it
costs us, and the disk of a rented machine, which on a quiet evening let one write of 8 KB wait for
0.9 s, is left out. `DISK=counted` puts it back, and `bihuan doctor` says what a machine's own does.
"""

import os

DISK = "counted" if os.environ.get("DISK") == "counted" else "left out"
IN_MEMORY = DISK != "counted"
JUDGED = os.environ.get("TIMES", "judged") != "told"


def in_time(holds: bool) -> bool:
    """Whether a promise of time or rate holds, where this run judges them."""
    return holds or not JUDGED
