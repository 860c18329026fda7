"""Public projects ready to hand: read anew only where the record, the list or the day moved on.

What is kept is the published shape alone, in this process. Lateness turns with the day, so the day
is part of the stamp; answers of residents are counted at every look.
"""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta

from api.here import looking_back
from api.public.shape import PublicAnswers, PublicProject
from api.public.told import public_project
from api.tools import Tools
from domain.calendar import day_of
from domain.duty import GRACE
from ledger.answers import answers_of_many
from ledger.behalf import PUBLIC, read_as_before, read_for
from ledger.queries.opened import Stamp, stamps

MOST = 2000
"""So many projects are kept; a county has some hundred."""
_KEPT: OrderedDict[tuple[str, str], tuple[str, PublicProject]] = OrderedDict()
_LAG = GRACE + timedelta(seconds=1)


async def public_projects(
    tools: Tools,
    *,
    region: str | None = None,
    programme: str | None = None,
    projects: Sequence[str] | None = None,
    limit: int = 10_000,
    offset: int = 0,
) -> list[PublicProject]:
    """The projects of a region and below it, of a list, or those, in the lists' own order."""
    found = await stamps(
        tools.ledger,
        region=region,
        programme=programme,
        projects=projects,
        limit=limit,
        offset=offset,
    )
    day = str(day_of(await tools.ledger.now() - _LAG))
    counts = await answers_of_many(tools.ledger, [x.id for x in found])
    told = [await _at_hand(x, day, tools) for x in found]
    return [x.model_copy(update={"answers": PublicAnswers(**counts[x.id])}) for x in told]


async def _at_hand(stamp: Stamp, day: str, tools: Tools) -> PublicProject:
    if looking_back() is not None:
        return await public_project(stamp.id, tools)
    key = (tools.ledger.pool.url, stamp.id)
    mark = f"{stamp.version} {stamp.list_version} {stamp.announced} {day} {tools.ledger.clock}"
    known = _KEPT.get(key)
    if known is not None and known[0] == mark:
        _KEPT.move_to_end(key)
        return known[1]
    before = read_for(PUBLIC)  # it is kept for everybody, whoever asked first
    try:
        told = await public_project(stamp.id, tools)
    finally:
        read_as_before(before)
    _KEPT[key] = (mark, told)
    while len(_KEPT) > MOST:
        _KEPT.popitem(last=False)
    return told
