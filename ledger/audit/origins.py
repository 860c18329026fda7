"""Is every project that was decided on here carried by its vote and resolution (invariant 1), and
does every project of a resolution stand in the record.

Read from the events of all streams, in the same pass and snapshot as the chains.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from domain.adoption.proof import unproven
from domain.collection.state import Collection
from domain.names import COLLECTION, PROJECT, kind_name, stream_id
from domain.project.messages import ProjectAdopted
from domain.streams import evolve_all
from ledger.reading import read_event, read_events


class Unproven(NamedTuple):
    """A stream whose first event says more than the record carries."""

    stream: str
    version: int
    zh: str


class Origins:
    """Collections and decided projects as they come by; asked at the end."""

    def __init__(self) -> None:
        self._collections: dict[str, Collection] = {}
        self._decided: dict[str, tuple[str, ProjectAdopted]] = {}
        self._streams: set[str] = set()

    def see(self, stream: str, rows: Sequence[Any]) -> None:
        """One stream with all its rows. A stream that cannot be read is named by its chain."""
        kind = kind_name(stream)
        if kind == COLLECTION:
            state = evolve_all(stream, None, read_events(stream, rows))
            if isinstance(state, Collection):
                self._collections[state.id] = state
        elif kind == PROJECT:
            self._streams.add(stream)
            first = rows[0]
            if first["version"] == 1:
                self._first(stream, first)

    def _first(self, stream: str, row: Any) -> None:
        event = read_event(stream, row["type"], row["schema"], row["body"])
        if isinstance(event, ProjectAdopted) and event.origin is not None:
            self._decided[stream] = (event.origin.collection, event)

    def faults(self, waiting: AbstractSet[str]) -> Iterator[Unproven]:
        """What is not carried, and what a resolution names and nobody opened, or will open yet."""
        for stream, (origin, event) in self._decided.items():
            complaint = unproven(event, self._collections.get(origin))
            if complaint is not None:
                yield Unproven(stream, 1, f"立项依据不足：{complaint}")
        for collection in self._collections.values():
            for project in collection.adoption.projects if collection.adoption else ():
                if stream_id(PROJECT, project) not in self._streams | waiting:
                    name = stream_id(COLLECTION, collection.id)
                    zh = f"决议列入的项目 {project} 还没有立项，或立项被拒绝"
                    yield Unproven(name, 0, zh)
