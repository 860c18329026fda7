"""Composition root of the API: the ledger, the heartbeat, and the server that takes filings."""

import gc

if __name__ == "__main__":
    gc.disable()  # until all is imported: none of it is garbage, and to look for some takes as long

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import anyio
import structlog
import uvicorn
from opentelemetry.trace import Tracer
from prometheus_client import REGISTRY
from starlette.types import ASGIApp

import settings
from api.app import house, make_app, make_tools
from api.arrival import Connection
from api.file_rules import Rules
from api.heart import beat
from api.idp import Idp
from api.proof import Proof
from api.refused import RefusedBook
from api.scanner import Scanner
from api.screen.hub import Hub
from api.sealing import sealing_key
from api.tools import Tools
from api.traced import Traced
from domain.refusals import Refused
from ledger.account import AccountRole
from ledger.known import identity
from ledger.log.note import BadNote, Verifier, verifier_of
from ledger.meters import PoolMeter
from ledger.reaching import connected
from ledger.ready import SHORT, make_ready
from ledger.refusals import FactsHeld
from ledger.uploads import Room, Uploads
from stack.links import temporal_client
from stack.tracing import traces
from watch.logs import to_json_lines
from watch.metrics import served
from watch.receipts import LOOKED_AT, Journal, hold_if_behind

LAST_WORDS = 15
"""Seconds that running requests have to end in, once we are asked to stop."""
log = structlog.get_logger("api")


class Server(uvicorn.Server):
    """uvicorn, which says `ready` once it listens and leaves signals to us."""

    def __init__(self, config: uvicorn.Config, streams: Hub) -> None:
        super().__init__(config)
        self._streams = streams

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams first: whoever listens for ever would be waited for in vain."""
        await self._streams.close()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            print("ready", flush=True)  # noqa: T201  # whoever started us reads it

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """SIGTERM and SIGINT end the server in good order; nothing is raised again."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def run(own: settings.Settings, tracer: Tracer | None = None) -> None:
    """Serve until SIGTERM or SIGINT. Temporal may be away: only the live status needs it.

    Raises SettingsRefused, Refused.
    """
    witnesses, proof = witnesses_of(own), proof_of(own)
    ledger = await connected(own.database, failpoint=own.failpoint, two=own.two)
    own_line = await connected(own.database, clients=1)
    REGISTRY.register(PoolMeter(ledger.pool))
    temporal = await temporal_client(own, own.temporal, lazy=True)
    tools = make_tools(
        ledger,
        own.evidence,
        temporal,
        heart=own_line,
        tour=own.home / "demo.json",
        paper_template=own.paper_template,
        proxies=own.proxies,
        refused=RefusedBook(own.refused),
    )
    counted = own.rates if ledger.clock == "real" else None  # a set clock's year lasts minutes
    tools = replace(
        tools, witnesses=witnesses, proof=proof, rates=counted, audience=own.token_audience
    )
    tools = _with_files(tools, own)
    try:
        journal = Journal(own.journal / await identity(ledger))
        await hold_if_behind(ledger, journal.read(LOOKED_AT))
        with contextlib.suppress(FactsHeld):  # it is read meanwhile; the silence is one outage
            await own_line.beat()  # before anything is served: a gap since the last is an outage
        beating = asyncio.create_task(beat(own_line))
        await ledger.warm()
        app = make_app(tools)
        around = Traced(app, tracer) if tracer else app
        await Server(_config(own, around), app.state.hub).serve()
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await app.state.sample.close()
    finally:
        await tools.houses.close()
        await own_line.close()
        await ledger.close()
        log.info("stopped")


def _with_files(tools: Tools, own: settings.Settings) -> Tools:
    """What was set about files."""
    scanner = Scanner(own.scanner, own.scanner_seconds) if own.scanner else None
    room = Room(own.evidence_files, own.evidence_gigabytes * 1024**3)
    uploads = Uploads(tools.ledger.pool, room)
    return replace(tools, uploads=uploads, rules=Rules(own.evidence_pixels, scanner))


def witnesses_of(own: settings.Settings) -> tuple[Verifier, ...]:
    """The keys that may cosign. Raises SettingsRefused for one that is written wrongly."""
    try:
        return tuple(verifier_of(x) for x in own.witnesses)
    except BadNote as bad:
        raise settings.SettingsRefused(
            f"WITNESSES 不对，请照见证方给的公钥原样抄写：{bad} Copy WITNESSES as it was given."
        ) from bad


def proof_of(own: settings.Settings) -> Proof:
    """What people have to show of themselves here. Raises SettingsRefused."""
    known = set(get_args(AccountRole))
    if not known.issuperset(own.second_factor_roles):
        raise settings.SettingsRefused(
            f"SECOND_FACTOR_ROLES 只能从 {'、'.join(sorted(known))} 中取。"
            " SECOND_FACTOR_ROLES names a role that does not exist."
        )
    try:
        key = sealing_key(own.sealing)
    except OSError as bad:
        raise settings.SettingsRefused(
            f"读不了或写不了 {own.sealing}：{bad.strerror}。请改 FACTOR_KEY。"
            " The file of FACTOR_KEY can be neither read nor made."
        ) from bad
    except ValueError as bad:
        raise settings.SettingsRefused(
            f"{own.sealing} 不是密钥文件，或者别人也能读：{bad}。请 chmod 600。"
            " The file of FACTOR_KEY is no key, or others can read it."
        ) from bad
    roles = frozenset(own.second_factor_roles)
    idp = Idp(own.idp) if own.idp else None
    return Proof(asked=own.second_factor, roles=roles, key=key, idp=idp)


def _config(own: settings.Settings, app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=own.api_host,
        port=own.api_port,
        http=Connection,
        h11_max_incomplete_event_size=32 * 1024,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=LAST_WORDS,
        limit_concurrency=500,
        backlog=512,
        server_header=False,
        access_log=False,
        log_config=None,
        lifespan="off",
        ws="none",
        proxy_headers=False,
    )


def prepare() -> None:
    """What takes long and is the same for every process: routes, measures, marks, and the half of
    anyio for our loop, which it imports when it is first wanted.

    Raises Refused, Unlisted.
    """
    house()
    anyio.run(anyio.sleep, 0)
    make_ready(SHORT)


def main() -> None:
    """Entry of `python -m api`."""
    to_json_lines()
    try:
        prepare()
        gc.enable()
        own = settings.read()
        with served(own.metrics, "api"), traces(own, "api") as tracer:
            asyncio.run(run(own, tracer))
    except (settings.SettingsRefused, Refused) as refusal:
        raise SystemExit(str(refusal)) from refusal


if __name__ == "__main__":
    main()
