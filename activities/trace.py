"""One trace from a request to what its clock does of it, though nothing travels with the wake.

A wake carries no data and ten are as good as one, so no trace can travel in it. It need not: the
trace of a fact follows from the command that made it (client and id, which stand in the event).
The request finds it when it has ended, the relay by looking the version up; a repeat with the same
key is in the same trace. From the relay on a header goes along, through the workflow, to the
first activity after it. Workflows only pass it on: they make no spans, and replay as ever.
"""

import hashlib
import json
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    TraceFlags,
    Tracer,
)
from temporalio import activity, client, worker
from temporalio.api.common.v1 import Payload

HEADER = "traceparent"
LOCAL, SERVER = "local", "server"


def of_command(of_client: str, command_id: str) -> SpanContext:
    """Where everything that a command led to hangs: made of its key, so that all find it."""
    digest = hashlib.sha256(f"{of_client}\0{command_id}".encode()).digest()
    return SpanContext(
        trace_id=int.from_bytes(digest[:16], "big"),
        span_id=int.from_bytes(digest[16:24], "big"),
        is_remote=True,
        trace_flags=TraceFlags(TraceFlags.SAMPLED),
    )


def under(parent: SpanContext) -> Context:
    """The context in which a span's parent is this one."""
    return trace.set_span_in_context(NonRecordingSpan(parent))


def written(span: SpanContext) -> Payload:
    """A W3C traceparent, as a header of Temporal's."""
    said = f"00-{span.trace_id:032x}-{span.span_id:016x}-{int(span.trace_flags):02x}"
    return Payload(metadata={"encoding": b"json/plain"}, data=json.dumps(said).encode())


def read(header: Payload | None) -> Context | None:
    """The context that a header names; None without one, and for what is none of ours."""
    parts = str(json.loads(header.data)).split("-") if header is not None else []
    if len(parts) != len(("version", "trace", "span", "flags")):
        return None
    _, trace_id, span_id, flags = (int(x, 16) for x in parts)
    return under(SpanContext(trace_id, span_id, True, TraceFlags(flags)))


class Traced(client.Interceptor, worker.Interceptor):
    """For a client: the span that is current goes along. For a worker: its activities have one."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    def intercept_client(self, next: client.OutboundInterceptor) -> client.OutboundInterceptor:  # noqa: A002  # Temporal's name
        """Add the header to what starts and to what wakes."""
        return _Sending(next)

    def intercept_activity(
        self,
        next: worker.ActivityInboundInterceptor,  # noqa: A002  # Temporal's name
    ) -> worker.ActivityInboundInterceptor:
        """Open a span around each activity."""
        return _Doing(next, self._tracer)

    def workflow_interceptor_class(
        self, _input: worker.WorkflowInterceptorClassInput
    ) -> type[worker.WorkflowInboundInterceptor]:
        """Pass the header on."""
        return _Passing


class _Sending(client.OutboundInterceptor):
    async def start_workflow(
        self,
        input: client.StartWorkflowInput,  # noqa: A002  # Temporal's name
    ) -> client.WorkflowHandle[Any, Any]:
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            input.headers = {**input.headers, HEADER: written(span)}
        return await super().start_workflow(input)


class _Doing(worker.ActivityInboundInterceptor):
    def __init__(self, next: worker.ActivityInboundInterceptor, tracer: Tracer) -> None:  # noqa: A002  # Temporal's name
        super().__init__(next)
        self._tracer = tracer

    async def execute_activity(self, input: worker.ExecuteActivityInput) -> Any:  # noqa: A002  # Temporal's name
        about = activity.info()
        with self._tracer.start_as_current_span(
            f"activity {about.activity_type}",
            context=read(input.headers.get(HEADER)),
            kind=SpanKind.CONSUMER,
            attributes={"bihuan.stream": about.workflow_id or "", "attempt": about.attempt},
        ):
            return await super().execute_activity(input)


class _Passing(worker.WorkflowInboundInterceptor):
    """Keeps the header of the start or of the last wake for the next activity: what a timer brings
    later is of no request. One at hand that is in vain is asked again by way of the server."""

    def init(self, outbound: worker.WorkflowOutboundInterceptor) -> None:
        self.kept: dict[str, Payload] = {}
        super().init(_Handing(outbound, self.kept))

    async def execute_workflow(self, input: worker.ExecuteWorkflowInput) -> Any:  # noqa: A002  # Temporal's name
        self._keep(input.headers.get(HEADER))
        return await super().execute_workflow(input)

    async def handle_signal(self, input: worker.HandleSignalInput) -> None:  # noqa: A002  # Temporal's name
        self._keep(input.headers.get(HEADER))
        await super().handle_signal(input)

    def _keep(self, header: Payload | None) -> None:
        if header is not None:
            self.kept.update({LOCAL: header, SERVER: header})


class _Handing(worker.WorkflowOutboundInterceptor):
    def __init__(
        self,
        next: worker.WorkflowOutboundInterceptor,  # noqa: A002  # Temporal's name
        kept: dict[str, Payload],
    ) -> None:
        super().__init__(next)
        self._kept = kept

    def start_activity(self, input: worker.StartActivityInput) -> Any:  # noqa: A002  # Temporal's name
        input.headers = self._with(input.headers, SERVER)
        return super().start_activity(input)

    def start_local_activity(self, input: worker.StartLocalActivityInput) -> Any:  # noqa: A002  # Temporal's name
        input.headers = self._with(input.headers, LOCAL)
        return super().start_local_activity(input)

    def _with(self, headers: Any, way: str) -> Any:
        header = self._kept.pop(way, None)
        return headers if header is None else {**headers, HEADER: header}
