"""Organisations: which there are, one of them as of a day, and what changed in it."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from api.duties import Limit, Offset
from api.in_reach import in_reach
from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import READ, RECEIPT
from api.rights import Allowed
from api.sight import narrowed
from api.tools import WithTools
from api.writing import Writing, answer
from domain.calendar import day_of
from domain.names import ORGANISATION, stream_id
from domain.organisation.chart import Body as Organ
from domain.organisation.chart import Deputy, Group, Seat, Unit
from domain.organisation.messages import Enrol, FoundOrganisation
from domain.organisation.state import Organisation
from domain.organisation.tiers import BODIES, TIER_ZH, Tier
from ledger.door import Ledger
from ledger.people import names_of
from ledger.queries.organisations import OrganisationRow, find_organisations

router = json_router("组织 organisations")
OrganisationId = Annotated[
    str,
    Path(description="人大组织编号", examples=["LG"], pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$"),
]


class Organisations(BaseModel):
    """Organisations, from above to below."""

    items: tuple[OrganisationRow, ...]
    total: int


class MayHave(BaseModel):
    """An organ that this tier has, and the article that says so."""

    kind: str
    zh: str
    article: str


class OrganisationShown(BaseModel):
    """One congress's organisation as of a day."""

    id: str
    name: str
    region: str
    tier: Tier
    tier_zh: str
    superior: str | None
    version: int
    as_of: date
    may_have: tuple[MayHave, ...]
    bodies: tuple[Organ, ...]
    groups: tuple[Group, ...]
    units: tuple[Unit, ...]
    deputies: tuple[Deputy, ...]
    seats: tuple[Seat, ...]
    names: dict[str, str]
    """代表编号 → 姓名；抹去后没有."""


@router.get("/organisations", responses=READ)
async def find(
    caller: Allowed, tools: WithTools, limit: Limit = 50, offset: Offset = 0
) -> Organisations:
    """本地区及所辖各级人大的组织."""
    region, _ = narrowed(caller, None)
    page = await find_organisations(tools.ledger, region, limit=limit, offset=offset)
    return Organisations(items=page.items, total=page.total)


@router.get("/organisations/{organisation}", responses=READ)
async def read(
    organisation: OrganisationId,
    caller: Allowed,
    tools: WithTools,
    as_of: Annotated[
        date | None,
        Query(
            description="哪一天的情况，可以是以后；不给则为今天。按任免的起止日算，不像别处那样"
            "回到那天的记录；要看那时系统里登记了什么，用 known_at"
        ),
    ] = None,
) -> OrganisationShown:
    """一个人大某一天的机构、小组、单位、代表与任职."""
    stream = stream_id(ORGANISATION, organisation)
    found, standing = await in_reach(tools.ledger, stream, Organisation, caller)
    chart = found.at(as_of or day_of(standing.now))
    return OrganisationShown(
        id=found.id,
        name=found.name,
        region=found.region,
        tier=found.tier,
        tier_zh=TIER_ZH[found.tier],
        superior=found.superior,
        version=standing.version,
        as_of=chart.day,
        may_have=tuple(
            MayHave(kind=kind, zh=x.zh, article=x.article)
            for kind, x in BODIES.items()
            if found.tier in x.tiers
        ),
        bodies=tuple(chart.bodies.values()),
        groups=tuple(chart.groups.values()),
        units=tuple(chart.units.values()),
        deputies=tuple(chart.deputies.values()),
        seats=chart.seats,
        names=await names_of(tools.ledger, found.id),
    )


@router.post("/organisations/{organisation}/changes", status_code=201, responses=RECEIPT)
async def change(
    organisation: OrganisationId,
    caller: Allowed,
    write: Writing,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Enrol), Body()],
) -> Response:
    """登记变动：建立、设立、组建、登记代表、离任、任职、免职；一次可多项，全部成立才登记."""
    placed = [await _placed(tools.ledger, organisation, x) for x in sent.changes]
    command = Enrol(changes=tuple(placed))
    return answer(await write.record(caller, stream_id(ORGANISATION, organisation), command))


async def _placed(ledger: Ledger, organisation: str, one: Any) -> Any:
    """A founding under the address's own id, with the region of the congress above."""
    if not isinstance(one, FoundOrganisation):
        return one
    region = None
    if one.superior is not None:
        above: object = (await ledger.standing(stream_id(ORGANISATION, one.superior))).state
        region = above.region if isinstance(above, Organisation) else None
    return one.model_copy(update={"id": organisation, "superior_region": region})
