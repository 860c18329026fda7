"""A list of wishes from somebody else's books, read and recorded row by row; twice is once."""

from functools import partial
from typing import NamedTuple

from api.sheet import records_of
from api.wish_numbers import derived_number
from domain.calendar import day_of
from domain.collection.state import Collection
from domain.names import WISH, stream_id
from domain.refusals import Malformed, Refused
from domain.wish.channels import IMPORTED, Channel
from domain.wish.importing import About, Line, Rejected, WishList, contact_of, read_wishes
from ledger.ballots import By
from ledger.door import Ledger
from ledger.refusals import ReusedKey, Unavailable
from ledger.requests import Request
from ledger.tries import secret_of
from ledger.wishers import Wisher, take_wish

CLIENT = "wish-import"


class Imported(NamedTuple):
    """What became of a list."""

    read: WishList
    new: tuple[str, ...]
    known: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    """Those of the reading, and those that the record refused."""


async def read_list(
    ledger: Ledger, one: Collection, file: str, content: bytes, channel: Channel
) -> WishList:
    """The list as it would be taken. Raises NotAList."""
    key = await secret_of(ledger)
    about = About(
        collection=one.id,
        region=one.region,
        opens=one.opens,
        last=one.last,
        channel=channel,
        today=day_of(await ledger.now()),
        number=partial(derived_number, one.id, key),
    )
    return read_wishes(records_of(file, content)[1], about)


async def record_list(ledger: Ledger, found: WishList, by: By) -> Imported:
    """Take down every row that can be taken. What is on record already stays as it is."""
    new, known = list[str](), list[str]()
    rejected = list(found.rejected)
    for line in found.lines:
        try:
            fresh = await _record(ledger, line, by)
        except Unavailable:
            raise
        except ReusedKey:
            zh = "同一编号已登记，内容不同；更正的内容请另给编号"
            rejected.append(Rejected(row=line.row, column="编号", reason=zh))
        except Refused as refusal:
            rejected.append(Rejected(row=line.row, column="建议内容", reason=refusal.zh))
        else:
            (new if fresh else known).append(line.wish.id)
    rejected.sort(key=lambda x: x.row)
    return Imported(found, tuple(new), tuple(known), tuple(rejected))


async def _record(ledger: Ledger, line: Line, by: By) -> bool:
    stream = stream_id(WISH, line.wish.id)
    # one key a row, whoever imports: the days of the collection may have moved since
    command_id = f"import:{line.wish.id}:{line.wish.opens}:{line.wish.last}"
    request = Request(stream, line.wish, by.actor, CLIENT, command_id, None, None)
    receipt = await take_wish(ledger, request, Wisher(*(x or None for x in contact_of(line))))
    return bool(receipt.events) and not receipt.repeated


def must_be_a_list(channel: Channel) -> None:
    """Raises Malformed for a way by which no lists come."""
    if channel not in IMPORTED:
        raise Malformed(
            "只有热线、来信来访、征集函和代表履职平台的建议可以按表导入，其他的请逐条登记。",
            f"lists do not come by {channel}.",
        )
