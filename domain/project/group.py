"""The group that a project was given: who contacts it, who leads (S000, S001)."""

from domain.base import Command, Event, ShortText, Text, Value
from domain.matching.schedule import ContactRow
from domain.organisation.chart import Ref


class AssignGroup(Command):
    """The line of the published contact schedule that is this project's."""

    schedule: ShortText
    """The schedule's number."""
    organisation: Ref
    row: ContactRow
    because: Text | None = None
    """Why it is another group than before."""


class Assigned(Value):
    """The group as it stands now."""

    schedule: ShortText
    organisation: Ref
    group: Ref | None
    group_name: ShortText
    leader: Ref
    members: tuple[Ref, ...]
    committee: ShortText | None
    sc_leader: Ref | None


class GroupAssigned(Event):
    """The project has this group from now on; the one before stays on record."""

    schedule: ShortText
    organisation: Ref
    group: Ref | None
    group_name: ShortText
    leader: Ref
    members: tuple[Ref, ...]
    committee: ShortText | None
    sc_leader: Ref | None
    because: Text | None
