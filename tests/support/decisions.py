"""Decisions as they come on paper, for each tier, and requests with their documents."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.calendar import start_of
from domain.forms import Claim, ClaimRow, Evidence
from domain.given import Actor
from domain.parties import Role
from domain.project.changes.messages import DecideChange, Kind, Proposed, RequestChange
from domain.regimes.sections_change import Ground
from domain.ruling import Ruling, Sitting

OFFICE = Actor(ref="staff-2", party="clerk")
GOVERNMENT = Actor(ref="gov-1", party="government")
PAPER = Evidence(sha256="a" * 64, name="请示.pdf", media_type="application/pdf", size=2048)


def ruling(
    on: date,
    decider: Role = Role.CONGRESS,
    sitting: Sitting = Sitting.EXTRA_SESSION,
    document: str = "宝人决〔2023〕5号",
) -> Ruling:
    """A decision of a township's congress in an extra session, unless another body is named."""
    return Ruling(
        decider=decider, sitting=sitting, session="第十六届第四次会议", on=on, document=document
    )


def committee(on: date, document: str = "常决〔2023〕9号") -> Ruling:
    """A decision of a county's standing committee in its meeting."""
    return ruling(on, Role.STANDING_COMMITTEE, Sitting.STANDING_COMMITTEE, document)


def asks(kind: Kind, proposed: Proposed | None = None, reason: str = "规划调整") -> RequestChange:
    """A request on the ground of a planning change, with its paper."""
    return RequestChange(
        kind=kind,
        ground=Ground.PLANNING_CHANGE,
        reason=reason,
        documents=(PAPER,),
        proposed=proposed or Proposed(),
    )


def grants(number: int, by: Ruling, budget: Ruling | None = None) -> DecideChange:
    """The approval of that request."""
    return DecideChange(number=number, approved=True, ruling=by, budget=budget)


def at(day: date, hour: int = 9) -> datetime:
    """Nine o'clock of that day, or another full hour."""
    return start_of(day) + timedelta(hours=hour)


def claim(actual: int) -> Claim:
    """So many of the first sub-project, all of the second."""
    return Claim(rows=(ClaimRow(subproject=1, actual=Decimal(actual)), ClaimRow(subproject=2)))
