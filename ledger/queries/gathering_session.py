"""Everything that a session's papers are composed from, read in one snapshot."""

from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.collection.state import Collection
from domain.meeting.state import Life, Meeting
from domain.names import COLLECTION, MEETING, stream_id
from domain.papers.compose.session import SessionGathered
from domain.papers.compose.session.gathered import Convened
from domain.papers.compose.session.reading import Counts, Histories, Proposal, gathered_from
from domain.papers.ref import Ref
from domain.refusals import Unknown
from domain.regimes import named
from domain.regimes.when import Anchor
from domain.wish.channels import CHANNEL_ZH, Channel
from ledger.deciding import fold
from ledger.queries.told import told_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_NOW = "SELECT ledger_now()"
_COUNTS = """
SELECT channel, count(*) AS number, count(*) FILTER (WHERE merged_into IS NOT NULL) AS merged
FROM wishes WHERE collection = $1 GROUP BY 1 ORDER BY 2 DESC, 1
"""


async def gather_session(
    ledger: "Ledger", collection: str, proposal: Proposal | None = None
) -> SessionGathered:
    """The collection, its session and its wishes as they stand. Raises Unknown."""
    name = stream_id(COLLECTION, collection)
    async with ledger.pool.read(snapshot=True) as connection:
        now = (await connection.exec_driver_sql(_NOW)).scalar_one()
        told = (await told_of(connection, [name])).get(name)
        if told is None:
            raise Unknown("项目征集", "collection", collection)
        state = fold(name, None, [x.event for x in told])
        if not isinstance(state, Collection):
            raise TypeError(name)
        session = await _session(connection, state)
        counts = await _counts(connection, collection)
    read = Histories(name, told, session, counts, now)
    return gathered_from(state, read, named(state.regime), proposal)


async def _session(connection: AsyncConnection, state: Collection) -> Convened | None:
    """The meeting at which projects are chosen; None while nobody convened it."""
    meeting = state.anchors.meetings.get(Anchor.SESSION)
    if meeting is None:
        return None
    name = stream_id(MEETING, meeting)
    told = (await told_of(connection, [name])).get(name, [])
    found: object = fold(name, None, [x.event for x in told])
    if not isinstance(found, Meeting) or found.life is Life.CANCELLED:
        return None
    last = told[-1]
    return Convened(
        ref=Ref(stream=name, version=last.version, hash=last.hash),
        title=found.title,
        opens=found.day,
        closes=found.closes,
        document=found.document,
    )


async def _counts(connection: AsyncConnection, collection: str) -> Counts:
    rows = (await connection.exec_driver_sql(_COUNTS, (collection,))).all()
    return Counts(
        received=sum(x.number for x in rows),
        merged=sum(x.merged for x in rows),
        channels=tuple((CHANNEL_ZH[Channel(x.channel)], x.number) for x in rows),
    )
