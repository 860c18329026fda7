"""What was asked before: the first receipt of a client's command, for ever."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from ledger.line import Asking
from ledger.refusals import ReusedKey
from ledger.requests import EventRef, Receipt, Request

_FIND = """
SELECT id, type, version, hash, stream, fingerprint, received_at, recorded_at
FROM events WHERE client = $1 AND command_id = $2 ORDER BY n
"""


_FIND_ALL = """
SELECT asked.i, id, type, version, hash, stream, fingerprint, received_at, recorded_at
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(client, command_id, i)
JOIN events USING (client, command_id) ORDER BY i, n
"""


async def first_receipt(connection: Asking, request: Request) -> Receipt | None:
    """The receipt of the same request, made before; None where its key is new.

    Raises ReusedKey where the key named another body.
    """
    answer = _answer(request, await _events(connection, request.client, request.command_id))
    if isinstance(answer, ReusedKey):
        raise answer
    return answer


async def first_receipts(
    connection: Asking, requests: Sequence[Request]
) -> list[Receipt | ReusedKey | None]:
    """`first_receipt` of several; what it would raise stands in its place."""
    keys = ([x.client for x in requests], [x.command_id for x in requests])
    found = (await connection.exec_driver_sql(_FIND_ALL, keys)).all()
    rows = {i: list(some) for i, some in groupby(found, key=lambda x: x.i)}
    return [_answer(x, rows.get(i, [])) for i, x in enumerate(requests, 1)]


async def same_before(
    connection: Asking, stream: str, client: str, command_id: str
) -> Receipt | None:
    """The receipt under this key where the command cannot be made again, because what it was
    made from is gone. Raises ReusedKey where the key was used in another stream."""
    rows = await _events(connection, client, command_id)
    if not rows:
        return None
    if rows[0].stream != stream:
        raise ReusedKey(command_id)
    return _receipt(rows)


async def _events(connection: Asking, client: str, command_id: str) -> Sequence[Any]:
    found = await connection.exec_driver_sql(_FIND, (client, command_id))
    rows: Sequence[Any] = found.all()
    return rows


def _answer(request: Request, rows: Sequence[Any]) -> Receipt | ReusedKey | None:
    if not rows:
        return None
    if rows[0].fingerprint != request.fingerprint:
        return ReusedKey(request.command_id)
    return _receipt(rows)


def _receipt(rows: Sequence[Any]) -> Receipt:
    return Receipt(
        stream=rows[0].stream,
        version=rows[-1].version,
        events=tuple(EventRef(id=x.id, type=x.type, version=x.version, hash=x.hash) for x in rows),
        received_at=rows[0].received_at,
        recorded_at=rows[0].recorded_at,
        repeated=True,
    )
