"""查看记录: who looked at what. An auditor reads everybody's, the office the auditors' own."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.pages.render import page
from api.pages.rights import can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.reads import NEWEST, Asked
from api.tools import WithTools
from ledger.access.chain import verify_reads
from ledger.access.found import readers, reads
from ledger.account import ROLE_ZH

router = page_router()


@router.get("/audit/reads")
async def reads_page(
    signed: WithSigned, tools: WithTools, asked: Annotated[Asked, Query()]
) -> Response:
    """The newest lines that were sought, and whether the chain holds."""
    everybody = can(signed, "audit")
    found = await reads(tools.ledger, asked.sought(signed), asked.limit)
    chain = await verify_reads(tools.ledger, NEWEST)
    return page(
        "reads.html",
        signed,
        await tools.ledger.now(),
        here="/audit" if everybody else "/incidents",
        sample=await sample_shown(tools),
        items=found,
        more=found[-1].seq if len(found) == asked.limit else None,
        people=await readers(tools.ledger, {x.subject for x in found if x.subject}),
        roles=dict(ROLE_ZH) | TOKENS_ZH,
        chain=chain,
        everybody=everybody,
        asked=asked,
    )


TOKENS_ZH = {
    "unit": "承办单位的系统",
    "clerk": "人大机关的系统",
    "admin": "管理员的系统",
    "government": "政府的系统",
    "presidium": "主席团的系统",
    "standing_committee": "常委会的系统",
    "working_committee": "工作委员会的系统",
    "street_office": "街道办事处的系统",
    "street_working_committee": "街道人大工委的系统",
    "liaison_office": "代表联络机构的系统",
}
"""What speaks by a token is a program."""
