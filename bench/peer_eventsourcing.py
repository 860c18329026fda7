"""The `eventsourcing` library on the same PostgreSQL: aggregates of 200 events, in its cache.

Twice, because its settings decide what it keeps:

- *eventsourcing*: cached aggregates are fast-forwarded and copied at each command (its defaults).
  So several processes may write one aggregate, and a command that fails leaves nothing behind: as
  with our ledger, which asks the stream's head under a lock each time. The like-for-like peer.
- *eventsourcing_alone*: neither (AGGREGATE_CACHE_FASTFORWARD, DEEPCOPY_FROM_AGGREGATE_CACHE: n),
  its quickest setting: no command reads an event. Right while one process writes. After another
  wrote, the first save fails on its version, what was refused stays in the cached aggregate, and
  the next command is decided on that, without what the other wrote, and saved
  (`tests/bench/test_peer_settings.py`).

It is synchronous: each client is a thread, as in a threaded web server.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.utils import get_topic

from bench.peer_chained import ChainedMapper


class Project(Aggregate):
    """A project that is reported on and whose reports are returned."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.reports = 0
        self.last = ""

    @event("Filed")
    def file(self, body: str) -> None:
        """One report, or its return: as much text as the ledger's own event."""
        self.reports += 1
        self.last = body


class Projects(Application[UUID]):
    """The library's application: loads, asks, saves."""

    def file(self, project: UUID, body: str) -> None:
        """One command."""
        aggregate: Project = self.repository.get(project)
        aggregate.file(body)
        self.save(aggregate)

    def begin(self, events: int, body: str) -> UUID:
        """A project with so many events."""
        project = Project("农村老旧民房电气线路改造与智慧烟感安装")
        for _ in range(events - 1):
            project.file(body)
        self.save(project)
        return project.id


def environment(
    url: str, *, cached: bool, alone: bool = False, chained: bool = False
) -> dict[str, str]:
    """How the library is told its database; `cached` keeps aggregates between commands, `alone`
    trusts them although others may write, `chained` gives events hashes checked on reading."""
    parts = urlsplit(url)
    env = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": parts.hostname or "",
        "POSTGRES_PORT": str(parts.port),
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": parts.password or "",
        "POSTGRES_POOL_SIZE": "8",
        "POSTGRES_MAX_OVERFLOW": "8",
    }
    if cached:
        again = "n" if alone else "y"
        env |= {
            "AGGREGATE_CACHE_MAXSIZE": "1000",
            "AGGREGATE_CACHE_FASTFORWARD": again,
            "DEEPCOPY_FROM_AGGREGATE_CACHE": again,
        }
    if chained:
        env["MAPPER_TOPIC"] = get_topic(ChainedMapper)
    return env


@dataclass
class EventsourcingWriter:
    """One client: a thread that files to its own project."""

    application: Projects
    project: UUID
    body: str
    threads: ThreadPoolExecutor

    async def step(self) -> None:
        """One command in a thread."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self.threads, self.application.file, self.project, self.body)


@contextmanager
def eventsourcing_writers(
    url: str, clients: int, events: int, body: str, *, alone: bool
) -> Iterator[list[EventsourcingWriter]]:
    """Clients with a pre-filled project each; the library is closed at the end."""
    application = Projects(environment(url, cached=True, alone=alone))
    with ThreadPoolExecutor(clients) as threads:
        yield [
            EventsourcingWriter(application, application.begin(events, body), body, threads)
            for _ in range(clients)
        ]
    application.close()
