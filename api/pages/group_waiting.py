"""What waits for a group or a deputy, the most urgent first: letters, what is late, re-checks,
ballots, answers to suggestions."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from api.pages import dates, words
from api.pages.debt_rows import place
from api.pages.group_mine import parties_of
from api.pages.rights import Signed
from api.tools import Tools
from domain.ballot.state import Status as BoxStatus
from domain.calendar import Calendar, day_of
from domain.duty import Status
from domain.refusals import Unknown
from domain.suggestion.state import Life
from ledger.ballots import Ballots
from ledger.queries.ballots import find_ballots
from ledger.queries.duties import DutyRow, duties_of_stream
from ledger.queries.groups import owed_by, to_recheck
from ledger.queries.inbox import Notice, inbox_of
from ledger.queries.suggestions import Wanted, find_suggestions

MOST = 20
SOON = 3
"""Working days within which one's own duty stands among what waits."""


class Ask(NamedTuple):
    """One thing that waits for the reader."""

    kind: str
    by: str
    """Until when, in words; empty where nothing says so."""
    title: str
    told: str
    href: str
    bad: bool


async def waiting(
    signed: Signed, projects: list[str], calendar: Calendar, tools: Tools
) -> list[Ask]:
    """Everything that asks the reader for something."""
    today = day_of(await tools.ledger.now())
    parties = parties_of(signed, projects)
    notices = await _notices(signed, parties, tools)
    told = {(x.stream, x.duty) for x in notices}
    owed = [x for x in await owed_by(tools.ledger, parties) if (x.stream, x.duty) not in told]
    found = [
        *[await _letter(x, today, calendar, tools) for x in notices],
        *_due(owed, today, calendar),
        *[_recheck(x) for x in await to_recheck(tools.ledger, parties)],
        *await _ballots(signed, tools),
        *await _answers(signed, tools),
    ]
    return found[:MOST]


async def _notices(signed: Signed, parties: Sequence[str], tools: Tools) -> list[Notice]:
    """What waits to be signed for, the highest rung first; of one duty the newest letter alone."""
    notices: dict[UUID, Notice] = {}
    for party in parties:
        page = await inbox_of(tools.ledger, party, signed.region, unacknowledged=True, limit=MOST)
        notices |= {x.id: x for x in page.items}
    newest: dict[tuple[str, str], Notice] = {}
    for x in sorted(notices.values(), key=lambda x: (x.level, x.recorded_at)):
        newest[x.stream, x.duty] = x
    return sorted(newest.values(), key=lambda x: (-x.level, x.recorded_at))


async def _letter(x: Notice, today: date, calendar: Calendar, tools: Tools) -> Ask:
    rows = {y.duty: y for y in await duties_of_stream(tools.ledger, x.stream)}
    duty, title = rows.get(x.duty), words.name_zh(x.title)
    until = await _silent_until(x, tools)
    if duty is None or not duty.late:
        return Ask(
            "等您签收", until, words.told_zh(x.zh), title, f"/group/notices/{x.id}", bad=True
        )
    late = dates.late_days(duty.due, today, calendar)
    who = "您的小组" if duty.obligor == x.party else words.who_zh(duty.obligor)
    what = words.duty_zh(duty.zh, duty.period)
    return Ask(
        "等您签收",
        until,
        f"{who}没交{what}",
        f"{title}，已晚{late}个工作日",
        f"/group/notices/{x.id}",
        bad=True,
    )


async def _silent_until(x: Notice, tools: Tools) -> str:
    """The last day before the next rung, while it is this one that is unanswered."""
    try:
        state = (await tools.ledger.standing(x.stream)).state
    except Unknown:
        return ""
    duty = getattr(state, "duties", {}).get(x.duty)
    if duty is None or duty.next_if_silent is None or duty.level != x.level:
        return ""
    return f"{dates.plain(date.fromordinal(duty.next_if_silent.toordinal() - 1))}24:00前"


def _due(owed: Sequence[DutyRow], today: date, calendar: Calendar) -> list[Ask]:
    """What the group itself owes and is late with, or must hand in within three working days."""
    found = []
    for x in owed:
        if x.status is Status.PLANNED or x.stream.startswith("suggestion:"):
            continue
        name, title = words.duty_zh(x.zh, x.period), words.name_zh(x.title)
        href = f"{place(x.stream, x.subject)}/duties/{x.duty}"
        if x.late:
            late = dates.late_days(x.due, today, calendar)
            by = f"晚了{late}个工作日"
            found.append(Ask("逾期", by, name, title, href, bad=True))
        elif x.settled and dates.left_days(today, x.due, calendar) <= SOON:
            found.append(
                Ask("快到期", f"{dates.plain(x.due)}24:00前", name, title, href, bad=False)
            )
    return found


def _recheck(x: DutyRow) -> Ask:
    by = f"{dates.plain(x.decide_by)}前" if x.decide_by else ""
    who = words.who_zh(x.obligor)
    href = f"{place(x.stream, x.subject)}/duties/{x.duty}"
    return Ask("等您复查", by, f"{who}报了整改", words.name_zh(x.title), href, bad=False)


async def _ballots(signed: Signed, tools: Tools) -> list[Ask]:
    boxes = Ballots(tools.ledger)
    rows = (await find_ballots(tools.ledger, signed.region, limit=50)).items
    found = []
    for x in rows:
        if x.status != BoxStatus.OPEN:
            continue
        stands = await boxes.stands(x.id, signed.actor.ref)
        if stands.on_roll and not stands.voted:
            found.append(
                Ask("等您投票", "", x.title, "无记名，投出后不能改", f"/ballots/{x.id}", bad=False)
            )
    return found


async def _answers(signed: Signed, tools: Tools) -> list[Ask]:
    """Replies to one's own suggestions: whether one is content is asked."""
    if signed.role != "deputy":
        return []
    wanted = Wanted(
        region=signed.region,
        deputy=signed.party.partition(":")[2],
        life=Life.REPLIED,
        here_only=True,
    )
    rows = (await find_suggestions(tools.ledger, wanted, limit=MOST)).items
    return [
        Ask(
            "等您表态",
            "",
            words.name_zh(x.title),
            f"{x.lead or '承办单位'}答复了，满意不满意",
            f"/suggestions/{x.id}#judge",
            bad=False,
        )
        for x in rows
        if x.deputy == wanted.deputy
    ]
