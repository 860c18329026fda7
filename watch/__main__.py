"""Composition root of the watch: relay, sweeper, lookout, reconciler, postman, sequencer."""

import gc

if __name__ == "__main__":
    gc.disable()  # until all is imported: none of it is garbage, and to look for some takes as long

import asyncio
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog
from opentelemetry.trace import Tracer

import settings
from activities.channels.ways import ways_out
from activities.trace import Traced
from ledger.access.keeping import Copy
from ledger.door import Ledger
from ledger.known import identity
from ledger.pulse import Pulse
from ledger.reaching import connected
from ledger.ready import make_ready
from stack.backup.places import Backups
from stack.links import temporal_client
from stack.tracing import traces
from watch.access_copy import AccessCopy
from watch.erasures import Erasures
from watch.logs import to_json_lines
from watch.lookout import PARTS, Lookout
from watch.meters import RecordMeters
from watch.metrics import served
from watch.postman import Postman
from watch.receipts import LOOKED_AT, Journal, Receipts, hold_if_behind
from watch.reconciler import Reconciler
from watch.relay import Relay
from watch.sequencer import Sequencer
from watch.sweeper import Sweeper

log = structlog.get_logger("watch")


class Turning(Protocol):
    """A part of the watch."""

    async def run(self) -> None:
        """Until cancelled."""


async def run(own: settings.Settings, tracer: Tracer | None = None) -> None:
    """Watch until SIGTERM or SIGINT. Temporal may be away: the sweeper goes on without it."""
    ledger = await connected(own.database, failpoint=own.failpoint)
    client = await temporal_client(
        own, own.temporal, lazy=True, interceptors=[Traced(tracer)] if tracer else []
    )
    carrier = postman(own, ledger)
    journal = Journal(own.journal / await identity(ledger))
    await hold_if_behind(ledger, journal.read(LOOKED_AT))
    parts: tuple[Turning, ...] = (
        Relay(ledger, client, tracer),
        Sweeper(ledger, share=(own.sweeper_part - 1, own.sweeper_parts)),
        Lookout(ledger, (*PARTS, "postman") if carrier.carries else PARTS),
        Reconciler(ledger, client),
        carrier,
        Receipts(ledger, journal),
        Sequencer(ledger.pool, Pulse(ledger)),
        *([RecordMeters(ledger, last_backup(own))] if own.metrics else []),
        Erasures(ledger, own.access_folder),
        AccessCopy(ledger, Copy(own.access_folder), own.access_days),
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
    private, hosts = own.outbound_private, own.outbound_hosts
    ways = ways_out(own.mail, own.webhooks, own.sms, private=private, hosts=hosts)
    if ledger.clock == "settable" and not own.outbound_private:
        ways = {}
    host = (own.mail_from or "").rpartition("@")[2] or "bihuan.invalid"
    return Postman(ledger, ways, own.office_hours, host=host)


def last_backup(own: settings.Settings) -> Callable[[], datetime | None]:
    """When the last base backup ended, asked again and again."""

    def ended() -> datetime | None:
        if own.backups is None:
            return None
        bases = Backups(own.backups.expanduser().resolve()).bases()
        return bases[-1].manifest.ended if bases else None

    return ended


def main() -> None:
    """Entry of `python -m watch`."""
    to_json_lines()
    make_ready()
    gc.enable()
    own = settings.read()
    with served(own.metrics, "watch"), traces(own, "watch") as tracer:
        asyncio.run(run(own, tracer))


if __name__ == "__main__":
    main()
