"""What a worker tells Temporal about itself: its search attributes, its build, that it is current.

A build makes itself current when it starts; later it only looks whether any build is, since
Temporal may have been away and come back empty.
"""

import asyncio
import hashlib
from collections.abc import Callable, Container
from datetime import timedelta
from pathlib import Path

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.api.workflowservice.v1 import (
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from watch.rounds import TEMPORAL_AWAY
from workflows.attributes import SEARCH_ATTRIBUTES
from workflows.names import DEPLOYMENT

REPLAYED = ("workflows", "activities")
"""The rooms whose code is replayed, or whose answers are."""
STAY, SOON, AWAY = 15.0, 0.2, 2.0
"""Seconds between looks: while current, while the server has yet to see us, while it is away."""

PATIENCE = timedelta(seconds=10)
"""For one question: a server that just starts may take it and never answer."""

log = structlog.get_logger("worker")


def build_id() -> str:
    """What distinguishes this build to Temporal: a digest of the code that replays."""
    here = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in sorted(x for room in REPLAYED for x in (here / room).glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


async def register_attributes(client: Client) -> None:
    """Register our search attributes where the server does not know them yet."""
    known: Container[str] = ()
    try:
        listed = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace), timeout=PATIENCE
        )
        known = listed.custom_attributes
    except RPCError as trouble:  # the time-skipping server can add, but not list
        if trouble.status is not RPCStatusCode.UNIMPLEMENTED:
            raise
    missing = {
        name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}")
        for name, kind in SEARCH_ATTRIBUTES.items()
        if name not in known
    }
    if missing:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing),
            timeout=PATIENCE,
        )


async def make_current(client: Client, *, only_if_none: bool = False) -> bool:
    """Let new tasks go to this build, once the server has seen it. Whether it did."""
    try:
        seen = await client.workflow_service.describe_worker_deployment(
            DescribeWorkerDeploymentRequest(namespace=client.namespace, deployment_name=DEPLOYMENT),
            timeout=PATIENCE,
        )
    except RPCError as missing:
        if missing.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    info = seen.worker_deployment_info
    current = info.routing_config.current_deployment_version.build_id
    if current and (only_if_none or current == build_id()):
        return True
    if build_id() not in {x.deployment_version.build_id for x in info.version_summaries}:
        return False
    await client.workflow_service.set_worker_deployment_current_version(
        SetWorkerDeploymentCurrentVersionRequest(
            namespace=client.namespace,
            deployment_name=DEPLOYMENT,
            build_id=build_id(),
            conflict_token=seen.conflict_token,
            identity=client.identity,
        ),
        timeout=PATIENCE,
    )
    return True


async def stay_current(client: Client, said: Callable[[], None]) -> None:
    """Register and make current, and look again for ever. `said` is called the first time."""
    only_if_none = False
    while True:
        pause = STAY
        try:
            await register_attributes(client)
            if not await make_current(client, only_if_none=only_if_none):
                pause = SOON
            elif not only_if_none:
                only_if_none = True
                log.info("current", build=build_id())
                said()
        except TEMPORAL_AWAY as trouble:
            log.warning("temporal", trouble=str(trouble))
            pause = AWAY
        await asyncio.sleep(pause)


async def reached(client: Client) -> None:
    """Return once Temporal has answered."""
    while True:
        try:
            return await register_attributes(client)
        except TEMPORAL_AWAY as trouble:
            log.warning("temporal", trouble=str(trouble))
            await asyncio.sleep(AWAY)
