"""One activity: its state, and what may be done with it."""

from collections.abc import Sequence
from typing import assert_never

from domain.activity.messages import (
    ActivityAnnulled,
    ActivityCommand,
    ActivityCorrected,
    ActivityEvent,
    ActivityRecorded,
    AnnulActivity,
    CorrectActivity,
    RecordActivity,
    Told,
)
from domain.base import Value, refuse_unless
from domain.given import Given, must_reach
from domain.parties import Role
from domain.refusals import AlreadyThere, Contradicted, NotYours, Unknown

Events = Sequence[ActivityEvent]
RECORDERS = (
    *(None, Role.PRESIDIUM, Role.STANDING_COMMITTEE, Role.WORKING_COMMITTEE),
    *(Role.LIAISON_OFFICE, Role.STREET_WORKING_COMMITTEE, Role.DEPUTY_GROUP, Role.DEPUTY_GROUPS),
)
"""Who organises and writes down: the congress's organs and the groups. None is the office."""


class Activity(Value):
    """One activity as the record knows it."""

    id: str
    region: str
    told: Told
    annulled: bool = False

    @property
    def closed(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.annulled


def decide(state: Activity | None, command: ActivityCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises NotYours, Unknown,
    AlreadyThere, Contradicted for an annulled one, Malformed for a day to come."""
    if given.actor.role not in RECORDERS:
        raise NotYours("代表活动")
    if isinstance(command, RecordActivity):
        must_reach(command.region, command.id, given)
        return _record(state, command, given)
    if state is None:
        raise Unknown("代表活动", "activity", "")
    must_reach(state.region, state.id, given)
    match command:
        case CorrectActivity(told=told, because=because):
            if state.annulled:
                raise Contradicted("该活动已撤销，不能更正。", "this activity is annulled.")
            if told == state.told:
                return []
            _happened(told, given)
            return [ActivityCorrected(told=told, because=because, by=given.actor.ref)]
        case AnnulActivity(because=because):
            if state.annulled:
                return []
            return [ActivityAnnulled(because=because, by=given.actor.ref)]
    assert_never(command)


def evolve(state: Activity | None, event: ActivityEvent) -> Activity:
    """The state after the event. Cannot fail."""
    match event:
        case ActivityRecorded():
            return Activity(id=event.id, region=event.region, told=event.told)
        case ActivityCorrected():
            change: dict[str, object] = {"told": event.told}
        case ActivityAnnulled():
            change = {"annulled": True}
    assert state is not None, "an activity's first event is its record"
    return state.model_copy(update=change)


def _record(state: Activity | None, c: RecordActivity, given: Given) -> Events:
    _happened(c.told, given)
    if state is None:
        return [ActivityRecorded(id=c.id, region=c.region, told=c.told, by=given.actor.ref)]
    if (state.region, state.told) == (c.region, c.told):
        return []
    raise AlreadyThere(c.told.title)


def _happened(told: Told, given: Given) -> None:
    last = told.until or told.on
    refuse_unless(
        last <= given.today,
        f"活动到 {last} 才结束（今天是 {given.today}），请在活动之后登记。",
        f"the activity ends on {last} (today is {given.today}).",
    )
