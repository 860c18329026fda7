"""Who may see what: a unit its own projects, a group the one it supervises, organs their region.

What may not be seen is answered like what does not exist (`reliability §2.18`).
"""

from collections.abc import Collection

from api.callers import STAFF, Caller
from domain.parties import Role, party
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import Unknown
from ledger.door import Ledger


def reads(caller: Caller, region: str) -> bool:
    """Whether the token is good for that region: staff also read what lies below theirs."""
    below = caller.role in STAFF and region.startswith(f"{caller.region}/")
    return caller.region is None or caller.region == region or below


def narrowed(caller: Caller, asked: str | None) -> tuple[str | None, bool]:
    """The region to look in, and whether nothing of what is asked lies in the caller's reach."""
    own = caller.region
    if own is None or asked is None or own == asked or own.startswith(f"{asked}/"):
        return own or asked, False
    return asked, not asked.startswith(f"{own}/")


def sees_project(caller: Caller, project: str, region: str, unit: str) -> bool:
    """Whether the project and its duties are shown to the caller."""
    if not reads(caller, region):
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
    if not reads(caller, region):
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
