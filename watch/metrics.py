"""The page of numbers that each process keeps for Prometheus, on a port of its own.

It is no route of the API and is never public: it listens on the loopback unless told otherwise,
and behind certificates of both sides where files for them are named. Each process has its place
after METRICS_PORT, so that several of one machine do not meet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import structlog
from prometheus_client import REGISTRY, start_http_server

PLACES = {"api": 0, "worker": 1, "temporal-sdk": 2, "watch": 3}
"""How far after METRICS_PORT each process listens."""
log = structlog.get_logger("metrics")


class MetricsAt(NamedTuple):
    """Where the numbers are read, and who may: with a CA, only who shows a certificate of it."""

    host: str
    port: int
    cert: Path | None = None
    key: Path | None = None
    ca: Path | None = None

    def of(self, process: str) -> int:
        """The port of one process."""
        return self.port + PLACES[process]


@contextmanager
def served(at: MetricsAt | None, process: str) -> Iterator[int | None]:
    """Serve this process's numbers meanwhile. The port; None where they are off, or where the port
    is taken, which is said and keeps no filing out."""
    if at is None:
        yield None
        return
    try:
        server, thread = start_http_server(
            at.of(process),
            at.host,
            REGISTRY,
            certfile=str(at.cert) if at.cert else None,
            keyfile=str(at.key) if at.key else None,
            client_cafile=str(at.ca) if at.ca else None,
            client_auth_required=at.ca is not None,
        )
    except OSError as trouble:
        log.warning("not served", process=process, port=at.of(process), trouble=str(trouble))
        yield None
        return
    try:
        yield at.of(process)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
