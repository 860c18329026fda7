"""Appending to the log of reads: whoever comes while one transaction runs goes with the next.

A line is in the database before its answer leaves, or the answer does not leave. One writer a
process and one locked row, so that several processes make one chain; many lines a commit, so that
each costs little.
"""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import asyncpg

from domain.refusals import Refused
from ledger.access.visit import COLUMNS, Visit, hash_of
from ledger.line import Line

if TYPE_CHECKING:
    from ledger.pool import Pool

MOST = 200
"""Lines in one transaction."""
PATIENCE = 3.0
"""Seconds that an answer waits for its line. Ours."""
_HEAD = "SELECT seq, hash FROM access_head FOR UPDATE"
_APPEND = f"""
WITH moved AS (UPDATE access_head SET seq = $1, hash = $2)
INSERT INTO access_log ({", ".join(COLUMNS)})
SELECT seq, at, request, phase, subject, role, party, region, action,
    coalesce(string_to_array(nullif(objects, ''), E'\\n'), '{{}}'), filter, number, digest, result,
    ip, purpose, prev_hash, hash
FROM unnest($3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::int[], $15::text[],
    $16::int[], $17::text[], $18::text[], $19::text[], $20::text[]) AS told ({", ".join(COLUMNS)})
"""  # noqa: S608  # our own columns


_TROUBLE = (
    Refused,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)


class NotNoted(Exception):
    """The line could not be written: what it is about is not shown, and not done."""


class _Waiting(NamedTuple):
    visit: Visit
    written: asyncio.Future[None]


class AccessBook:
    """The log of reads, as one process appends to it."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool
        self._waiting: deque[_Waiting] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def note(self, visit: Visit) -> None:
        """Write the line. Raises NotNoted, after which it may stand there or not."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(visit, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        try:
            async with asyncio.timeout(PATIENCE):
                await written
        except TimeoutError as late:
            raise NotNoted from late

    async def _write(self) -> None:
        while self._waiting:
            taken = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            batch = [x for x in taken if not x.written.done()]  # others' callers went away
            if batch:
                await self._together(batch)

    async def _together(self, batch: list[_Waiting]) -> None:
        try:
            await self._pool.note(lambda x: _append(x, [y.visit for y in batch]))
        except asyncpg.UniqueViolationError as error:
            if error.constraint_name != "access_log_request_phase_key":
                _answer(batch, error)
            elif len(batch) == 1:
                _answer(batch)  # the answer to the commit was lost, and this was its repetition
            else:
                await self._apart(batch)
        except (asyncpg.DataError, asyncpg.CheckViolationError) as error:
            if len(batch) == 1:
                _answer(batch, error)
            else:
                await self._apart(batch)
        except _TROUBLE as error:
            _answer(batch, error)
        else:
            _answer(batch)

    async def _apart(self, batch: list[_Waiting]) -> None:
        """One line that cannot stand takes no other with it."""
        for one in batch:
            await self._together([one])


def _answer(batch: list[_Waiting], trouble: Exception | None = None) -> None:
    for one in batch:
        if one.written.done():
            continue
        if trouble is None:
            one.written.set_result(None)
        else:
            one.written.set_exception(NotNoted(str(trouble)))


async def rehearse(line: Line) -> None:
    """Write no line, by the statements that write one."""
    await _append(line, [])


async def _append(line: Line, visits: list[Visit]) -> None:
    head = (await line.exec_driver_sql(_HEAD)).one()
    seq, prev = head.seq, head.hash
    rows = []
    for visit in visits:
        seq += 1
        made = hash_of(seq, visit, prev)
        told = visit._replace(objects="\n".join(visit.objects))  # type: ignore[arg-type]  # one text in an array of texts
        rows.append((seq, *told, prev, made))
        prev = made
    columns = [list(x) for x in zip(*rows, strict=True)] or [[] for _ in COLUMNS]
    await line.exec_driver_sql(_APPEND, (seq, prev, *columns))
