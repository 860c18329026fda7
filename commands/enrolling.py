"""An organisation's table told to the ledger: what is news, in one command; names apart."""

import hashlib

from domain.calendar import Calendar
from domain.given import Actor, Given
from domain.names import ORGANISATION, stream_id
from domain.organisation.messages import Enrol, FoundOrganisation
from domain.organisation.state import Organisation
from domain.organisation.table import Read, Told, people, sift
from domain.refusals import Unknown
from domain.regimes import shipped
from ledger.canon import fingerprint
from ledger.door import Ledger
from ledger.people import set_names

_ACTOR = Actor(ref="cli:import", party="clerk")


async def enrol(ledger: Ledger, congress: str, read: Read) -> Read:
    """What of the table was new, and what was refused, row by row."""
    stream = stream_id(ORGANISATION, congress)
    state: object = None
    version = 0
    try:
        standing = await ledger.standing(stream)
        state, version = standing.state, standing.version
    except Unknown:
        pass  # the table itself founds it
    read = await _with_superiors(ledger, read)
    now = await ledger.now()
    given = Given(_ACTOR, now, now, Calendar.seeded(), next(iter(shipped().values())))
    done = sift(read, state if isinstance(state, Organisation) else None, given)
    if done.told:
        command = Enrol(changes=tuple(x.change for x in done.told))
        key = hashlib.sha256(f"{version}:{fingerprint(stream, command)}".encode()).hexdigest()
        await ledger.handle(
            stream, command, actor=_ACTOR, client="import", command_id=f"enrol:{key}"
        )
    await set_names(ledger, congress, people(read))
    return done


async def _with_superiors(ledger: Ledger, read: Read) -> Read:
    """The founding row with the region of the congress above. Raises Unknown."""
    told = [x._replace(change=await _placed(ledger, x)) for x in read.told]
    return read._replace(told=tuple(told))


async def _placed(ledger: Ledger, told: Told) -> object:
    change = told.change
    if not isinstance(change, FoundOrganisation) or change.superior is None:
        return change
    above = (await ledger.standing(stream_id(ORGANISATION, change.superior))).state
    region = above.region if isinstance(above, Organisation) else None
    return change.model_copy(update={"superior_region": region})
