"""From the record to what everybody may know: one project, read once."""

from collections.abc import Sequence
from datetime import date
from re import search
from typing import NamedTuple

from api.pages.words import name_zh
from api.public.held import Held, held_back
from api.public.lateness import ahead, late_now, mended
from api.public.named import public_party, town_of
from api.public.parts import public_parts, verified_day
from api.public.shape import (
    Lamp,
    PublicAnswers,
    PublicDecision,
    PublicProject,
    PublicProof,
    PublicResult,
    Standing,
)
from api.tools import Tools
from domain.calendar import Calendar, day_of
from domain.completion.outcome import is_complete
from domain.evaluation.grading import GRADE_ZH
from domain.lights import Light, light
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.state import Programme
from domain.project.card import target_zh
from domain.project.changes.track import Baseline
from domain.project.messages import ProjectEvaluated
from domain.project.state import Phase, Project
from domain.refusals import Unknown
from domain.regimes import named
from ledger import standing
from ledger.answers import answers_of
from ledger.queries.board import calendar_now
from ledger.queries.history import Entry, history

_LAMP: dict[Light, Lamp] = {Light.GREEN: "green", Light.YELLOW: "amber", Light.RED: "red"}


class Facts(NamedTuple):
    """What was read of the record for one project."""

    stands: standing.Standing
    state: Project
    list: Programme
    entries: Sequence[Entry]
    calendar: Calendar
    answers: PublicAnswers
    held_back: Held
    """What follows from a box that was counted and is not announced yet."""
    sample: bool


async def facts_of(project: str, tools: Tools) -> Facts:
    """Raises Unknown for what is no project."""
    stream = stream_id(PROJECT, project)
    stands = await tools.ledger.standing(stream)
    state: object = stands.state
    if not isinstance(state, Project):
        raise Unknown("项目", "project", project)
    around: object = (await tools.ledger.standing(stream_id(PROGRAMME, state.programme))).state
    if not isinstance(around, Programme):
        raise Unknown("年度项目清单", "programme", state.programme)
    counts = await answers_of(tools.ledger, project)
    entries = await history(tools.ledger, stream)
    return Facts(
        stands,
        state,
        around,
        entries,
        await calendar_now(tools.ledger),
        PublicAnswers(**counts),
        await held_back(tools.ledger, around, entries),
        state.card.lead_unit_synthetic or tools.ledger.clock == "settable",
    )


async def public_project(project: str, tools: Tools) -> PublicProject:
    """The project as everybody may know it. Raises Unknown."""
    return told(await facts_of(project, tools))


def told(f: Facts) -> PublicProject:
    """Nothing is looked up here."""
    state, card, track, now = f.state, f.state.card, f.state.track, f.stands.now
    last = f.entries[-1]
    decision = named(state.regime).decision
    visited = [x.on for x in state.inspections]
    return PublicProject(
        id=card.id,
        programme=state.programme,
        list_zh=f.list.title,
        region=card.region,
        town=town_of(card.region),
        name=name_zh(card.name),
        item_no=card.item_no,
        year=_year(f.list.title, state.anchors.vote),
        voted_on=state.anchors.vote,
        word=decision.word if decision else "票决",
        sample=f.sample,
        standing=_standing(state),
        lamp=_lamp(f),
        updated_on=day_of(last.recorded_at),
        parts=public_parts(state, f.entries, verified_day(state, f.entries)),
        finish=state.planned_completion,
        voted_finish=card.planned_completion,
        investment_wan=track.money(card),
        unit=public_party(f"unit:{card.lead_unit}"),
        unit_made_up=card.lead_unit_synthetic,
        co_units=card.co_units,
        group=state.group.group_name if state.group else None,
        group_size=len({state.group.leader, *state.group.members}) if state.group else None,
        visits=len(visited),
        last_visit=max(visited, default=None),
        decisions=tuple(_decision(x, state) for x in track.baselines),
        late=late_now(state, f.entries, now, f.calendar, f.held_back.duties),
        mended=mended(state, f.entries, now, f.calendar),
        ahead=() if state.closed else ahead([state, f.list], now, f.held_back.duties),
        results=tuple(_results(f)),
        answers=f.answers,
        proof=PublicProof(facts=f.stands.version, hash=last.hash, recorded_at=last.recorded_at),
    )


def _year(title: str, voted: date) -> int:
    """The year that the list's title names; that of the vote where it names none."""
    found = search(r"20[0-9]{2}", title)
    return int(found[0]) if found else voted.year


def _standing(state: Project) -> Standing:
    if state.track.terminated is not None:
        return "terminated"
    if state.track.suspended is not None:
        return "suspended"
    if state.phase is Phase.CLOSED:
        return "done" if is_complete(state) else "closed"
    return "carried_over" if state.track.years else "running"


def _lamp(f: Facts) -> Lamp:
    match _standing(f.state):
        case "terminated":
            return "stop"
        case "suspended":
            return "hold"
        case "done":
            return "done"
        case _:
            return _LAMP[light(f.state, named(f.state.regime).lights, f.stands.now).light]


def _decision(x: Baseline, state: Project) -> PublicDecision:
    names = {y.no: y.name for y in state.card.subprojects}
    said = [f"{names[y.subproject]}改为{target_zh(y.target)}" for y in x.targets]
    said += [f"{names[y]}不再做" for y in x.dropped]
    if x.planned_completion:
        day = x.planned_completion
        said.append(f"完工日改到{day.year}年{day.month}月{day.day}日")
    if x.investment_wan is not None:
        said.append(f"资金改为{x.investment_wan.normalize():f}万元")
    return PublicDecision(on=x.on, document=x.document, zh="；".join(said))


def _results(f: Facts) -> list[PublicResult]:
    found = []
    for x in f.entries:
        if x.type != "ProjectEvaluated" or f.held_back.waits(x):
            continue
        event = ProjectEvaluated.model_validate(x.event)
        counts, result = event.result.counts, event.result
        found.append(
            PublicResult(
                held_on=event.held_on,
                final=event.final,
                **counts.model_dump(),
                valid=counts.valid,
                roll=result.roll,
                present=result.present,
                satisfied_rate=result.satisfied_rate,
                grade_zh=GRADE_ZH[result.grade] if result.grade else None,
            )
        )
    return found
