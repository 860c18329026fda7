"""监督联系安排表: which group contacts which project, who leads, and why each of them is there."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import ShortText, Text, Value, refuse_unless
from domain.matching.criteria import clash
from domain.matching.judging import ConflictOfInterest
from domain.matching.problem import Candidate, Item
from domain.organisation.chart import Ref
from domain.refusals import Contradicted
from domain.regimes.groups import Matching


class GroupMember(Value):
    """A deputy in a project's group."""

    ref: Ref
    reasons: Annotated[tuple[ShortText, ...], Field(max_length=10)] = ()
    """What speaks for the pair, in words."""
    interests: Annotated[tuple[ShortText, ...], Field(max_length=100)] = ()
    """What the exclusion was decided on: employers and what was declared, that day."""
    synthetic: bool = False
    because: Text | None = None
    """Why people put this member there, where no criterion did."""


class ContactRow(Value):
    """One project's line of the schedule."""

    project: ShortText
    name: ShortText
    site: ShortText | None = None
    parties: Annotated[tuple[ShortText, ...], Field(max_length=400)] = ()
    """Lead unit, co-units and contractors: whose people are excluded."""
    group: Ref | None = None
    """The standing group, where there is one."""
    group_name: ShortText
    leader: Ref
    members: Annotated[tuple[GroupMember, ...], Field(min_length=1, max_length=100)]
    committee: ShortText | None = None
    """The working committee that leads, by its name."""
    sc_leader: GroupMember | None = None
    """Who leads from the standing committee."""

    @property
    def refs(self) -> tuple[str, ...]:
        """The members by reference."""
        return tuple(x.ref for x in self.members)

    @property
    def synthetic(self) -> bool:
        """Whether made-up people stand in the line."""
        return any(x.synthetic for x in self.members)


Rows = Annotated[tuple[ContactRow, ...], Field(min_length=1, max_length=300)]


class ContactSchedule(Value):
    """The schedule as it holds now."""

    number: ShortText
    published_on: date
    organisation: Ref
    rows: Rows
    changes: int = 0


class NoLeader(Contradicted):
    """Every project has one group with one leader (rulebook §4.6, no. 5)."""

    def __init__(self, project: str) -> None:
        super().__init__(
            f"项目 {project} 的组长应是本组成员，每组一名，成员不重复；请先确定组长。",
            f"{project} needs one leader who is a member, and each member once.",
        )


def check_row(row: ContactRow, settings: Matching) -> None:
    """Raises NoLeader, ConflictOfInterest, Malformed for a group too small or too large."""
    if row.leader not in row.refs or len(set(row.refs)) != len(row.refs):
        raise NoLeader(row.project)
    for member in (*row.members, *((row.sc_leader,) if row.sc_leader else ())):
        check_member(member.ref, member.interests, row.project, row.parties)
    size = len(row.members)
    refuse_unless(
        settings.of == "deputy_groups" or settings.least <= size <= settings.most,
        f"项目 {row.project} 的小组有 {size} 人，应为 {settings.least} 至 {settings.most} 人。",
        f"the group of {row.project} has {size} members.",
    )


def check_member(
    ref: str, interests: tuple[str, ...], project: str, parties: tuple[str, ...]
) -> None:
    """Raises ConflictOfInterest (代表法 art. 59)."""
    who = Candidate(ref=ref, interests=interests)
    why = clash(who, Item(project=project, name=project, parties=parties))
    if why is not None:
        raise ConflictOfInterest(ref, project, why)
