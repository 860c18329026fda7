"""The year as lanes of marks, for an SVG drawn on the server; places are percent of the width.

Sessions on top, then how the building goes, then what units owe, then what the congress owes.
Nothing missed disappears: a late filing keeps a red run from its due day, what is late still grows
one to today, an old due day stays as a dashed tick, a pause as a box.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from api.pages import dates
from api.pages.duty_ways import Way
from api.pages.scale import Scale, holidays, months
from api.pages.year_marks import LANE, lanes
from domain.calendar import Calendar
from domain.parties import Role, role_of
from domain.project.state import Project
from ledger.queries.duties import DutyRow
from ledger.queries.meetings import MeetingRow

TOP = 50
_APART = 9
"""Percent: nearer marks of sessions keep their names to themselves."""


class Year(NamedTuple):
    """What is drawn."""

    state: Project
    own: Sequence[DutyRow]
    shared: Sequence[DutyRow]
    ways: Mapping[str, Way]
    meetings: Sequence[MeetingRow]
    today: date
    calendar: Calendar


def year_line(year: Year) -> dict[str, Any]:
    """Everything the drawing needs."""
    anchors, today = year.state.anchors, year.today
    ends = [x.due for x in (*year.own, *year.shared)]
    last = max([anchors.next_session, *ends]) + timedelta(days=14)
    scale = Scale(anchors.vote.replace(day=1), last)
    units = [x for x in year.own if role_of(x.obligor) is Role.UNIT]
    others = [x for x in year.own if role_of(x.obligor) is not Role.UNIT] + list(year.shared)
    bar = building(year.state, scale, today)
    first = TOP + LANE + 10 + (LANE if bar else 0)
    upper = lanes(units, first, scale, today, year.calendar, year.ways)
    middle = first + LANE * len(upper)
    lower = lanes(others, middle + 12, scale, today, year.calendar, year.ways)
    return {
        "lanes": upper + lower,
        "upper": (first - 14, middle - 16),
        "lower": (middle - 4, middle + 12 + LANE * len(lower) - 16),
        "height": middle + 12 + LANE * len(lower) + 6,
        "split": middle - 10,
        "top": TOP,
        "building": bar and {**bar, "y": TOP + LANE + 10},
        "vote": scale.x(anchors.vote),
        "sessions": sessions(year, scale),
        "today": (scale.x(today), today),
        "months": months(scale),
        "holidays": holidays(scale, year.calendar),
    }


def building(state: Project, scale: Scale, today: date) -> dict[str, Any] | None:
    """From the vote to completion: what has passed, what is still planned, the day it was to end
    at first; None where nobody said when."""
    end, track = state.planned_completion, state.track
    if end is None:
        return None
    began = scale.x(state.anchors.vote)
    done = track.claim.on if track.claim else track.terminated or today
    baselines = [x.planned_completion for x in track.baselines if x.planned_completion]
    first = (track.plan.planned_completion if track.plan else None) or state.card.planned_completion
    was = first if baselines and first and first != end else None
    return {
        "began": began,
        "done": round(max(0.0, scale.x(min(done, scale.last)) - began), 3),
        "rest": round(max(0.0, scale.x(end) - began), 3),
        "end": scale.x(end),
        "was": scale.x(was) if was else None,
        "was_zh": f"原定{dates.plain(was)}" if was else "",
        "zh": f"延到{dates.plain(end)}完工" if was else f"{dates.plain(end)}完工",
        "claimed": track.claim is not None,
    }


def sessions(year: Year, scale: Scale) -> list[dict[str, Any]]:
    """The meetings of the year and the next session, in their order."""
    anchors = year.state.anchors
    found = [
        {
            "on": x.opened_on or x.opens,
            "at": scale.x(x.opened_on or x.opens),
            "was": scale.x(x.first_opens) if x.first_opens != x.opens else None,
            "open": x.life == "convened",
            "zh": x.title,
            "tell": _meeting(x),
        }
        for x in year.meetings
        if x.life != "cancelled" and (x.opened_on or x.opens) != anchors.vote
    ]
    if all(x["on"] != anchors.next_session for x in found):
        zh = "人代会还没召集" if anchors.session_assumed else "人代会"
        at = scale.x(anchors.next_session)
        tell = f"{zh}，{'暂按' if anchors.session_assumed else '定于'}{anchors.next_session}"
        found.append(
            {
                "on": anchors.next_session,
                "at": at,
                "was": None,
                "open": anchors.session_assumed,
                "zh": zh,
                "tell": tell,
            }
        )
    found.sort(key=lambda x: str(x["on"]))
    before = scale.x(anchors.vote)
    for x in found:
        x["named"] = float(str(x["at"])) - before > _APART
        before = float(str(x["at"]))
    return found


def _meeting(x: MeetingRow) -> str:
    when = f"{x.opened_on}开幕" if x.opened_on else f"定于{x.opens}"
    moved = f"，改期{x.moved}次，原定{x.first_opens}" if x.moved else ""
    return f"{x.title}，{when}{moved}"
