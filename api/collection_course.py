"""How far a collection is, from its own state and from what the read models count beside it."""

from datetime import datetime

from api.collection_steps import Counts, Step, course
from api.tools import Tools
from domain.calendar import day_of
from domain.collection.state import Collection
from domain.meeting.state import Life
from domain.refusals import Contradicted
from domain.regimes import named
from domain.regimes.decision import Decision
from domain.regimes.when import Anchor
from ledger.queries.ballots import find_ballots
from ledger.queries.meetings import MeetingRow, find_meetings
from ledger.queries.projects import Wanted, find_projects
from ledger.queries.wishes import wish_counts

__all__ = ["Step", "counts_of", "course_of", "decision_in"]


async def course_of(state: Collection, now: datetime, tools: Tools) -> list[Step]:
    """The steps of that collection. Raises Contradicted for a measure that decides nothing."""
    counts = await counts_of(state, tools)
    return course(state, counts, named(state.regime), day_of(now))


def decision_in(state: Collection) -> Decision:
    """How this place decides. Raises Contradicted for a measure that does not say."""
    decision = named(state.regime).decision
    if decision is None:
        raise Contradicted(
            f"办法 {state.regime} 没有写明决定方式，请先补充 [decision]。",
            f"{state.regime} does not say how projects are decided.",
        )
    return decision


async def counts_of(state: Collection, tools: Tools) -> Counts:
    """What stands beside the collection's own record."""
    wishes = await wish_counts(tools.ledger, state.id)
    meeting = await _meeting(state, tools)
    boxes = await find_ballots(tools.ledger, state.region, programme=state.id, limit=20)
    box = next((x.id for x in boxes.items if x.duty.startswith("vote-")), None)
    opened = await find_projects(tools.ledger, Wanted(programme=state.id), limit=1)
    return Counts(
        wishes=sum(x.number for x in wishes),
        loose=sum(x.number for x in wishes) - sum(x.answered for x in wishes),
        meeting=meeting.title if meeting else None,
        meeting_id=meeting.id if meeting else None,
        opened=meeting is not None and meeting.life in (Life.OPENED, Life.CLOSED),
        box=box,
        projects=opened.total if state.adoption else 0,
    )


async def _meeting(state: Collection, tools: Tools) -> MeetingRow | None:
    """The session at which it is voted, where one was convened."""
    name = state.anchors.meetings.get(Anchor.SESSION)
    if name is None:
        return None
    found = await find_meetings(tools.ledger, meeting=name, limit=1)
    return found.items[0] if found.items else None
