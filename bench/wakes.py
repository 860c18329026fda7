"""What a wake costs Temporal: events of real histories, and of a project's whole year."""

from datetime import timedelta
from itertools import pairwise
from statistics import mean

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory

from bench.figures import Figures
from bench.town import SESSION, VOTE, card
from domain import streams
from domain.agenda import next_in
from domain.calendar import Calendar, start_of
from domain.duty_commands import KeepMoment
from domain.given import SYSTEM, Given
from domain.names import PROJECT, stream_id
from domain.project.messages import AdoptProject
from domain.regimes import named

SAMPLE = 40
"""So many histories are read."""
_WAKING = (
    EventType.EVENT_TYPE_TIMER_FIRED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
)


async def note_wakes(client: Client, figures: Figures) -> None:
    """Read histories of our clocks from the server."""
    found: list[int] = []
    starts: list[int] = []
    query = "WorkflowType = 'ProjectSupervision'"
    async for one in client.list_workflows(query, limit=SAMPLE):
        history = await client.get_workflow_handle(one.id, run_id=one.run_id).fetch_history()
        first, *wakes = _segments(history)
        starts.append(first)
        found += wakes
    year = moments_of_a_silent_year()
    figures.note("temporal/events_a_wake_mean", mean(found), "events")
    figures.note("temporal/moments_of_a_silent_year", year, "moments")
    figures.note("temporal/events_a_project_year", mean(starts) + year * mean(found), "events")
    figures.compare("temporal_events_a_wake", max(found))


def _segments(history: WorkflowHistory) -> list[int]:
    """How many events the start has, and each wake after it, until the next one.

    The signal that comes with the start, before the agenda is first read, is none of the wakes.
    """
    events = history.events
    begun = next(n for n, x in enumerate(events) if _is_answer(x))
    cuts = [n for n, x in enumerate(events) if x.event_type in _WAKING and n > begun]
    return [y - x for x, y in pairwise([0, *cuts, len(events)])]


def _is_answer(event: HistoryEvent) -> bool:
    """Whether an activity answered, at hand or through the server."""
    at_hand = event.marker_recorded_event_attributes.marker_name == "core_local_activity"
    return at_hand or event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED


def moments_of_a_silent_year() -> int:
    """How often the clock of a project wakes in a year in which nobody files: the most there is."""
    stream, calendar = stream_id(PROJECT, card(0).id), Calendar.seeded()
    opened = start_of(VOTE)
    adoption = AdoptProject(
        card=card(0), regime="baofeng@1", vote=VOTE, next_session=SESSION, session_assumed=False
    )
    given = Given(SYSTEM, opened, opened, calendar, named("baofeng@1"), outages=())
    state = None
    for event in streams.decide(stream, None, adoption, given):
        state = streams.evolve(stream, state, event)
    moments = 0
    while state is not None and (mark := next_in(state.duties)) is not None:
        if mark.on > SESSION + timedelta(days=90):
            break
        at = mark.at
        given = Given(SYSTEM, at, at, calendar, named("baofeng@1"), outages=())
        for event in streams.decide(stream, state, KeepMoment(), given):
            state = streams.evolve(stream, state, event)
        moments += 1
    return moments
