"""The meeting in the middle of the year on which reports and deliberations hang: it is convened
in time through its own stream, opened and closed."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from domain.given import Actor
from domain.meeting.kinds import RULES, MeetingKind, Tier
from domain.meeting.messages import (
    CloseMeeting,
    ConveneMeeting,
    MeetingCommand,
    OpenMeeting,
    Served,
)
from domain.names import MEETING, stream_id
from domain.regimes.when import Anchor
from ledger.door import Ledger
from stack.demo.bill import NOTE, Opening
from stack.demo.deed import CLERK

ACTOR = Actor(ref="demo:meetings", party=CLERK)


class MidYear(NamedTuple):
    """The meeting of a tier: its kind, which days it sets, when it is convened and held."""

    title: str
    kind: MeetingKind
    anchor: Anchor
    convened: date
    held: date
    deliberates: bool
    """Whether the play shows the opinion that comes of it."""


_TOWN = MidYear(
    f"{NOTE}人代会年中会议",
    MeetingKind.MID_YEAR_SESSION,
    Anchor.MID_SESSION,
    date(2025, 6, 10),
    date(2025, 7, 18),
    deliberates=False,
)
_COUNTY = MidYear(
    f"{NOTE}人大常委会第二十五次会议",
    MeetingKind.SC_MEETING,
    Anchor.MID_MEETING,
    date(2025, 7, 15),
    date(2025, 8, 28),
    deliberates=True,
)
MEETINGS: Mapping[Tier, MidYear] = {"township": _TOWN, "county": _COUNTY}


async def meet(ledger: Ledger, bill: list[Opening], today: date) -> list[str]:
    """Convene, open and close what is due today. Returns what is to be said of it."""
    said: list[str] = []
    for opening in bill:
        (voted,) = opening.question.lists.voted
        stream = stream_id(MEETING, f"{voted.id}-mid")
        for number, command in enumerate(_today(opening, today)):
            key = f"{stream}:{today}:{number}"
            await ledger.handle(stream, command, actor=ACTOR, client="demo", command_id=key)
            if isinstance(command, ConveneMeeting):
                said.append(f"  {today} 召集：{command.title}定于 {command.opens}（{voted.id}）")
    return said


def _today(opening: Opening, today: date) -> Iterator[MeetingCommand]:
    question = opening.question
    meeting = MEETINGS[question.regime.tier]
    if today == meeting.convened:
        yield convening(opening)
    if today == meeting.held:
        yield OpenMeeting(on=today, roll=60, present=54)
        yield CloseMeeting(on=today)


def convening(opening: Opening) -> ConveneMeeting:
    """How the meeting is convened that serves this list."""
    question = opening.question
    meeting = MEETINGS[question.regime.tier]
    (voted,) = question.lists.voted
    served = Served(
        programme=voted.id,
        anchor=meeting.anchor,
        region=voted.region,
        vote=question.vote,
        projects=tuple(sorted(x.id for x in voted.cards)),
    )
    tier = question.regime.tier
    return ConveneMeeting(
        id=f"{voted.id}-mid",
        title=meeting.title,
        kind=meeting.kind,
        tier=tier,
        region=voted.region,
        convened_by=RULES[meeting.kind].conveners[tier][0],
        opens=meeting.held,
        closes=meeting.held,
        document=f"{NOTE}人大〔2025〕号",
        serves=(served,),
    )
