"""Traces of one process, sent to a collector where one is set, and otherwise not made at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.trace import Tracer

from stack.links import Links


@contextmanager
def traces(links: Links, process: str) -> Iterator[Tracer | None]:
    """A tracer meanwhile; None where no collector is set. What is left is sent at the end.

    Headers and certificates for the collector are those of OpenTelemetry's own variables
    (`OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_EXPORTER_OTLP_CERTIFICATE`).
    """
    if not links.otel_exporter_otlp_endpoint:
        yield None
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    to = f"{links.otel_exporter_otlp_endpoint.rstrip('/')}/v1/traces"
    provider = TracerProvider(resource=Resource({"service.name": f"bihuan-{process}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=to)))
    try:
        yield provider.get_tracer("bihuan")
    finally:
        provider.shutdown()
