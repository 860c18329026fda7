"""The clerk's changes to a proposal: each is checked for conflicts and says its reason."""

from collections.abc import Sequence
from typing import Annotated, Literal, assert_never

from pydantic import Field

from domain.base import ShortText, Text, Value
from domain.matching.judging import ConflictOfInterest
from domain.matching.problem import Item
from domain.matching.proposal import Proposal, group_row, member
from domain.matching.question import Question
from domain.matching.schedule import ContactRow, NoLeader, check_member
from domain.refusals import Contradicted, Unknown


class _Adjustment(Value):
    project: ShortText
    because: Text


class AddMember(_Adjustment):
    """增加成员."""

    do: Literal["add"] = "add"
    ref: ShortText


class RemoveMember(_Adjustment):
    """减少成员."""

    do: Literal["remove"] = "remove"
    ref: ShortText


class SwapMembers(_Adjustment):
    """两个小组对调成员."""

    do: Literal["swap"] = "swap"
    ref: ShortText
    other_project: ShortText
    other_ref: ShortText


class ChangeLeader(_Adjustment):
    """换组长, who is or becomes a member."""

    do: Literal["lead"] = "lead"
    ref: ShortText


class SwapGroups(_Adjustment):
    """两个项目对调小组."""

    do: Literal["swap_groups"] = "swap_groups"
    other_project: ShortText


Adjustment = Annotated[
    AddMember | RemoveMember | SwapMembers | ChangeLeader | SwapGroups, Field(discriminator="do")
]
Adjustments = Annotated[tuple[Adjustment, ...], Field(max_length=500)]

__all__ = ["Adjustment", "Adjustments", "ConflictOfInterest", "adjust"]


def adjust(asked: Question, proposal: Proposal, changes: Sequence[Adjustment]) -> Proposal:
    """The proposal after the changes, in their order.

    Raises ConflictOfInterest, NoLeader, Unknown, Contradicted.
    """
    rows = {x.project: x for x in proposal.rows}
    for change in changes:
        for row in _changed(asked, rows, change):
            rows[row.project] = row
    return proposal.model_copy(update={"rows": tuple(rows[x.project] for x in proposal.rows)})


def _changed(asked: Question, rows: dict[str, ContactRow], c: Adjustment) -> list[ContactRow]:
    row = _row(rows, c.project)
    match c:
        case AddMember():
            return [_added(asked, row, c.ref, c.because)]
        case RemoveMember():
            return [_removed(row, c.ref)]
        case SwapMembers():
            other = _row(rows, c.other_project)
            here = _replaced(asked, row, c.ref, c.other_ref, c.because)
            return [here, _replaced(asked, other, c.other_ref, c.ref, c.because)]
        case ChangeLeader():
            there = row if c.ref in row.refs else _added(asked, row, c.ref, c.because)
            return [there.model_copy(update={"leader": c.ref})]
        case SwapGroups():
            other = _row(rows, c.other_project)
            return [_given(asked, row, other), _given(asked, other, row)]
    assert_never(c)


def _row(rows: dict[str, ContactRow], project: str) -> ContactRow:
    if project not in rows:
        raise Unknown("项目", "project", project)
    return rows[project]


def _added(asked: Question, row: ContactRow, ref: str, because: str) -> ContactRow:
    if ref in row.refs:
        return row
    deputy = asked.chart.deputies.get(ref)
    if deputy is None or deputy.facts.office == "staff":
        raise Unknown("在任代表", "deputy in office", ref)
    new = member(asked, ref, _item(asked, row.project), because)
    check_member(ref, new.interests, row.project, row.parties)
    return row.model_copy(update={"members": (*row.members, new)})


def _removed(row: ContactRow, ref: str) -> ContactRow:
    _is_member(row, ref)
    if ref == row.leader:
        raise NoLeader(row.project)
    return row.model_copy(update={"members": tuple(x for x in row.members if x.ref != ref)})


def _replaced(asked: Question, row: ContactRow, ref: str, by: str, because: str) -> ContactRow:
    """One goes and the other takes the place, the leader's too."""
    _is_member(row, ref)
    added = _added(asked, row, by, because)
    leader = by if ref == row.leader else row.leader
    return _removed(added.model_copy(update={"leader": leader}), ref)


def _is_member(row: ContactRow, ref: str) -> None:
    if ref not in row.refs:
        raise Unknown(f"项目 {row.project} 的成员", f"member for {row.project}", ref)


def _given(asked: Question, row: ContactRow, other: ContactRow) -> ContactRow:
    """The row's project with the other row's group."""
    if other.group is not None:
        made = group_row(asked, _item(asked, row.project), other.group, other.leader)
    else:
        item = _item(asked, row.project)
        because = {x.ref: x.because for x in other.members}
        made = other.model_copy(
            update={
                **{x: getattr(row, x) for x in ("project", "name", "site", "parties")},
                "members": tuple(member(asked, x, item, because[x]) for x in other.refs),
            }
        )
    for one in (*made.members, *((made.sc_leader,) if made.sc_leader else ())):
        check_member(one.ref, one.interests, made.project, made.parties)
    return made


def _item(asked: Question, project: str) -> Item:
    found = next((x for x in asked.groups.items if x.project == project), None)
    if found is None:
        raise Contradicted(f"提案中没有项目 {project}。", f"{project} is not in the proposal.")
    return found
