"""What the ledger counts of itself, for whoever reads its process's metrics."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import Counter
from prometheus_client.core import GaugeMetricFamily

if TYPE_CHECKING:
    from ledger.pool import Pool

APPENDED = Counter(
    "bihuan_events_appended", "Events that this process has committed, by kind of stream", ["kind"]
)


class PoolMeter:
    """The connections of a pool, counted when somebody asks."""

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """How many there may be, and how many are at work."""
        family = GaugeMetricFamily(
            "bihuan_pool_connections",
            "Connections of this process to PostgreSQL, by pool",
            labels=["pool", "state"],
        )
        for name, (most, busy) in self._pool.standing().items():
            family.add_metric([name, "most"], most)
            family.add_metric([name, "busy"], busy)
        yield family
