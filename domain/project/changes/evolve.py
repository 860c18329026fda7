"""How a project follows from the facts of its changes. Cannot fail."""

from typing import TYPE_CHECKING

from domain.anchors import Anchors
from domain.project.changes.messages import (
    BaselineSet,
    BreachSettled,
    ChangeApproved,
    ChangeRefused,
    ChangeRequested,
    MinorChangeRecorded,
    ProjectCarriedOver,
    ProjectResumed,
    ProjectSuspended,
    ProjectTerminated,
)
from domain.project.changes.track import evolve_track
from domain.project.messages import ScopeBreached
from domain.project.phase import Phase

if TYPE_CHECKING:
    from domain.project.state import Project

Change = (
    ScopeBreached
    | ChangeRequested
    | ChangeRefused
    | ChangeApproved
    | BaselineSet
    | ProjectSuspended
    | ProjectResumed
    | ProjectTerminated
    | MinorChangeRecorded
    | BreachSettled
    | ProjectCarriedOver
)


def changed(state: "Project", event: Change) -> dict[str, object]:
    """What of the project is new after the event."""
    match event:
        case ScopeBreached():
            numbers = dict.fromkeys((*state.track.breached, event.subproject))
            track = state.track.model_copy(update={"breached": tuple(numbers)})
            return {"scope_breached": True, "track": track}
        case ProjectCarriedOver():
            return {"track": evolve_track(state.track, event), **_next_year(state, event)}
        case _:
            track = evolve_track(state.track, event)
            now: dict[str, object] = {"track": track, "scope_breached": bool(track.breached)}
    if isinstance(event, BaselineSet):
        now["baseline"] = event.baseline
    if isinstance(event, ProjectTerminated):
        now["phase"] = Phase.TERMINATED
    return now


def _next_year(state: "Project", event: ProjectCarriedOver) -> dict[str, object]:
    begun = state.phase in (Phase.CLAIMED, Phase.REPORTED)
    return {
        "anchors": Anchors(
            vote=event.vote,
            next_session=event.next_session,
            session_assumed=event.session_assumed,
            year=str(event.vote.year),
        ),
        "phase": Phase.IN_PROGRESS if begun else state.phase,
        "rounds": (),
        "verdict": None,
    }
