"""A proposal: the solver's answer in the words of the schedule, before anybody decides on it."""

import hashlib
from typing import Annotated

from pydantic import Field

from domain.base import Value
from domain.matching.criteria import clash, reasons
from domain.matching.problem import Assignment, Item
from domain.matching.question import Question, candidate, head_of, leader_above
from domain.matching.schedule import ContactRow, GroupMember, Rows


class Proposal(Value):
    """What is proposed for each project."""

    rows: Rows
    remarks: Annotated[tuple[str, ...], Field(max_length=50)] = ()

    @property
    def digest(self) -> str:
        """By which a clerk says which proposal was looked at."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def row(self, project: str) -> ContactRow:
        """The line of a project. Raises KeyError."""
        found = next((x for x in self.rows if x.project == project), None)
        if found is None:
            raise KeyError(project)
        return found


def told(asked: Question, answer: Assignment, led: Assignment | None) -> Proposal:
    """The answer in rows, in the order of projects."""
    rows = []
    for n, item in enumerate(asked.groups.items, 1):
        if asked.settings.of == "deputy_groups":
            rows.append(_standing(asked, item, answer))
        else:
            rows.append(_made_up(asked, item, answer, led, n))
    remarks = list(asked.settings.ours)
    if nowhere := [x.project for x in asked.groups.items if x.site is None]:
        remarks.append(
            f"{len(nowhere)} 个项目没有写明地点，就近一项未计（{'、'.join(nowhere[:5])}）"
        )
    if any(x.synthetic for x in asked.groups.candidates):
        remarks.append("含合成（非真实）的代表资料，仅供演示")
    return Proposal(rows=tuple(rows), remarks=tuple(remarks))


def member(asked: Question, ref: str, item: Item, because: str | None = None) -> GroupMember:
    """A deputy as the schedule names one for a project. Raises KeyError for nobody in office."""
    who = candidate(asked.chart.deputies[ref], asked.chart)
    return GroupMember(
        ref=ref,
        reasons=reasons(who, item, asked.groups),
        interests=who.interests,
        synthetic=who.synthetic,
        because=because,
    )


def _made_up(
    asked: Question, item: Item, answer: Assignment, led: Assignment | None, n: int
) -> ContactRow:
    chart = asked.chart
    committee = led.leaders[item.project] if led else None
    above = head_of(chart, committee)
    if above and clash(candidate(chart.deputies[above], chart), item):
        above = None  # the organ leads all the same
    return ContactRow(
        project=item.project,
        name=item.name,
        site=item.site,
        parties=item.parties,
        group_name=f"第{n}代表联系小组",
        leader=answer.leaders[item.project],
        members=tuple(member(asked, x, item) for x in answer.members[item.project]),
        committee=chart.bodies[committee].name if committee else None,
        sc_leader=member(asked, above, item) if above else None,
    )


def _standing(asked: Question, item: Item, answer: Assignment) -> ContactRow:
    chart, name = asked.chart, answer.leaders[item.project]
    return group_row(asked, item, name, chart.holder(name, "leader") or "")


def group_row(asked: Question, item: Item, name: str, leader: str) -> ContactRow:
    """A standing group's line for a project."""
    chart = asked.chart
    group, above = chart.groups[name], leader_above(chart, name)
    refs = [x for x in chart.of(name, "leader", "member") if x != above or x == leader]
    return ContactRow(
        project=item.project,
        name=item.name,
        site=item.site,
        parties=item.parties,
        group=name,
        group_name=group.name,
        leader=leader,
        members=tuple(member(asked, x, item) for x in refs),
        committee=chart.bodies[group.committee].name if group.committee in chart.bodies else None,
        sc_leader=member(asked, above, item) if above else None,
    )
