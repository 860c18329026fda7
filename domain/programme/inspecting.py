"""Recording an inspection of several projects of one list."""

import hashlib
from collections.abc import Sequence

from domain import duty_decisions
from domain.base import refuse_unless
from domain.calendar import SHANGHAI, day_of, start_of
from domain.duty import Duty
from domain.duty_commands import FileDuty
from domain.forms import Evidence, Filing, InspectionFiling, Report
from domain.given import Given
from domain.programme.inspections import RecordTour, Tour, TourRecorded
from domain.programme.messages import ProgrammeEvent
from domain.programme.state import Programme
from domain.project.inspecting import INSPECTORS, LONGEST_TEXT, in_the_past, of_the_period
from domain.project.inspections import KIND_ZH
from domain.refusals import AlreadyThere, NotYours, Unknown
from domain.regimes.model import Form


def record_tour(state: Programme, c: RecordTour, given: Given) -> Sequence[ProgrammeEvent]:
    """登记集中视察. Raises NotYours, Unknown, AlreadyThere, Malformed, what filing refuses."""
    if given.actor.party not in INSPECTORS:
        raise NotYours(state.id)
    digest = hashlib.sha256(c.model_dump_json().encode()).hexdigest()
    found = next((x for x in state.inspections if x.number == c.number), None)
    if found is not None:
        if found.digest == digest:
            return []
        raise AlreadyThere(f"检查记录 {c.number}")
    _check(state, c.tour, given)
    recorded = TourRecorded(
        number=c.number,
        by=given.actor.ref,
        party=given.actor.party,
        on=given.today,
        digest=digest,
        tour=c.tour,
        counts_for=c.counts_for,
    )
    return [recorded, *(_filed(state, c, given) if c.counts_for else ())]


def _check(state: Programme, tour: Tour, given: Given) -> None:
    in_the_past(tour.happened_at, given)
    refuse_unless(
        start_of(state.anchors.vote) <= tour.happened_at,
        f"检查时间早于项目确定日 {state.anchors.vote}，请核对。",
        f"the inspection lies before the vote of {state.anchors.vote}.",
    )
    named = [x.project for x in tour.visits]
    if strange := [x for x in named if x not in state.projects]:
        raise Unknown("清单中的项目", "project in this list", strange[0])
    refuse_unless(
        len(set(named)) == len(named),
        "同一项目填了两次，请合并后重报。",
        "a project is named twice.",
    )


def _filed(state: Programme, c: RecordTour, given: Given) -> Sequence[ProgrammeEvent]:
    duty = duty_decisions.find(state.duties, c.counts_for or "")
    command = FileDuty(duty=duty.id, filing=_filing(duty, c))
    events = duty_decisions.file(state.duties, command, given)
    of_the_period(duty, day_of(c.tour.happened_at))
    return events


def _filing(duty: Duty, c: RecordTour) -> Filing:
    tour = c.tour
    files: dict[str, Evidence] = {y.sha256: y for x in tour.visits for y in x.evidence}
    evidence = tuple(files.values())[:50]
    if duty.form is Form.INSPECTION:
        return InspectionFiling(number=c.number, evidence=evidence)
    when = tour.happened_at.astimezone(SHANGHAI)
    lines = [f"{when:%Y-%m-%d} {KIND_ZH[tour.kind]}项目 {len(tour.visits)} 个。"]
    for x in tour.visits:
        found = "".join(f"问题{n}：{y.text}" for n, y in enumerate(x.findings, 1))
        lines.append(f"{x.project}（{x.place}）：{x.seen}{found}")
    title = f"{KIND_ZH[tour.kind]}记录 {c.number}"
    text = "\n".join(lines)[:LONGEST_TEXT].strip()
    return Report(title=title, text=text, evidence=evidence)
