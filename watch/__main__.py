"""Composition root of the watch: relay, sweeper, lookout, reconciler, postman, sequencer."""

import asyncio
import gc
import signal
import sys

import structlog
from temporalio.client import Client

import settings
from activities.channels.ways import ways_out
from ledger.door import Ledger
from ledger.known import identity
from ledger.pulse import Pulse
from ledger.reaching import connected
from watch.logs import to_json_lines
from watch.lookout import PARTS, Lookout
from watch.postman import Postman
from watch.receipts import LOOKED_AT, Journal, Receipts, hold_if_behind
from watch.reconciler import Reconciler
from watch.relay import Relay
from watch.sequencer import Sequencer
from watch.sweeper import Sweeper

log = structlog.get_logger("watch")


async def run(own: settings.Settings) -> None:
    """Watch until SIGTERM or SIGINT. Temporal may be away: the sweeper goes on without it."""
    ledger = await connected(own.database, failpoint=own.failpoint)
    client = await Client.connect(own.temporal, namespace=own.temporal_namespace, lazy=True)
    carrier = postman(own, ledger)
    journal = Journal(own.journal / await identity(ledger))
    await hold_if_behind(ledger, journal.read(LOOKED_AT))
    parts = (
        Relay(ledger, client),
        Sweeper(ledger, share=(own.sweeper_part - 1, own.sweeper_parts)),
        Lookout(ledger, (*PARTS, "postman") if carrier.carries else PARTS),
        Reconciler(ledger, client),
        carrier,
        Receipts(ledger, journal),
        Sequencer(ledger.pool, Pulse(ledger)),
    )
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


def postman(own: settings.Settings, ledger: Ledger) -> Postman:
    """The postman with the ways out that are configured; a set clock's year writes to nobody."""
    ways = ways_out(own.mail, own.webhooks, own.sms, private=own.outbound_private)
    if ledger.clock == "settable" and not own.outbound_private:
        ways = {}
    host = (own.mail_from or "").rpartition("@")[2] or "bihuan.invalid"
    return Postman(ledger, ways, own.office_hours, host=host)


def main() -> None:
    """Entry of `python -m watch`."""
    to_json_lines()
    gc.freeze()  # what was imported stays: the collector need not walk it again and again
    asyncio.run(run(settings.read()))


if __name__ == "__main__":
    main()
