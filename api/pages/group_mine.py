"""Whose group somebody is of, and in whose name he may act there.

A group's own account looks after its project; a deputy after those in whose group the published
contact schedule names him. What he does for the group is recorded as the group's, by his account.
"""

from copy import copy

from api.pages.rights import Signed
from api.problems import not_found
from api.sight import reads
from api.tools import Tools
from domain.names import PROJECT, stream_id
from domain.parties import Role, party
from domain.project.state import Project
from domain.refusals import Unknown
from ledger.queries.groups import assigned_to, projects_open_in
from ledger.standing import Standing

MOST = 60
"""So many projects are listed; a group that looks after more of them has the whole list."""


async def project_ids(signed: Signed, tools: Tools) -> list[str]:
    """The projects of the reader's groups."""
    match signed.role:
        case "deputy_group" if signed.party == Role.DEPUTY_GROUPS:
            found = await projects_open_in(tools.ledger, signed.region or "")
        case "deputy_group":
            found = [signed.party.partition(":")[2]]
        case "deputy":
            deputy = signed.party.partition(":")[2]
            found = await assigned_to(tools.ledger, signed.region or "", deputy)
        case _:
            found = []
    return found[:MOST]


def parties_of(signed: Signed, projects: list[str]) -> list[str]:
    """In whose names letters may come in: the groups', and one's own."""
    return [*dict.fromkeys((signed.party, *(party(Role.DEPUTY_GROUP, x) for x in projects)))]


def voice(signed: Signed, state: object) -> Signed | None:
    """The reader as the project's group; None for who does not belong to it."""
    if not isinstance(state, Project) or not reads(signed, state.card.region):
        return None
    if signed.party == state.owners.group:
        return signed
    group = state.group
    if signed.role != "deputy" or signed.region != state.card.region or group is None:
        return None
    if signed.party.partition(":")[2] not in (group.leader, *group.members):
        return None
    spoken = copy(signed)
    spoken.role = "deputy_group"
    spoken.party = str(state.owners.group)
    return spoken


async def as_group(project: str, signed: Signed, tools: Tools) -> tuple[Standing, Project, Signed]:
    """The project, and the reader as its group. Raises Problem 404 for everybody else."""
    try:
        standing = await tools.ledger.standing(stream_id(PROJECT, project))
    except Unknown as error:
        raise not_found() from error
    spoken = voice(signed, standing.state)
    if spoken is None or not isinstance(standing.state, Project):
        raise not_found()
    return standing, standing.state, spoken
