"""What hangs on the completion day stays paused while the project is.

A claim that was filed before the suspension and is returned during it waits with the rest.
"""

from collections.abc import Sequence

from domain.duty_events import DutyPaused
from domain.given import Given
from domain.project.changes.effects import on_completion
from domain.project.messages import ProjectEvent
from domain.project.state import Project, evolve_all


def still_paused(
    state: Project, events: Sequence[ProjectEvent], given: Given
) -> Sequence[ProjectEvent]:
    """The events, and a pause for each claim that they would let run in a suspended project."""
    if state.track.suspended is None or not events:
        return events
    after = evolve_all(state, events)
    if after is None or after.track.suspended is None:
        return events
    number = after.track.last_suspension
    document = next(x.document for x in after.track.changes if x.number == number)
    return [
        *events,
        *(
            DutyPaused(
                duty=x.id,
                working_days_left=max(0, given.calendar.workdays_between(given.today, x.due)),
                because=f"项目于 {after.track.suspended} 决定暂缓，至今没有恢复",
                reference=document or "",
            )
            for x in on_completion(after)
        ),
    ]
