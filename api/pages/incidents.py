"""运行状况: what is stuck now and what to do, what was lately, and whether anybody watches."""

from starlette.responses import RedirectResponse, Response

from api.incidents import shown
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import not_found
from api.tools import WithPresent
from domain.incidents import told
from ledger.incidents import close
from ledger.queries.incidents import incidents

router = page_router()
OPEN, OVER = 200, 50
PARTS = {
    "api": "接口",
    "watch": "守护进程",
    "watch:relay": "唤醒",
    "watch:sweeper": "清扫",
    "watch:reconciler": "核对",
    "watch:postman": "发送",
    "watch:receipts": "回执",
    "watch:sequencer": "账册",
    "watch:reads": "查看记录副本",
    "watch:erasures": "抹去清单",
}
"""Who beats, in words."""


@router.get("/incidents")
async def status(signed: WithSigned, tools: WithPresent) -> Response:
    """What is stuck, the newest first; then what was."""
    rows = await incidents(tools.ledger, region=signed.region, limit=OPEN)
    both = await incidents(tools.ledger, closed=True, region=signed.region, limit=OPEN + OVER)
    over = [x for x in both if x.closed_at is not None][:OVER]
    now = await shown(signed, tools.ledger, [*rows, *over])
    return page(
        "incidents.html",
        signed,
        await tools.ledger.now(),
        here="/incidents",
        sample=await sample_shown(tools),
        watched=now.watched,
        open=[x for x in now.items if x.closed_at is None],
        over=[x for x in now.items if x.closed_at is not None],
        heard=[(PARTS[x.service], x) for x in now.beats if x.service in PARTS],
        by_hand={x.id for x in rows if told(x.kind).by_hand},
    )


@router.post("/incidents/{incident}/closing")
async def closing(incident: int, signed: WithSigned, form: Posted, tools: WithPresent) -> Response:
    """Somebody has dealt with what nothing mends by itself. Raises Problem 404."""
    rows = await incidents(tools.ledger, region=signed.region, limit=1000)
    if not any(x.id == incident and told(x.kind).by_hand for x in rows):
        raise not_found()
    note = " ".join(str(form.get("note", "")).split())
    await close(tools.ledger, incident, signed.client, note)
    return RedirectResponse("/incidents", 303)
