"""A table of suggestions told to the ledger: as many at once as share transactions well."""

import asyncio
import time
from typing import Any, NamedTuple

from domain.given import Actor
from domain.names import SUGGESTION, stream_id
from domain.refusals import AlreadyThere, Refused
from domain.suggestion.figures import Figures
from domain.suggestion.messages import BringOver
from domain.suggestion.table import Read
from ledger.door import Ledger
from ledger.queries.suggestions import figures_of
from ledger.refusals import ReusedKey, Unavailable
from ledger.requests import Receipt

AT_ONCE = 128
"""Rows under way: enough that every transaction is full while the next ones gather."""
_ACTOR = Actor(ref="cli:import", party="clerk")


class Done(NamedTuple):
    """What came of it."""

    counts: dict[str, Any]
    figures: Figures


async def bring_over(ledger: Ledger, read: Read, region: str) -> Done:
    """Every row through the ledger's one door; the same again is answered, not repeated.

    What the rules refuse is left out with its reason; the others stand.
    """
    began = time.perf_counter()
    turn = asyncio.Semaphore(AT_ONCE)
    counts: dict[str, Any] = {"new": 0, "known": 0, "open": 0, "left": []}

    async def one(command: BringOver) -> None:
        async with turn:
            try:
                receipt = await _tell(ledger, command)
            except Unavailable:
                raise
            except Refused as refusal:
                counts["left"].append({"row": command.id, "reason": str(refusal)})
                return
        new = bool(receipt.events) and not receipt.repeated
        counts["new" if new else "known"] += 1
        past = command.past
        counts["open"] += past.struck_off_on is None and past.withdrawn_on is None

    await asyncio.gather(*(one(x) for x in read.told))
    counts["left"].sort(key=lambda x: x["row"])
    seconds = time.perf_counter() - began
    counts["seconds"] = round(seconds, 1)
    counts["rows_per_second"] = round(len(read.told) / seconds) if read.told else 0
    return Done(counts, (await figures_of(ledger, region))[0])


async def _tell(ledger: Ledger, command: BringOver) -> Receipt:
    stream = stream_id(SUGGESTION, command.id)
    try:
        return await ledger.handle(
            stream, command, actor=_ACTOR, client="import", command_id=f"import:{stream}"
        )
    except ReusedKey as reused:
        raise AlreadyThere(command.title) from reused
