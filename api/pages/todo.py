"""What the signed-in party owes: returned first, then overdue, then by due day."""

from datetime import date
from typing import Any

from starlette.responses import RedirectResponse, Response

from api.pages import dates, words
from api.pages.also_owed import also_owed, asked_for
from api.pages.debt_rows import place
from api.pages.filed import row
from api.pages.render import page
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.tools import Tools, WithTools
from domain.calendar import Calendar, day_of
from domain.duty import Status
from domain.names import SUGGESTION, kind_name
from ledger.drafts import Draft, Drafts
from ledger.queries.board import calendar_now
from ledger.queries.course import Course, courses
from ledger.queries.duties import DutyRow, duties_of_party
from ledger.queries.filed import filed_by
from ledger.queries.groups import to_recheck

router = page_router()
LISTED = 100


@router.get("/todo")
async def todo(signed: WithSigned, tools: WithTools) -> Response:
    """The most urgent duty with its list; where nothing is owed, that."""
    found = await todo_list(signed, tools)
    if found["items"]:
        return RedirectResponse(found["items"][0]["href"], 303)
    return page(
        "nothing_owed.html",
        signed,
        await tools.ledger.now(),
        here="/todo",
        sample=await sample_shown(tools),
        **found,
    )


async def todo_list(signed: Signed, tools: Tools) -> dict[str, Any]:
    """The list, its counts, and the newest receipts."""
    page_of = await duties_of_party(
        tools.ledger, signed.party, signed.region, owed=False, limit=200
    )
    rows = page_of.items
    now = rows[0].now if rows else await tools.ledger.now()
    today = day_of(now)
    calendar = await calendar_now(tools.ledger)
    owed = [x for x in rows if x.owed]
    asked = [*owed[:LISTED], *(x for x in rows if not x.owed)][:LISTED]
    told = await courses(tools.ledger, [x.stream for x in asked], [x.duty for x in asked])
    latest = await filed_by(tools.ledger, signed.party, signed.region, limit=5)
    drafts = await Drafts(tools.ledger.pool).of_party(signed.party)
    items = [
        item(x, told.get((x.stream, x.duty)), today, calendar, drafts.get((x.stream, x.duty)))
        for x in owed[:LISTED]
        if x.status is not Status.PLANNED
    ]
    items += [_recheck(x, today, calendar) for x in await to_recheck(tools.ledger, [signed.party])]
    items.sort(key=lambda x: (not x["returned"], not x["late"], x["due"]))
    return {
        "items": items,
        "returned": sum(1 for x in items if x["returned"]),
        "late": sum(1 for x in items if x["late"]),
        "soon": sum(1 for x in items if not x["late"] and x["left"] <= 3),
        "to_sign": [x for x in items if x["sent"]] if can(signed, "sign") else [],
        "more": await also_owed(signed, tools),
        "asked": await asked_for(signed, tools, asked, told),
        "ahead": sum(1 for x in owed if x.status is Status.PLANNED),
        "receipts": [row(x) for x in latest.items],
        "who": words.who_zh(signed.party),
        "today": today,
    }


def _recheck(x: DutyRow, today: date, calendar: Calendar) -> dict[str, Any]:
    """A remedy that the group is to look at again: its line of the list, by the day to decide."""
    due = x.decide_by or today
    return {
        "href": duty_at(x),
        "sent": False,
        "draft": None,
        "key": (x.stream, x.duty),
        "name": f"复查{words.duty_zh(x.zh, x.period)}",
        "title": words.name_zh(x.title),
        "due": due,
        "settled": True,
        "late": dates.late_days(due, today, calendar) if due < today else 0,
        "left": dates.left_days(today, due, calendar),
        "returned": None,
        "level": 0,
        "rung": "",
    }


def item(
    row: DutyRow, course: Course | None, today: date, calendar: Calendar, draft: Draft | None
) -> dict[str, Any]:
    """One line of the list."""
    why = _returned(course)
    return {
        "href": duty_at(row),
        "sent": bool(draft and draft.sent_at),
        "draft": draft.kept_at if draft else None,
        "key": (row.stream, row.duty),
        "name": words.duty_zh(row.zh, row.period),
        "title": words.name_zh(row.title),
        "due": row.due,
        "settled": row.settled,
        "late": dates.late_days(row.due, today, calendar) if row.late else 0,
        "left": dates.left_days(today, row.due, calendar),
        "returned": why,
        "level": row.level,
        "rung": words.RUNG_LONG_ZH.get(row.level, "").replace("　", " "),
    }


def duty_at(row: DutyRow) -> str:
    """The page on which it is done; a suggestion's steps have one page together."""
    own = place(row.stream, row.subject)
    return own if kind_name(row.stream) == SUGGESTION else f"{own}/duties/{row.duty}"


def _returned(course: Course | None) -> str | None:
    """Why it came back, if the last word on it was a return."""
    said = [x for x in course.entries if x.type in ("DutyFiled", "DutyReturned")] if course else []
    return said[-1].event["reason"] if said and said[-1].type == "DutyReturned" else None
