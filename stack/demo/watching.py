"""The watch of the demonstration: relay and reconciler, as in `python -m watch`.

The pace stands in for the sweeper's own rounds: to them each of its steps is a jump of the
clock, after which all clocks are woken; the pace knows which of them have something to keep.
"""

import asyncio
import signal
import sys

import settings
from ledger.door import Ledger
from stack.links import temporal_client
from watch.logs import to_json_lines
from watch.reconciler import Reconciler
from watch.relay import Relay
from watch.rounds import rounds

PAUSE = 0.05
"""Seconds between the relay's looks: the play waits for it again and again."""


async def run(own: settings.Settings) -> None:
    """Watch until SIGTERM or SIGINT."""
    ledger = await Ledger.connect(own.database)
    client = await temporal_client(own, own.temporal, lazy=True)
    relay = Relay(ledger, client)
    try:
        watching = asyncio.gather(
            rounds("relay", relay.carry, PAUSE), Reconciler(ledger, client).run()
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, watching.cancel)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await watching
    except asyncio.CancelledError:
        sys.stdout.write("stopped\n")
    finally:
        await ledger.close()


if __name__ == "__main__":
    to_json_lines()
    asyncio.run(run(settings.read()))
