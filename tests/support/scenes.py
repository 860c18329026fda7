"""Scenarios with real figures (rulebook §6), as lines that are said to real servers in turn."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain.base import Command
from domain.calendar import start_of
from domain.duty_commands import AcceptDuty, FileDuty
from domain.forms import Filing
from domain.given import Actor
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject, Card, Subproject
from domain.regimes import named
from ledger.door import Ledger
from tests.support.play import Said
from tests.support.year import CLERK

VOTED = date(2023, 3, 31)


def card(programme: str, number: int, region: str, parts: int = 1) -> Card:
    """SYN: a project of that list; only the number of its parts was published."""
    return Card(
        id=f"{programme}-{number:02}",
        programme=programme,
        list_id=programme,
        item_no=str(number),
        name=f"民生实事项目第{number}项（样本）",
        region=region,
        subprojects=tuple(
            Subproject(no=n, name=f"第{n}个子项目（样本）") for n in range(1, parts + 1)
        ),
        lead_unit=f"承办单位{number}（样本）",
        lead_unit_synthetic=True,
    )


def opening(
    regime: str,
    programme: str,
    cards: Sequence[Card],
    vote: date = VOTED,
    session: date = date(2024, 3, 20),
) -> list[Said]:
    """A congress voted that list: its year and its projects begin on the day of the vote."""
    at = start_of(vote) + timedelta(hours=15)
    frame: dict[str, Any] = {
        "regime": named(regime).ref,
        "vote": vote,
        "next_session": session,
        "session_assumed": False,
    }
    opened = OpenProgramme(
        id=programme,
        title=f"{vote.year} 年民生实事项目（样本）",
        region=cards[0].region,
        projects=tuple(x.id for x in cards),
        **frame,
    )
    said = [Said(at, stream_id(PROGRAMME, programme), opened, CLERK)]
    return said + [
        Said(at, stream_id(PROJECT, x.id), AdoptProject(card=x, **frame), CLERK) for x in cards
    ]


def filed(at: datetime, stream: str, duty: str, filing: Filing, party: str) -> Said:
    """Somebody files."""
    by = Actor(ref=f"hand-of-{party}", party=party)
    return Said(at, stream, FileDuty(duty=duty, filing=filing), by)


def accepted(at: datetime, stream: str, duty: str) -> Said:
    """The clerk accepts."""
    return Said(at, stream, AcceptDuty(duty=duty), CLERK)


def asked(at: datetime, stream: str, command: Command, by: Actor = CLERK) -> Said:
    """Anything else that is said."""
    return Said(at, stream, command, by)


async def duties(ledger: Ledger, stream: str) -> dict[str, Any]:
    """The duties of a stream as it stands."""
    return dict((await ledger.standing(stream)).state.duties)
