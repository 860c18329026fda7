"""Several commands to different streams, all or none: what two streams say of each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import asyncpg

from domain.refusals import Refused
from ledger.line import Line
from ledger.noted import note
from ledger.projections.change import Change
from ledger.refusals import Unavailable
from ledger.requests import Receipt, Request

if TYPE_CHECKING:
    from ledger.door import Ledger

_COLLISIONS = 5


async def jointly(
    ledger: "Ledger", requests: Sequence[Request], *, unless_empty: Refused | None = None
) -> list[Receipt]:
    """The receipts, in the order of the streams' ids, which is that of the locks.

    Raises the first refusal, after which nothing is recorded; `unless_empty` where one of them says
    nothing new and each should; and Unavailable.
    """
    ordered = sorted(requests, key=lambda x: x.stream)
    for one in ordered:
        note(one.client, one.command_id)

    async def work(line: Line) -> list[tuple[Receipt, Change | None]]:
        done = [await ledger.carry_out(line, x) for x in ordered]
        if unless_empty is not None and not all(receipt.events for receipt, _change in done):
            raise unless_empty
        return done

    for _ in range(_COLLISIONS):
        try:
            done = await ledger.pool.record(work)
        except asyncpg.IntegrityConstraintViolationError:
            continue  # the same key at the same time: now its receipt is found
        for _receipt, change in done:
            ledger.remember(change)
        return [receipt for receipt, _change in done]
    raise Unavailable
