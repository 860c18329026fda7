"""Giving a project its group: the exclusion is asked again with the project's own units."""

from collections.abc import Sequence
from typing import Any

from domain.given import Given
from domain.matching.question import item_of
from domain.matching.schedule import ContactRow, check_row
from domain.project.group import Assigned, AssignGroup, GroupAssigned
from domain.project.state import Project
from domain.refusals import Contradicted
from domain.regimes.groups import DEFAULT


def assign(state: Project, c: AssignGroup, given: Given) -> Sequence[GroupAssigned]:
    """The group of the line. Raises ConflictOfInterest, NoLeader, Contradicted."""
    row = c.row
    if row.project != state.card.id:
        raise Contradicted(
            f"这一行是项目 {row.project} 的安排，不是 {state.card.id} 的。",
            f"this line belongs to {row.project}.",
        )
    own = item_of(state.card, row.site, row.parties).parties
    check_row(row.model_copy(update={"parties": own}), given.regime.matching or DEFAULT)
    told = _told(c, row)
    if state.group == Assigned(**told):
        return []
    return [GroupAssigned(**told, because=c.because)]


def _told(c: AssignGroup, row: ContactRow) -> dict[str, Any]:
    return {
        "schedule": c.schedule,
        "organisation": c.organisation,
        "group": row.group,
        "group_name": row.group_name,
        "leader": row.leader,
        "members": row.refs,
        "committee": row.committee,
        "sc_leader": row.sc_leader.ref if row.sc_leader else None,
    }
