"""What a circular is compared with: the projects of a list, and what their units reported."""

from collections import defaultdict
from typing import TYPE_CHECKING

from domain.circular.reading import Claimed, Item
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.periods import Period
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import Unknown
from ledger.queries.history import Entry, entry_of

if TYPE_CHECKING:
    from ledger.door import Ledger

_REPORTS = """
SELECT * FROM events WHERE stream = ANY($1::text[]) AND type IN ('DutyFiled', 'DutyReturned')
ORDER BY stream, version
"""

_CIRCULARS = """
SELECT * FROM events WHERE stream = $1 AND type IN ('CircularRead', 'CircularNoted')
ORDER BY version
"""


async def items_of(ledger: "Ledger", programme: str) -> list[Item]:
    """The projects of a list with their units' progress reports. Raises Unknown."""
    standing = await ledger.standing(stream_id(PROGRAMME, programme))
    if not isinstance(standing.state, Programme):
        raise Unknown("年度项目清单", "programme", programme)
    streams = [stream_id(PROJECT, x) for x in standing.state.projects]
    claims = await _claims(ledger, streams)
    found = []
    for stream in streams:
        state = (await ledger.standing(stream)).state
        if isinstance(state, Project):
            parts = {x.no: x.name for x in state.card.subprojects}
            card = state.card
            found.append(Item(card.id, card.item_no, card.name, parts, claims.get(stream, ())))
    return found


async def _claims(ledger: "Ledger", streams: list[str]) -> dict[str, list[Claimed]]:
    """What stands, not what was returned."""
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_REPORTS, (streams,))).all()
    told: defaultdict[str, dict[str, list[Claimed]]] = defaultdict(dict)
    for row in rows:
        one = entry_of(row)
        duty = str(one.event["duty"])
        if one.type == "DutyReturned":
            told[one.stream].pop(duty, None)
        elif one.event["filing"]["form"] == "progress" and "/" in duty:
            period = Period.parse(duty.partition("/")[2])
            told[one.stream][duty] = [
                Claimed(
                    subproject=x["subproject"],
                    period=period.name,
                    until=period.last,
                    planned=x["planned"],
                    claimed=x["claimed"],
                )
                for x in one.event["filing"]["rows"]
            ]
    return {stream: [x for y in duties.values() for x in y] for stream, duties in told.items()}


async def circulars_of(ledger: "Ledger", stream: str) -> list[Entry]:
    """The circulars that were read for a list, or those that tell of one project, in order."""
    async with ledger.pool.read() as connection:
        rows = await connection.exec_driver_sql(_CIRCULARS, (stream,))
        return [entry_of(x) for x in rows]
