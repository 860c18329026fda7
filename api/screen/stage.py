"""What one screen shows now, as HTML: the day's agenda or one vote, the same for all who listen."""

from typing import Any

from api.language.chosen import chosen
from api.pages.render import environment
from api.pages.samples import sample_shown
from api.public.named import town_of
from api.screen.picture import picture
from api.tools import Tools
from domain.ballot.messages import OfProjects
from domain.ballot.state import STATUS_ZH, Ballot, Status
from domain.calendar import day_of
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.refusals import Unknown
from ledger.ballots import Ballots
from ledger.queries.ballots import BallotRow, find_ballots
from ledger.screens import Screen, screen_of

AGENDA = 12
"""So many votes stand on the agenda."""


async def look(screen: str, tools: Tools) -> tuple[str, bool]:
    """The picture of a screen, and whether it is its last."""
    one = await screen_of(tools.ledger, screen)
    if one is None or not one.good:
        return environment(chosen()).get_template("_screen_gone.html").render(), True
    return await stage(one, tools), False


async def stage(one: Screen, tools: Tools) -> str:
    """The HTML of the stage."""
    sample = await sample_shown(tools)
    shared = {"screen": one, "town": town_of(one.region), "sample": sample}
    if one.ballot is None:
        rows = [(x, STATUS_ZH[Status(x.status)]) for x in await agenda(one, tools)]
        template = environment(chosen()).get_template("_screen_agenda.html")
        return template.render(**shared, rows=rows, day=day_of(await tools.ledger.now()))
    facts = await vote_facts(one, tools)
    return environment(chosen()).get_template("_screen_vote.html").render(**shared, **facts)


async def agenda(one: Screen, tools: Tools) -> list[BallotRow]:
    """The votes of this congress that are to come, go on, or were held today."""
    today = day_of(await tools.ledger.now())
    found = await find_ballots(tools.ledger, one.region, limit=AGENDA * 4)
    shown = [
        x
        for x in found.items
        if x.region == one.region and x.status != Status.ANNULLED and x.held_on in (None, today)
    ]
    return sorted(shown, key=lambda x: (x.held_on is None, x.title))[:AGENDA]


async def vote_facts(one: Screen, tools: Tools) -> dict[str, Any]:
    """What is told of the vote that the screen shows."""
    boxes = Ballots(tools.ledger)
    state = await boxes.ballot(one.ballot or "")
    elected = await _elected(state, tools)
    return picture(state, one.step, await boxes.turnout(state.id), elected)


async def announced_by(state: Ballot, tools: Tools) -> str | None:
    """公布方式 as the method has it, for whoever announces; None where there is no method."""
    held = await _collection(state, tools)
    adopted = held.voting.adopted if held else None
    return adopted.method.announced if adopted else None


async def _elected(state: Ballot, tools: Tools) -> tuple[str, ...]:
    held = await _collection(state, tools)
    rounds = held.voting.rounds if held else ()
    return next((x.elected for x in rounds if x.ballot == state.id), ())


async def _collection(state: Ballot, tools: Tools) -> Collection | None:
    if not isinstance(state.purpose, OfProjects):
        return None
    try:
        stream = stream_id(COLLECTION, state.purpose.collection)
        held: object = (await tools.ledger.standing(stream)).state
    except Unknown:
        return None
    return held if isinstance(held, Collection) else None
