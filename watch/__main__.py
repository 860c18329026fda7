"""Composition root of the watch: relay, sweeper and reconciler in one process."""

import asyncio
import signal
import sys

import structlog
from temporalio.client import Client

import settings
from ledger.door import Ledger
from watch.logs import to_json_lines
from watch.reconciler import Reconciler
from watch.relay import Relay
from watch.sweeper import Sweeper

log = structlog.get_logger("watch")


async def run(own: settings.Settings) -> None:
    """Watch until SIGTERM or SIGINT. Temporal may be away: the sweeper goes on without it."""
    ledger = await Ledger.connect(own.database)
    client = await Client.connect(own.temporal, namespace=own.temporal_namespace, lazy=True)
    parts = (Relay(ledger, client), Sweeper(ledger), Reconciler(ledger, client))
    loop = asyncio.get_running_loop()
    try:
        watching = asyncio.gather(*(part.run() for part in parts))
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, watching.cancel)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await watching
    except asyncio.CancelledError:
        log.info("stopped")
    finally:
        await ledger.close()


def main() -> None:
    """Entry of `python -m watch`."""
    to_json_lines()
    asyncio.run(run(settings.read()))


if __name__ == "__main__":
    main()
