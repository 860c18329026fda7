"""An outage is a fact with a stream of its own, `service:api`: a gap in the heartbeat.

What fell due in it moves to the next working day, by an event that names it (reliability §2.5).
"""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, Instant, ShortText, Value, refuse_unless
from domain.given import Given


class RecordOutage(Command):
    """The heartbeat was silent from `started` to `ended`, in the ledger's time."""

    started: Instant
    ended: Instant


class OutageRecorded(Event):
    """Nobody could file between these instants."""

    outage: ShortText
    service: ShortText
    started: Instant
    ended: Instant


class Service(Value):
    """What the stream needs of its past: how many outages, and where the last one ended."""

    name: str = "api"
    count: Annotated[int, Field(ge=0)] = 0
    last_ended: Instant | None = None


ServiceCommand = RecordOutage
ServiceEvent = OutageRecorded


def decide(state: Service | None, command: RecordOutage, given: Given) -> Sequence[OutageRecorded]:
    """The event of an outage; one that another process has told already gives none.
    Raises Malformed for one that ends before it starts or has not ended yet."""
    refuse_unless(
        command.started < command.ended <= given.now,
        "中断的结束时间应晚于开始时间，且不晚于现在。",
        "an outage ends after it started, and not in the future.",
    )
    state = state or Service()
    if state.last_ended == command.ended:
        return []
    number = state.count + 1
    return [
        OutageRecorded(
            outage=f"{state.name}-{number}",
            service=state.name,
            started=command.started,
            ended=command.ended,
        )
    ]


def evolve(state: Service | None, event: OutageRecorded) -> Service:
    """The service after the event."""
    state = state or Service()
    return state.model_copy(
        update={"name": event.service, "count": state.count + 1, "last_ended": event.ended}
    )
