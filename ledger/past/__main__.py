"""A process of its own that makes houses of the past: folding a county's year takes seconds of one
processor, and whoever files meanwhile shall not wait for it.

It reads one order a line as JSON from its input and says on its output how far it is; at the end
of the input, as when its master dies, it ends. A house that was half made then is no house at all.
"""

import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.refusals import Refused
from domain.regimes import use_folder
from ledger.past.making import Plan, make
from ledger.pool import Pool


def say(**said: Any) -> None:
    """One line to the master."""
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()


async def carry_out(order: dict[str, Any]) -> None:
    """Make one house, and say what became of it."""
    as_of, known_at, until = (
        datetime.fromisoformat(order[x]) for x in ("as_of", "known_at", "until")
    )
    plan = Plan(order["name"], as_of, known_at, until, order["edition"])
    pool = await Pool.connect(order["url"], clients=1)
    try:
        await make(pool, plan, lambda done, of: say(done=done, of=of))
    finally:
        await pool.close()
    say(made=plan.name)


def main() -> None:
    """Until nobody gives orders any more."""
    for line in sys.stdin:
        order = json.loads(line)
        try:
            for folder in order["measures"]:
                use_folder(Path(folder))
            asyncio.run(carry_out(order))
        except Refused as refusal:
            say(failed=refusal.zh)
        except Exception as error:  # noqa: BLE001  # told to the master, who raises it
            say(failed=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
