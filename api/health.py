"""Whether the parts are healthy, each in words. Only the database decides about 200 or 503."""

import asyncio
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel
from starlette.responses import JSONResponse, Response
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from api.json_route import json_router
from api.tools import WithTools
from domain.refusals import Refused
from ledger.queries.health import LedgerHealth, health
from workflows.names import TASK_QUEUE

router = json_router("健康 health", before="")
PATIENCE = timedelta(seconds=1.5)
BACKLOG = 1000
"""So many wakes waiting are no ordinary minute any more."""


class Part(BaseModel):
    """One part, and what to do if it is not well."""

    ok: bool
    words: str


class Health(BaseModel):
    """`ok`, `degraded` (the record is safe and filing works) or `down`."""

    status: str
    parts: dict[str, Part]


@router.get("/healthz", responses={200: {"model": Health}, 503: {"model": Health}})
async def healthz(tools: WithTools) -> Response:
    """各部分是否正常；时钟服务不在时仍可报送."""
    record, clocks = await asyncio.gather(_record(tools), _clocks(tools.temporal))
    parts = {**record, **clocks}
    down = not parts["postgresql"].ok
    well = all(x.ok for x in parts.values())
    status = "down" if down else "ok" if well else "degraded"
    body = Health(status=status, parts=parts).model_dump()
    return JSONResponse(body, status_code=503 if down else 200)


async def _record(tools: WithTools) -> dict[str, Part]:
    try:
        async with asyncio.timeout(4):
            found = await health(tools.ledger)
    except (Refused, OSError, TimeoutError):
        away = Part(ok=False, words="数据库没有应答，暂不能报送；请检查数据库服务")
        blind = Part(ok=False, words="数据库没有应答，情况不明")
        return {"postgresql": away, "ledger": blind, "watch": blind, "clock": blind}
    return {
        "postgresql": Part(ok=True, words="正常"),
        "ledger": Part(ok=True, words="正常，可以登记"),
        "watch": _watch(found),
        "clock": _clock(found),
    }


def _watch(found: LedgerHealth) -> Part:
    if not found.watched:
        words = "守护进程停了，故障没人看，漏办的到期事项没人补；请启动 watch"
        return Part(ok=False, words=words)
    if found.undone:
        words = f"有 {found.undone} 个项目的到期时刻超过两分钟未处理；请检查 watch 进程"
        return Part(ok=False, words=words)
    if found.wakes > BACKLOG:
        return Part(ok=False, words=f"待唤醒的时钟积压 {found.wakes} 个；请检查 watch 与 Temporal")
    return Part(ok=True, words=f"正常；待唤醒 {found.wakes} 个，待办后续 {found.follow_ups} 件")


def _clock(found: LedgerHealth) -> Part:
    kind = "真实时钟" if found.clock == "real" else "可设定时钟（仅供演示）"
    silent = found.silent is None or found.silent > 5
    beat = "心跳中断，请检查接口进程" if silent else "心跳正常"
    return Part(ok=not silent, words=f"{kind}，现在是 {found.now:%Y-%m-%dT%H:%M:%SZ}，{beat}")


async def _clocks(temporal: Client | None) -> dict[str, Part]:
    away = Part(ok=False, words="时钟服务暂不可用，记录不受影响，照常报送；到期由清扫进程处理")
    unknown = Part(ok=False, words="时钟服务暂不可用，情况不明")
    if temporal is None:
        return {"temporal": away, "worker": unknown}
    request = DescribeTaskQueueRequest(
        namespace=temporal.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    try:
        async with asyncio.timeout(2 * PATIENCE.total_seconds()):  # a lazy client connects first
            queue = await temporal.workflow_service.describe_task_queue(request, timeout=PATIENCE)
    except (RPCError, RuntimeError, OSError, TimeoutError):
        return {"temporal": away, "worker": unknown}
    recent = datetime.now(UTC) - timedelta(minutes=2)
    polled = [x.last_access_time.ToDatetime(UTC) for x in queue.pollers]
    alive = any(x > recent for x in polled)
    words = "正常" if alive else "没有工作进程在线；请检查 worker，到期由清扫进程处理"
    return {"temporal": Part(ok=True, words="正常"), "worker": Part(ok=alive, words=words)}
