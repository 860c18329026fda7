"""公布规则 on a page: the very table by which pages are made, and the methods behind the words."""

from fastapi import Request
from starlette.responses import Response

from api.pages.open_parts import public_page
from api.pages.router import page_router
from api.public.rules import KEPT, PUBLISHED, Reader
from api.public.words import LAMP_ZH
from api.tools import WithTools

router = page_router()
READER_ZH: dict[Reader, str] = {
    "unit": "承办单位",
    "deputy": "有关代表",
    "committee": "人大机关",
    "auditor": "审计人员",
}


@router.get("/open/rules")
async def rules_page(request: Request, tools: WithTools) -> Response:
    """What is published, what is not and who may know it, how lateness and answers are counted."""
    return await public_page(
        "open_rules.html",
        request,
        tools,
        published=PUBLISHED,
        kept=KEPT,
        readers=READER_ZH,
        lamps=LAMP_ZH,
    )
