"""What else lies with a unit: letters to sign for, suggestions in hand, and what it asked for."""

from typing import Any

from api.pages import words
from api.pages.debt_rows import place
from api.pages.rights import Signed, can
from api.tools import Tools
from domain.project.changes.messages import KIND_ZH
from domain.project.state import Project
from domain.suggestion.state import LIFE_ZH, Life
from ledger.queries.duties import DutyRow
from ledger.queries.inbox import inbox_of
from ledger.queries.projects import Wanted as WantedProjects
from ledger.queries.projects import find_projects
from ledger.queries.suggestions import Wanted, find_suggestions

_ASKED_ZH = {None: "等待决定", True: "已批准", False: "没有批准"}
SHOWN = 8


async def also_owed(signed: Signed, tools: Tools) -> list[dict[str, str]]:
    """Letters that wait to be signed for, and suggestions that are being handled."""
    letters = await inbox_of(tools.ledger, signed.party, signed.region, unacknowledged=True)
    found = []
    if letters.total:
        found.append({"zh": f"{letters.total}件来函等签收", "href": "/inbox"})
    if signed.role != "unit" or not can(signed, "suggest"):
        return found
    wanted = Wanted(
        region=signed.region,
        life="open",
        unit=signed.party.partition(":")[2],
        here_only=True,
    )
    for x in (await find_suggestions(tools.ledger, wanted, oldest=True, limit=SHOWN)).items:
        life = LIFE_ZH[Life(x.life)]
        found.append({"zh": f"代表建议“{x.title}”：{life}", "href": f"/suggestions/{x.id}"})
    return found


async def asked_for(
    signed: Signed, tools: Tools, rows: list[DutyRow], told: Any
) -> list[dict[str, Any]]:
    """Extensions and changes that the unit asked for, and what became of them."""
    found = [y for x in rows for y in _extensions(x, told.get((x.stream, x.duty)))]
    if signed.role == "unit":
        wanted = WantedProjects(region=signed.region, unit=signed.party.partition(":")[2])
        for project in (await find_projects(tools.ledger, wanted, limit=100)).items:
            state = (await tools.ledger.standing(project.stream)).state
            if isinstance(state, Project):
                found += _changes(state)
    return found[:SHOWN]


def _extensions(row: DutyRow, course: Any) -> list[dict[str, Any]]:
    entries = course.entries if course else ()
    said = [x for x in entries if x.type in ("ExtensionRequested", "ExtensionDecided")]
    if not said:
        return []
    last = said[-1]
    granted = last.event.get("granted") if last.type == "ExtensionDecided" else None
    return [
        {
            "zh": f"{words.duty_zh(row.zh, row.period)}延期",
            "title": words.name_zh(row.title),
            "href": f"{place(row.stream, row.subject)}/duties/{row.duty}#extension",
            "state": _ASKED_ZH[granted],
            "refused": granted is False,
        }
    ]


def _changes(state: Project) -> list[dict[str, Any]]:
    return [
        {
            "zh": f"第{x.number}号申请：{KIND_ZH[x.kind]}",
            "title": words.name_zh(state.card.name),
            "href": f"/projects/{state.card.id}#changes",
            "state": _ASKED_ZH[x.approved],
            "refused": x.approved is False,
        }
        for x in reversed(state.track.changes)
    ]
