"""One trace, from a request through the wake to what the clock's activity does of it."""

from pathlib import Path

import httpx2
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from temporalio.api.common.v1 import Payload
from temporalio.client import Client

from activities.trace import Traced, of_command, read, written
from api.app import make_app, make_tools
from api.traced import Traced as TracedApp
from ledger.door import Ledger
from tests.support.clockwork import begin, eventually, real_server, working
from tests.support.play import LIST
from tests.support.town import LIST as LONGGANG
from tests.support.town import REGION, Service
from watch.relay import Relay

PROJECT = "project:LG23-01"


async def test_one_trace_from_http_to_the_activity(ledger: Ledger, tmp_path: Path) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    tracer = provider.get_tracer("test")
    tools = make_tools(ledger, tmp_path / "evidence")
    app = TracedApp(make_app(tools), tracer)
    async with (
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app), base_url="http://bihuan"
        ) as http,
        real_server() as plain,
    ):
        service = Service(tools, app, http)
        clerk = await service.token("clerk", "clerk", REGION)
        opened = await service.ask("POST", "/programmes", clerk, json=LONGGANG)
        assert opened.status_code == 201, opened.text
        client = await Client.connect(
            plain.service_client.config.target_host, interceptors=[Traced(tracer)]
        )
        async with working(client, ledger):
            await Relay(ledger, client, tracer).carry()

            def done() -> list[str]:
                return [x.name for x in spans.get_finished_spans()]

            async def worked() -> bool:
                return sum(x.startswith("activity ") for x in done()) >= 3

            await eventually(worked)
    provider.shutdown()
    finished = spans.get_finished_spans()
    (request,) = [x for x in finished if x.name == "POST /api/v1/programmes"]
    assert request.context is not None
    together = [x for x in finished if x.context and x.context.trace_id == request.context.trace_id]
    names = [x.name for x in together]
    assert {"POST /api/v1/programmes", "wake", "activity read_agenda"} <= set(names), names
    wakes = {x.context.span_id for x in together if x.name == "wake" and x.context}
    activities = [x for x in together if x.name == "activity read_agenda"]
    assert all(x.parent is not None and x.parent.span_id in wakes for x in activities)
    assert request.attributes is not None
    assert request.attributes["http.response.status_code"] == 201
    assert not any("LG23" in x.name for x in finished)


async def test_a_clock_goes_on_where_nobody_traces(ledger: Ledger) -> None:
    await begin(ledger)
    async with real_server() as client, working(client, ledger):
        assert await Relay(ledger, client).carry() > 0

        async def read_by_its_clock() -> bool:
            handle = client.get_workflow_handle(LIST)
            history = await handle.fetch_history()
            return any(x.HasField("marker_recorded_event_attributes") for x in history.events)

        await eventually(read_by_its_clock)


def test_a_commands_trace_is_the_same_wherever_it_is_asked_for() -> None:
    """And another command's is another: a repeat with the same key is in the same trace."""
    one = of_command("token-1", "plan-2023")
    assert one == of_command("token-1", "plan-2023")
    others = [of_command("token-1", "plan-2024"), of_command("token-2", "plan-2023")]
    assert one.trace_id not in {x.trace_id for x in others}
    assert one.is_valid


def test_a_header_that_is_none_of_ours_is_passed_over() -> None:
    assert read(None) is None
    assert read(Payload(data=b'"nonsense"')) is None
    assert read(written(of_command("a", "b"))) is not None
