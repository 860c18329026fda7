"""How this installation is tied to what stands around it: Temporal, Prometheus, a trace collector.

All of it is ours to choose, and off unless it is set: `make up` needs none of it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings
from temporalio.client import Client, Interceptor
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.service import TLSConfig

from watch.metrics import MetricsAt


class Links(BaseSettings):
    """The part of the settings that names what is outside."""

    temporal_address: str | None = None
    temporal_namespace: str = "default"
    temporal_tls_ca: Path | None = None
    """The authority that Temporal's certificate must be of; set, nothing goes there in clear."""
    temporal_tls_cert: Path | None = None
    temporal_tls_key: Path | None = None
    """What we show in turn, where Temporal asks for it."""
    temporal_tls_name: str | None = None
    """The name in Temporal's certificate, where it is not the address."""
    temporal_token: SecretStr | None = None
    """What Temporal's authoriser reads: a JWT with our permissions."""
    metrics_port: int | None = None
    """The first of four ports for Prometheus; unset, there are no numbers to read."""
    metrics_host: str = "127.0.0.1"
    metrics_tls_cert: Path | None = None
    metrics_tls_key: Path | None = None
    metrics_tls_ca: Path | None = None
    """With it, only who shows a certificate of this authority reads the numbers."""
    otel_exporter_otlp_endpoint: str | None = None
    """Where traces go, as OpenTelemetry names it; unset, none are made."""

    @model_validator(mode="after")
    def _links_are_whole(self) -> Self:
        if (self.temporal_tls_cert is None) != (self.temporal_tls_key is None):
            raise ValueError(
                "TEMPORAL_TLS_CERT 与 TEMPORAL_TLS_KEY 要一起设。 Set both, or neither."
            )
        shown = self.temporal_tls_cert or self.temporal_token
        if shown is not None and self.temporal_tls_ca is None:
            raise ValueError(
                "有 TEMPORAL_TLS_CERT 或 TEMPORAL_TOKEN 时，请同时设 TEMPORAL_TLS_CA。"
                " A certificate or token for Temporal needs TEMPORAL_TLS_CA."
            )
        if self.temporal_tls_ca is not None and self.temporal_address is None:
            raise ValueError(
                "TEMPORAL_TLS_CA 用于外部的 Temporal，请同时设 TEMPORAL_ADDRESS。"
                " TEMPORAL_TLS_CA is for a Temporal of your own: set TEMPORAL_ADDRESS."
            )
        if (self.metrics_tls_cert is None) != (self.metrics_tls_key is None):
            raise ValueError("METRICS_TLS_CERT 与 METRICS_TLS_KEY 要一起设。 Set both, or neither.")
        return self

    @property
    def metrics(self) -> MetricsAt | None:
        """Where numbers are read, if they are."""
        if self.metrics_port is None:
            return None
        return MetricsAt(
            self.metrics_host,
            self.metrics_port,
            self.metrics_tls_cert,
            self.metrics_tls_key,
            self.metrics_tls_ca,
        )

    @property
    def temporal_tls(self) -> TLSConfig | bool:
        """How Temporal is reached: False is in clear, for the loopback and inner networks."""
        if self.temporal_tls_ca is None:
            return False
        return TLSConfig(
            server_root_ca_cert=self.temporal_tls_ca.read_bytes(),
            domain=self.temporal_tls_name,
            client_cert=self.temporal_tls_cert.read_bytes() if self.temporal_tls_cert else None,
            client_private_key=self.temporal_tls_key.read_bytes()
            if self.temporal_tls_key
            else None,
        )

    def sdk_runtime(self) -> Runtime | None:
        """A runtime whose own numbers Prometheus reads, if it reads any."""
        if (at := self.metrics) is None:
            return None
        where = PrometheusConfig(bind_address=f"{at.host}:{at.of('temporal-sdk')}")
        return Runtime(telemetry=TelemetryConfig(metrics=where))


async def temporal_client(
    links: Links,
    address: str,
    *,
    lazy: bool = False,
    runtime: Runtime | None = None,
    interceptors: Sequence[Interceptor] = (),
) -> Client:
    """A client of the Temporal at `address`, by the certificates and the token that are set.

    Raises RuntimeError where it is away and the client is not lazy, OSError for a missing file.
    """
    token = links.temporal_token
    return await Client.connect(
        address,
        namespace=links.temporal_namespace,
        lazy=lazy,
        tls=links.temporal_tls,
        api_key=token.get_secret_value() if token else None,
        runtime=runtime,
        interceptors=interceptors,
    )
