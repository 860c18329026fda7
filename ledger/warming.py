"""What is done before anybody files, so that the first who does waits for none of it: connections,
what the driver asks about our tables when it meets them, and the server's plans."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import structlog
from sqlalchemy import exc

from domain.refusals import Refused
from ledger.access import book
from ledger.cache import UNKNOWN, StateCache
from ledger.deciding import heard_since
from ledger.lanes import FILING
from ledger.line import Line
from ledger.lock import lock, lock_free
from ledger.pool import Pool
from ledger.repeats import first_receipts
from ledger.states import read_state, read_states
from ledger.together import LINES
from ledger.write import rehearse

ALONE = 2
"""Lines for those who wait for a stream that somebody else holds: in a storm some always do."""
GLANCES = 2
"""Connections to look by: a second one is wanted whenever two come at once."""
NOBODY = ""
"""The name of no stream."""
_TROUBLE = (Refused, asyncpg.PostgresError, asyncpg.InterfaceError, exc.SQLAlchemyError, OSError)
log = structlog.get_logger("warming")


async def warm(pool: Pool) -> None:
    """Open the connections by which filings come, and rehearse what is asked and written on each.

    No row is changed. What the database refuses now is said in the log, and to who files then: one
    that can only be read still serves its readers.
    """
    token = FILING.set(True)
    try:
        await asyncio.gather(
            pool.note(book.rehearse),
            *(pool.batch(_filing) for _ in range(LINES)),
            *(pool.record(_alone) for _ in range(ALONE)),
            *(_glance(pool) for _ in range(GLANCES)),
        )
    except _TROUBLE as trouble:
        log.warning("not warm", trouble=str(trouble))
    finally:
        FILING.reset(token)


async def _filing(line: Line) -> None:
    """What `ledger.batch` asks."""
    await lock_free(line, [NOBODY], StateCache())
    await read_states(line, {})
    await first_receipts(line, [])
    await _any(line)


async def _alone(line: Line) -> None:
    """What `ledger.carrying` asks."""
    await lock(line, NOBODY, StateCache())
    await _any(line)


async def _any(line: Line) -> None:
    await read_state(line, NOBODY, UNKNOWN)
    await heard_since(line, datetime.now(UTC))
    await rehearse(line)


async def _glance(pool: Pool) -> None:
    async with pool.read() as connection:
        await connection.exec_driver_sql("SELECT 1")
