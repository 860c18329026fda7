"""Who may see what: a unit its own projects, a group the one it supervises, organs their region.

What may not be seen is answered like what does not exist (`reliability §2.18`).
"""

from collections.abc import Collection

from api.callers import Caller
from domain.parties import Role, party
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import Unknown
from ledger.door import Ledger


def sees_project(caller: Caller, project: str, region: str, unit: str) -> bool:
    """Whether the project and its duties are shown to the caller."""
    if not caller.actor.reaches(region):
        return False
    match caller.role:
        case "unit":
            return caller.party == party(Role.UNIT, unit)
        case "deputy_group":
            return caller.party in (Role.DEPUTY_GROUPS, party(Role.DEPUTY_GROUP, project))
        case "admin":
            return False
        case _:
            return True


def sees_programme(caller: Caller, region: str, projects: Collection[str]) -> bool:
    """Whether the year's duties, which organs owe, are shown to the caller."""
    if not caller.actor.reaches(region):
        return False
    match caller.role:
        case "unit" | "admin":
            return False
        case "deputy_group":
            groups = {party(Role.DEPUTY_GROUP, x) for x in projects}
            return caller.party == Role.DEPUTY_GROUPS or caller.party in groups
        case _:
            return True


def sees(caller: Caller, state: object) -> bool:
    """Whether the stream of this state is shown to the caller."""
    match state:
        case Project():
            card = state.card
            return sees_project(caller, card.id, card.region, card.lead_unit)
        case Programme():
            return sees_programme(caller, state.region, state.projects)
        case _:
            return False


async def sees_stream(caller: Caller, stream: str, ledger: Ledger) -> bool:
    """Whether the stream exists and is shown to the caller."""
    try:
        return sees(caller, (await ledger.standing(stream)).state)
    except Unknown:
        return False
