"""What the pages of a ballot are made of: the paper, how far the vote is, who reads it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.responses import Response

from api.pages.recording import new_key
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.samples import sample_shown
from api.sight import sees_project
from api.tools import Tools
from api.vote_shown import RoundShown, round_shown
from api.voting import seen_ballot
from domain.ballot.messages import OfProjects
from domain.ballot.paper import CHOICE_ZH, INVALID, ForAgainst, Ranked, UpTo
from domain.ballot.state import STATUS_ZH, Ballot, Status
from domain.collection.state import Collection
from domain.evaluation.grading import Body, rate
from domain.names import COLLECTION, stream_id
from domain.regimes import named
from domain.voting.telling import words_of
from ledger.account import Account
from ledger.accounts import Accounts
from ledger.ballots import Ballots, Standing
from ledger.queries.groups import projects_named
from ledger.readings import by_surname

_VOTERS = ("deputy_group", "deputy", "organ")
"""Whose accounts are offered for a roll."""
BODY_ZH = {Body.CONGRESS: "全体代表", Body.COMMITTEE: "组成人员"}


class Filled(NamedTuple):
    """A paper that comes back from the review: its marks, and the item that is to be changed."""

    marks: Mapping[str, tuple[str, ...]]
    at: int


def is_clerk(signed: Signed) -> bool:
    """Whether the reader runs boxes."""
    return signed.role == "clerk"


async def ballot_page(
    ballot: str,
    signed: Signed,
    tools: Tools,
    accounts: Accounts,
    *,
    refused: str | None = None,
    status: int = 200,
    checked: str | None = None,
    filled: Filled | None = None,
) -> Response:
    """The ballot for whoever reads it: paper, desk or result. Raises Problem 404."""
    state, stands = await seen_ballot(ballot, signed, tools)
    cast, papers = await Ballots(tools.ledger).turnout(ballot)
    people = await offered(accounts, state.region) if is_clerk(signed) else []
    return page(
        "ballot.html",
        signed,
        await tools.ledger.now(),
        here="/ballots",
        sample=await sample_shown(tools),
        status=status,
        refused=refused,
        checked=checked,
        people=sorted(people, key=lambda x: by_surname(x["name"])),
        marks=filled.marks if filled else {},
        at=filled.at if filled else 0,
        seen_projects=await _projects(state, signed, tools),
        key=new_key(),
        **facts(state, stands, signed),
        round=await _round(state, tools),
        cast=cast,
        papers=papers,
    )


def facts(state: Ballot, stands: Standing, signed: Signed) -> dict[str, Any]:
    """The ballot in the words of its page."""
    return {
        "one": state,
        "stands": stands,
        "status_zh": STATUS_ZH[state.status],
        "body_zh": _whole(state),
        "family": state.paper.family.family,
        "most": _most(state),
        "choices": [(x, CHOICE_ZH.get(x, x)) for x in state.paper.choices],
        "entered": [(x, CHOICE_ZH.get(x, x)) for x in (*state.paper.choices, INVALID)],
        "clerk": is_clerk(signed),
        "keeper": signed.actor.ref in state.keepers,
        "keys": [x in state.keys for x in state.keepers],
        "may_vote": stands.on_roll and not stands.voted and state.status is Status.OPEN,
        "rows": _rows(state),
    }


async def _projects(state: Ballot, signed: Signed, tools: Tools) -> frozenset[str]:
    """Of the projects on the paper those whose course the voter may look at before he chooses."""
    if isinstance(state.purpose, OfProjects) or not can(signed, "read"):
        return frozenset()
    rows = await projects_named(tools.ledger, [x.id for x in state.paper.items])
    return frozenset(x.id for x in rows if sees_project(signed, x.id, x.region, x.unit))


def _whole(state: Ballot) -> str:
    """Whose whole the roll is: a street has no 代表大会."""
    decision = named(state.regime).decision
    if isinstance(state.purpose, OfProjects) and decision is not None:
        return words_of(decision).whole
    return BODY_ZH[state.body]


def _most(state: Ballot) -> int | None:
    """How many items a paper may be for; None where each is asked by itself."""
    match state.paper.family:
        case ForAgainst(most=most) | UpTo(seats=most) | Ranked(places=most):
            return most
        case _:
            return None


async def _round(state: Ballot, tools: Tools) -> RoundShown | None:
    """What a vote on projects means, as its collection has it; None before it has."""
    if not isinstance(state.purpose, OfProjects) or not state.items:
        return None
    stream = stream_id(COLLECTION, state.purpose.collection)
    held: object = (await tools.ledger.standing(stream)).state
    if not isinstance(held, Collection):
        return None
    titles = {x.id: x.title for x in state.paper.items}
    found = (x for x in held.voting.rounds if x.ballot == state.id)
    return next((round_shown(x, named(state.regime), titles) for x in found), None)


def _rows(state: Ballot) -> list[dict[str, Any]]:
    """The counted items with the satisfied rate of each; none of a vote on projects."""
    if isinstance(state.purpose, OfProjects):
        return []
    places = named(state.regime).evaluation.decimals
    titles = {x.key: x.title for x in state.paper.items}
    found = []
    for x in state.items:
        counts = x.grades
        found.append(
            {
                "title": titles[x.item],
                "votes": [x.votes.get(y, 0) for y in (*state.paper.choices, INVALID)],
                "rate": rate(counts.satisfied, counts.valid, places),
                "valid": counts.valid,
            }
        )
    return found


async def offered(accounts: Accounts, region: str) -> list[Mapping[str, str]]:
    """The accounts of a region that may be put on a roll or hold a key."""
    return [
        {"ref": x.ref, "name": x.name or x.login}
        for x in await accounts.listed()
        if _fits(x, region)
    ]


def _fits(account: Account, region: str) -> bool:
    here = account.region in (None, region)
    return here and account.role in _VOTERS and account.disabled_at is None
