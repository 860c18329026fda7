"""What is done before anybody files, so that the first who does waits for none of it: connections,
what the driver asks about our tables when it meets them, and the server's plans."""

import asyncio

import asyncpg
import structlog
from sqlalchemy import exc

from domain.refusals import Refused
from ledger.access import book
from ledger.cache import StateCache
from ledger.lanes import FILING
from ledger.line import Line
from ledger.lock import lock_free
from ledger.pool import Pool
from ledger.states import read_states
from ledger.write import rehearse

WARM = 2
"""Connections of each kind: a second one is wanted whenever two come at once."""
_TROUBLE = (Refused, asyncpg.PostgresError, asyncpg.InterfaceError, exc.SQLAlchemyError, OSError)
log = structlog.get_logger("warming")


async def warm(pool: Pool) -> None:
    """Open the connections by which filings come, and rehearse what is written on each.

    No row is changed. What the database refuses now is said in the log, and to who files then: one
    that can only be read still serves its readers.
    """
    token = FILING.set(True)
    try:
        both = ((pool.batch(_filing), _glance(pool)) for _ in range(WARM))
        await asyncio.gather(pool.note(book.rehearse), *(x for pair in both for x in pair))
    except _TROUBLE as trouble:
        log.warning("not warm", trouble=str(trouble))
    finally:
        FILING.reset(token)


async def _filing(line: Line) -> None:
    await lock_free(line, [], StateCache())
    await read_states(line, {})
    await rehearse(line)


async def _glance(pool: Pool) -> None:
    async with pool.read() as connection:
        await connection.exec_driver_sql("SELECT 1")
