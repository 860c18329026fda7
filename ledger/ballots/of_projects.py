"""A box of a vote on candidates, held against its collection when voting begins: the method stands,
the paper is of the items that stand, and no other box is under way for the same vote. The
collection notes the box in the same transaction, and lets nothing change until it is counted."""

from typing import TYPE_CHECKING

from domain.ballot.messages import OfProjects
from domain.ballot.state import Ballot
from domain.collection.state import Collection
from domain.collection.vote import standing_of
from domain.names import COLLECTION, stream_id
from domain.refusals import Contradicted, Unknown
from domain.regimes import named
from domain.voting.box import may_open
from domain.voting.messages import MindBox
from ledger.line import Asking
from ledger.requests import Request
from ledger.states import read_state

if TYPE_CHECKING:
    from ledger.ballots.desk import By
    from ledger.door import Ledger

_HOLD = "SELECT FROM streams WHERE id = $1 FOR UPDATE"
_OTHERS = """
SELECT id FROM ballots
WHERE programme = $1 AND duty = $2 AND id <> $3 AND status NOT IN ('DRAFT', 'ANNULLED') LIMIT 1
"""


async def fits_its_collection(
    ledger: "Ledger", line: Asking, box: Ballot, purpose: OfProjects
) -> None:
    """Raises Unknown for no such collection, what `may_open` does, and Contradicted where another
    box of the same vote was opened. The collection waits until this transaction is through."""
    stream = stream_id(COLLECTION, purpose.collection)
    await line.exec_driver_sql(_HOLD, (stream,))
    read = await read_state(line, stream, ledger.cache.known(stream))
    state: object = read.state if read else None
    if not isinstance(state, Collection):
        raise Unknown("项目征集", "collection", purpose.collection)
    may_open(standing_of(state), box, named(state.regime))
    found = await line.exec_driver_sql(_OTHERS, (purpose.year, purpose.occasion, box.id))
    if others := found.all():
        raise Contradicted(
            f"这次投票已经另有票箱（{others[0].id}），请作废其一后再开始。",
            f"another box ({others[0].id}) is open for this vote; annul one of them.",
        )


async def told_its_collection(
    ledger: "Ledger", line: Asking, box: Ballot, purpose: OfProjects, by: "By", *, is_open: bool
) -> None:
    """Has the collection note that the box was opened or annulled, or raises what it refuses."""
    command = MindBox(ballot=box.id, round=purpose.round, open=is_open)
    stream = stream_id(COLLECTION, purpose.collection)
    key = f"{by.key}/{stream}"
    await ledger.carry_out(line, Request(stream, command, by.actor, by.client, key, by.received_at))
