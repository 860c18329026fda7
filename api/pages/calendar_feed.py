"""日历: a group's or a person's dates as a feed for phones, by a secret link alone."""

import hashlib
from datetime import date
from typing import Annotated

from fastapi import Path, Request
from starlette.responses import Response

from api.pages import words
from api.pages.group_mine import parties_of, project_ids
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.problems import not_found
from api.sight import sees_meeting, sees_project
from api.tools import Tools, WithTools
from api.visiting import known
from documents.ics import Dated, calendar_file
from domain.duty import Status
from domain.intention import WAY_ZH
from domain.names import PROJECT, stream_id
from domain.parties import Role
from ledger.calendar_links import Behind, behind_link
from ledger.follows import followed_by
from ledger.queries.dated import (
    Announced,
    Changed,
    MeetingDay,
    announced,
    dated_duties,
    dated_meetings,
)
from ledger.queries.duties import DutyRow
from ledger.queries.groups import led_by, projects_named
from ledger.queries.projects import ProjectRow

router = page_router()
NAME_ZH = {"group": "民生实事：我的小组", "person": "民生实事：我的日程"}
_DONE = (Status.FULFILLED, Status.FULFILLED_LATE, Status.SUBMITTED)
_GONE = (Status.VOID, Status.WAIVED)


@router.get("/calendar/{secret}.ics")
async def feed(
    secret: Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{43}$")],
    request: Request,
    tools: WithTools,
) -> Response:
    """The feed; who is behind the link is asked at each request, so that revoking works at once."""
    found = await behind_link(tools.ledger, secret)
    if found is None:
        raise not_found()
    await known(request, Signed(found.account, ""), found.account.ref)
    home = str(request.base_url).rstrip("/")
    body = calendar_file(NAME_ZH[found.kind], await things(found, home, tools))
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="bihuan.ics"'
    return Response(body, media_type="text/calendar", headers=headers)


async def things(found: Behind, home: str, tools: Tools) -> list[Dated]:
    """Everything with a day that is theirs to see."""
    reader = Signed(found.account, "")
    if not can(reader, "read"):
        return []
    ids = await project_ids(reader, tools)
    followed = await _followed(reader, tools) if found.kind == "person" else []
    streams = [x.stream for x in followed]
    own = [stream_id(PROJECT, x) for x in ids]
    duties = await dated_duties(tools.ledger, parties_of(reader, ids), streams)
    rows = await projects_named(tools.ledger, [*ids, *await _led(reader, tools)])
    titles = {x.stream: words.name_zh(x.name) for x in rows}
    years = [x.programme for x in (*rows, *followed)]
    meetings = await dated_meetings(tools.ledger, reader.region or "", years)
    return [
        *[_duty(x, changed, home) for x, changed in duties if _here(reader, x)],
        *[_visit(x, titles, home) for x in await announced(tools.ledger, own)],
        *[_meeting(x, home) for x in meetings if sees_meeting(reader, x, years)],
    ]


def _here(reader: Signed, x: DutyRow) -> bool:
    """Whether it is the reader's to see: of his region, and between units each its own."""
    of_another = x.obligor.startswith(f"{Role.UNIT}:") and x.obligor != reader.party
    if reader.role == "unit" and of_another:
        return False
    return (
        reader.region is None
        or x.region == reader.region
        or x.region.startswith(f"{reader.region}/")
    )


async def _led(reader: Signed, tools: Tools) -> list[str]:
    """The projects whose meetings are a unit's business."""
    if reader.role != "unit":
        return []
    return await led_by(tools.ledger, reader.region or "", reader.party.partition(":")[2])


async def _followed(reader: Signed, tools: Tools) -> list[ProjectRow]:
    ids = await followed_by(tools.ledger, reader.account.id)
    rows = await projects_named(tools.ledger, ids)
    return [x for x in rows if sees_project(reader, x.id, x.region, x.unit)]


def _duty(x: DutyRow, changed: Changed, home: str) -> Dated:
    name, title = words.duty_zh(x.zh, x.period), words.name_zh(x.title)
    done, gone = x.status in _DONE, x.status in _GONE
    kind = x.stream.partition(":")[0]
    return Dated(
        thing=f"{x.stream}/{x.duty}",
        changes=changed.changes,
        changed_at=changed.at,
        on=x.due,
        at=None,
        summary=f"{name}已交：{title}" if done else f"{name}到期：{title}",
        description=_said(x, gone=gone),
        place=None,
        url=f"{home}/{kind}s/{x.subject}/duties/{x.duty}" if kind != "suggestion" else home,
        settled=x.settled and x.paused is None,
        cancelled=gone,
        done=done or gone,
    )


def _said(x: DutyRow, *, gone: bool) -> str:
    who = words.who_zh(x.obligor)
    if gone:
        return f"{who}不用交了。"
    if x.paused is not None:
        return f"{who}交。停止计时，日子另定。"
    moved = f"原定{_plain(x.original_due)}。" if x.original_due != x.due else ""
    return f"{who}交，当天24:00前。{moved}{'' if x.settled else '日子未定。'}"


def _plain(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _visit(x: Announced, titles: dict[str, str], home: str) -> Dated:
    said, title = x.said, titles[x.stream]
    return Dated(
        thing=f"{x.stream}/{x.duty}/intention",
        changes=x.changed.changes,
        changed_at=x.changed.at,
        on=said.on,
        at=said.at,
        summary=f"{WAY_ZH[said.way]}：{title}",
        description="小组签收升级时的打算。",
        place=said.place,
        url=f"{home}/projects/{x.stream.partition(':')[2]}",
        settled=True,
        cancelled=False,
        done=False,
    )


def _meeting(x: MeetingDay, home: str) -> Dated:
    moved = f"原定{_plain(x.first_opens)}。" if x.first_opens != x.opens else ""
    cancelled = x.life == "cancelled"
    return Dated(
        thing=x.stream,
        changes=x.changes - 1,
        changed_at=x.changed_at,
        on=x.opens,
        at=None,
        summary=f"{x.title}（取消）" if cancelled else x.title,
        description=f"会期从{_plain(x.opens)}起。{moved}",
        place=None,
        url=home,
        settled=True,
        cancelled=cancelled,
        done=False,
    )
