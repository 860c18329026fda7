"""Taking wishes down, merging and answering them: what the JSON routes, the pages and the command
line have in common."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from api.callers import Caller
from api.problems import not_found
from api.sight import reads, sees
from api.tools import Tools
from domain.base import Command
from domain.collection.state import Collection
from domain.names import COLLECTION, WISH, stream_id
from domain.refusals import Malformed, Unknown
from domain.wish.likeness import Pair, pairs
from domain.wish.messages import (
    AnswerWish,
    JoinWish,
    KeepApart,
    MergeWish,
    PartWish,
    Source,
    TakeWish,
    UnmergeWish,
)
from ledger.ballots import By
from ledger.jointly import jointly
from ledger.queries.wishes import WishRow, unmerged, wish_of
from ledger.requests import Receipt, Request
from ledger.wishers import Wisher, take_wish


async def collection_for(collection: str, caller: Caller, tools: Tools) -> Collection:
    """The collection, to who may hear for it. Raises Problem 404."""
    try:
        state: object = (await tools.ledger.standing(stream_id(COLLECTION, collection))).state
    except Unknown as error:
        raise not_found() from error
    heard = isinstance(state, Collection) and (
        sees(caller, state)
        or (caller.role in ("deputy_group", "deputy") and reads(caller, state.region))
    )
    if not heard or not isinstance(state, Collection):
        raise not_found()
    return state


async def row_for(wish: str, caller: Caller, tools: Tools) -> WishRow:
    """The wish, to who may see it. Raises Problem 404."""
    row = await wish_of(tools.ledger, wish)
    if row is None or not reads(caller, row.region):
        raise not_found()
    return row


async def take(
    one: Collection,
    number: str,
    said: tuple[str, str | None, Source],
    who: Wisher,
    by: By,
    tools: Tools,
) -> Receipt:
    """登记建议, with who said it where that was told. Raises what the domain refuses."""
    text, place, source = said
    command = TakeWish(
        id=number,
        collection=one.id,
        region=one.region,
        text=text,
        place=place,
        source=source,
        opens=one.opens,
        last=one.last,
    )
    return await take_wish(tools.ledger, _asked(number, command, by), who)


async def merge(member: WishRow, main: WishRow, by: By, tools: Tools) -> list[Receipt]:
    """归并, told to both. Raises Malformed for wishes of two collections."""
    if member.collection != main.collection:
        raise Malformed("两条建议不属于同一次征集，不能归并。", "they are of two collections.")
    return await jointly(
        tools.ledger,
        [
            _asked(member.id, MergeWish(into=main.id), by, "/member"),
            _asked(main.id, JoinWish(wish=member.id), by, "/main"),
        ],
    )


async def unmerge(member: WishRow, because: str, by: By, tools: Tools) -> list[Receipt]:
    """取消归并, told to both."""
    said = UnmergeWish(because=because, main=member.merged_into)
    asked = [_asked(member.id, said, by, "/member")]
    if member.merged_into is not None:
        asked.append(_asked(member.merged_into, PartWish(wish=member.id), by, "/main"))
    return await jointly(tools.ledger, asked)


async def keep_apart(one: WishRow, other: WishRow, by: By, tools: Tools) -> Receipt:
    """不归并: the pair is not proposed again."""
    request = _asked(one.id, KeepApart(other=other.id), by)
    return await tools.ledger.submit(request)


async def answer(wish: WishRow, said: AnswerWish, by: By, tools: Tools) -> Receipt:
    """答复, which answers its members too."""
    return await tools.ledger.submit(_asked(wish.id, said, by))


_KNOWN: dict[str, tuple[tuple[int, int], list[Pair]]] = {}
"""The pairs found last in each collection, and in which wishes: they are looked for anew only
where a wish was added, merged or told apart since."""


class Proposed(NamedTuple):
    """Two wishes that may say the same, side by side."""

    first: WishRow
    second: WishRow
    likeness: float


async def proposals(collection: str, tools: Tools, most: int = 20) -> list[Proposed]:
    """The pairs of a collection that people should look at, the most alike first. The one that
    has members already, or was said first, is the second: it stays the main one."""
    rows = {x.id: x for x in await unmerged(tools.ledger, collection)}
    seen = hash(tuple((x.id, x.version) for x in rows.values()))
    known = _KNOWN.get(collection)
    if known is None or known[0] != (seen, most):  # seconds of work for a city's thousands
        found = await asyncio.to_thread(_pairs, list(rows.values()), most)
        _KNOWN[collection] = known = ((seen, most), found)
    return [_as_proposed(x, rows) for x in known[1]]


def _pairs(rows: Sequence[WishRow], most: int) -> list[Pair]:
    texts = {x.id: f"{x.text} {x.place or ''}" for x in rows}
    apart = [frozenset((x.id, other)) for x in rows for other in x.apart]
    both = {x.id for x in rows if x.members}
    found = pairs(texts, apart, most=most * 3)
    return [x for x in found if not {x.first, x.second} <= both][:most]


def _as_proposed(pair: Pair, rows: dict[str, WishRow]) -> Proposed:
    first, second = rows[pair.first], rows[pair.second]
    keeps = (bool(first.members), second.said_on, second.id) > (
        bool(second.members),
        first.said_on,
        first.id,
    )
    member, main = (second, first) if keeps else (first, second)
    return Proposed(member, main, pair.likeness)


def _asked(wish: str, command: Command, by: By, part: str = "") -> Request:
    stream, key = stream_id(WISH, wish), by.key + part
    return Request(stream, command, by.actor, by.client, key, by.received_at, None)
