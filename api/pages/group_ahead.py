"""往后: what comes for a group, by day — duties, visits it said it would make, meetings."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import NamedTuple

from api.pages import words
from api.pages.debt_rows import place
from api.pages.rights import Signed
from api.sight import sees_meeting
from api.tools import Tools
from domain.intention import WAY_ZH, Intention
from domain.names import PROJECT, stream_id
from ledger.queries.dated import dated_meetings
from ledger.queries.duties import DutyRow
from ledger.queries.groups import intended, owed_by
from ledger.queries.projects import ProjectRow

HORIZON = timedelta(days=45)
MOST = 12


class Coming(NamedTuple):
    """One line, with its day."""

    on: date
    at: time | None
    zh: str
    href: str | None


async def ahead(
    parties: Sequence[str],
    projects: Sequence[ProjectRow],
    reader: Signed,
    today: date,
    tools: Tools,
) -> list[Coming]:
    """The next weeks, the nearest first."""
    years = [x.programme for x in projects]
    found = [
        *[_duty(x) for x in await owed_by(tools.ledger, parties) if not x.late],
        *await planned(projects, tools),
        *[
            Coming(x.opens, None, x.title, None)
            for x in await dated_meetings(tools.ledger, reader.region or "", years)
            if x.life == "convened" and sees_meeting(reader, x, years)
        ],
    ]
    near = [x for x in found if today <= x.on <= today + HORIZON]
    return sorted(near, key=lambda x: (x.on, x.at or time.max, x.zh))[:MOST]


async def planned(projects: Sequence[ProjectRow], tools: Tools) -> list[Coming]:
    """What the groups said they would do, the newest word on each duty."""
    titles = {x.stream: words.name_zh(x.name) for x in projects}
    newest: dict[tuple[str, str], Coming] = {}
    for entry in await intended(tools.ledger, [stream_id(PROJECT, x.id) for x in projects]):
        said = Intention.model_validate(entry.event["intends"])
        where = f"，在{said.place}集合" if said.place else ""
        zh = f"{WAY_ZH[said.way]}：{titles[entry.stream]}{where}"
        href = f"/projects/{entry.stream.partition(':')[2]}"
        newest[entry.stream, entry.event["duty"]] = Coming(said.on, said.at, zh, href)
    return list(newest.values())


def _duty(x: DutyRow) -> Coming:
    name = words.duty_zh(x.zh, x.period)
    href = f"{place(x.stream, x.subject)}/duties/{x.duty}"
    return Coming(x.due, None, f"{name}到期", href)
