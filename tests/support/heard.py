"""What the tests decided in memory, as the door would have written it: gathered on demand for the
event fixtures, beside what the ledgers of other tests wrote (`tests.support.written`)."""

import os
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from domain import streams
from domain.base import Command, Event
from domain.given import Given
from domain.names import kind_name
from ledger.chain import START, Head, Row, link
from ledger.requests import Request
from ledger.upcasts import current_schema
from tests.support.written import WRITTEN, Key, keys_of, read_fixtures, write_rows

MOST = 20_000
"""States whose course is remembered; then memory is given back."""


class Asked(NamedTuple):
    """The decision that an event comes from."""

    number: int
    command: Command
    given: Given
    event: Event


class Course(NamedTuple):
    """How a state came about, event by event."""

    before: "Course | None"
    asked: Asked


class Listener:
    """Stands between the tests and the domain's dispatch."""

    def __init__(self) -> None:
        self.seen: set[Key] = {y for x in read_fixtures().values() for y in keys_of(x)}
        self.decide, self.evolve = streams.decide, streams.evolve
        self.asked: dict[int, Asked] = {}
        self.courses: dict[int, tuple[Any, Course]] = {}
        self.number = 0

    def decided(self, stream: str, state: Any, command: Command, given: Given) -> Sequence[Event]:
        """As `streams.decide`."""
        events = list(self.decide(stream, state, command, given))
        self.number += 1
        for event in events:
            self.asked[id(event)] = Asked(self.number, command, given, event)
        return events

    def evolved(self, stream: str, state: Any, event: Event) -> Any:
        """As `streams.evolve`."""
        after = self.evolve(stream, state, event)
        asked = self.asked.get(id(event))
        known = None if state is None else self.courses.get(id(state))
        if asked is None or asked.event is not event or (state is not None and known is None):
            return after
        course = Course(None if known is None else known[1], asked)
        self.courses[id(after)] = (after, course)
        name = type(event).__name__
        key = (kind_name(stream), name, current_schema(name))
        if key not in self.seen:
            self.write(stream, course)
        if len(self.courses) > MOST:
            self.courses.clear()
            self.asked.clear()
        return after

    def write(self, stream: str, course: Course) -> None:
        """The course up to here, with all the events of its last command."""
        rows = rows_of(stream, course)
        self.seen |= keys_of(rows)
        WRITTEN.mkdir(parents=True, exist_ok=True)
        write_rows(WRITTEN / f"{os.getpid()}-heard-{rows[-1]['hash'][:16]}.ndjson", rows)


def rows_of(stream: str, course: Course | None) -> list[Row]:
    """The rows that the door would have chained."""
    told: list[Asked] = []
    while course is not None:
        told.insert(0, course.asked)
        course = course.before
    rows: list[Row] = []
    for number, group in groupby(told, key=lambda x: x.number):
        of_command = list(group)
        command, given = of_command[0].command, of_command[0].given
        head = Head(rows[-1]["version"], rows[-1]["hash"]) if rows else START
        request = Request(stream, command, given.actor, given.actor.ref, f"heard-{number}")
        events = [x.event for x in of_command]
        rows += link(head, events, request, given.received_at, given.now)
    return rows


def listen() -> None:
    """From now on, if the run was asked to."""
    if os.environ.get("RECORD_EVENTS"):
        listener = Listener()
        streams.decide = listener.decided
        streams.evolve = listener.evolved
