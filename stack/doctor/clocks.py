"""Temporal: does it answer, does it know us, does somebody work, are the clocks right."""

import asyncio
from datetime import UTC, datetime, timedelta

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    DescribeTaskQueueRequest,
    DescribeWorkerDeploymentRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.refusals import Refused
from ledger.door import Ledger
from settings import Settings
from stack.doctor.check import Check, ill, note, well
from stack.links import temporal_client
from watch.deployment import build_id
from watch.reconciler import Reconciler
from workflows.attributes import SEARCH_ATTRIBUTES
from workflows.names import DEPLOYMENT, TASK_QUEUE

PATIENCE = 6.0
SHORTEST = timedelta(days=1)


async def look(url: str, own: Settings) -> list[Check]:
    """All of it; one line where Temporal does not answer."""
    try:
        async with asyncio.timeout(PATIENCE):
            client = await temporal_client(own, own.temporal)
            found = [await _namespace(client), await _attributes(client), await _worker(client)]
            found.append(await _build(client))
    except (RPCError, RuntimeError, OSError, TimeoutError) as bad:
        words = f"{own.temporal} 没有应答：{' '.join(str(bad).split())[:60]}"
        todo = "请启动 Temporal 或检查 TEMPORAL_ADDRESS、TEMPORAL_NAMESPACE；登记不受影响"
        return [ill("Temporal", words, todo)]
    return [*found, await _clocks(client, url)]


async def _namespace(client: Client) -> Check:
    request = DescribeNamespaceRequest(namespace=client.namespace)
    found = await client.workflow_service.describe_namespace(request)
    kept = found.config.workflow_execution_retention_ttl.ToTimedelta()
    words = f"命名空间 {client.namespace}，保留 {kept.days} 天"
    if timedelta(0) < kept < SHORTEST:
        return note("Temporal", words, "请把保留期设为一天以上")
    return well("Temporal", words)


async def _attributes(client: Client) -> Check:
    request = ListSearchAttributesRequest(namespace=client.namespace)
    found = await client.operator_service.list_search_attributes(request)
    missing = set(SEARCH_ATTRIBUTES) - set(found.custom_attributes)
    if missing:
        words = f"缺 {'、'.join(sorted(missing))}"
        return ill("检索属性", words, "请启动 worker，它会登记；或用 temporal operator 登记")
    return well("检索属性", f"{len(SEARCH_ATTRIBUTES)} 个都在")


async def _worker(client: Client) -> Check:
    request = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=TASK_QUEUE),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )
    queue = await client.workflow_service.describe_task_queue(request)
    recent = datetime.now(UTC) - timedelta(minutes=2)
    alive = [x for x in queue.pollers if x.last_access_time.ToDatetime(UTC) > recent]
    if not alive:
        return ill("worker", "没有工作进程在线", "请启动 worker；到期由清扫进程处理，不会漏")
    return well("worker", f"{len({x.identity for x in alive})} 个在线")


async def _build(client: Client) -> Check:
    request = DescribeWorkerDeploymentRequest(
        namespace=client.namespace, deployment_name=DEPLOYMENT
    )
    try:
        found = await client.workflow_service.describe_worker_deployment(request)
    except RPCError as missing:
        if missing.status is not RPCStatusCode.NOT_FOUND:
            raise
        return ill("worker 版本", "还没有 worker 登记过", "请启动 worker")
    routing = found.worker_deployment_info.routing_config
    current = routing.current_deployment_version.build_id
    if current != build_id():
        words = f"现行版本 {current or '无'}，本程序是 {build_id()}"
        return note("worker 版本", words, "请用同一版本的程序重启 worker")
    return well("worker 版本", current)


async def _clocks(client: Client, url: str) -> Check:
    try:
        ledger = await Ledger.connect(url, clients=2)
        try:
            found = await Reconciler(ledger, client).look()
        finally:
            await ledger.close()
    except (Refused, RPCError, OSError) as bad:
        return ill("时钟", f"无法核对：{bad}", "先处理上面的问题")
    wrong = len(found.missing) + len(found.wrong) + len(found.left_over)
    if wrong:
        words = f"{found.open} 个未办结，{wrong} 个时钟不对"
        return note("时钟", words, "请运行 bihuan reconcile 查看并修复")
    return well("时钟", f"{found.open} 个未办结，各有一个时钟")
