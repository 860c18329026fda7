"""Recording what was seen of a project, correcting it, and counting it for a duty of the period."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from domain import duty_decisions
from domain.base import refuse_unless
from domain.calendar import SHANGHAI, day_of, start_of
from domain.duty import Duty
from domain.duty_commands import FileDuty
from domain.forms import Filing, InspectionFiling, Report
from domain.given import Given
from domain.parties import Role
from domain.project.inspections import (
    KIND_ZH,
    CorrectInspection,
    Finding,
    Inspected,
    InspectionCorrected,
    InspectionRecorded,
    NoteVisit,
    RecordInspection,
    Visit,
)
from domain.project.issues import known_part, schedule_issues
from domain.project.messages import ProjectEvent
from domain.project.state import Project
from domain.refusals import AlreadyThere, Contradicted, NotYours
from domain.regimes.model import Form

Events = Sequence[ProjectEvent]
INSPECTORS = (Role.STANDING_COMMITTEE, Role.PRESIDIUM, Role.WORKING_COMMITTEE)
"""Who records besides the item's own group."""
LONGEST_TEXT = 4000


def record(state: Project, c: RecordInspection, given: Given) -> Events:
    """登记检查记录: the visit, the filing it counts as, an issue for each finding: one receipt.

    Raises NotYours, AlreadyThere, Malformed, DeputiesDoNotExecute, and what filing refuses.
    """
    who = given.actor.party
    if who not in (state.owners.group, *INSPECTORS):
        raise NotYours(state.card.id)
    if _told_before(state, c.number, c):
        return []
    check_visit(state, c.visit, given)
    filed = _filed(state, c, given) if c.counts_for else ()
    issues = schedule_issues(state, c.findings, given, given.today)
    recorded = InspectionRecorded(
        number=c.number,
        by=given.actor.ref,
        party=who,
        digest=digest_of(c),
        visit=c.visit,
        findings=c.findings,
        issues=tuple(x.duty for x in issues),
        counts_for=c.counts_for,
    )
    return [recorded, *filed, *issues]


def note(state: Project, c: NoteVisit, given: Given) -> Events:
    """This project's record of an inspection of several, as its programme tells it."""
    if given.actor.party != "system":
        raise NotYours(state.card.id)
    if _told_before(state, c.number, c):
        return []
    issues = schedule_issues(state, c.findings, given, c.on)
    recorded = InspectionRecorded(
        number=c.number,
        by=c.by,
        party=c.party,
        digest=digest_of(c),
        visit=c.visit,
        findings=c.findings,
        issues=tuple(x.duty for x in issues),
        counts_for=None,
        shared=True,
    )
    return [recorded, *issues]


def correct(state: Project, c: CorrectInspection, given: Given) -> Events:
    """更正: by the party that recorded it, upon the revision it has seen.

    Raises NotYours, Contradicted, Malformed.
    """
    found = next((x for x in state.inspections if x.number == c.number), None)
    if found is None or found.party != given.actor.party:
        raise NotYours(c.number)
    digest = digest_of(c)
    if found.digest == digest and found.revision == c.revision + 1:
        return []
    if found.revision != c.revision:
        raise Contradicted(
            f"检查记录“{c.number}”已是第 {found.revision} 稿，请打开最新一稿再更正。",
            f"the record “{c.number}” is at revision {found.revision}; correct that one.",
        )
    check_visit(state, c.visit, given)
    return [
        InspectionCorrected(
            number=c.number,
            revision=c.revision + 1,
            by=given.actor.ref,
            digest=digest,
            visit=c.visit,
            reason=c.reason,
        )
    ]


def digest_of(told: RecordInspection | NoteVisit | CorrectInspection) -> str:
    """What was told, in one word."""
    return hashlib.sha256(told.model_dump_json().encode()).hexdigest()


def check_visit(state: Project, visit: Visit, given: Given) -> None:
    """Raises Malformed for a time to come or before the vote, or a part that was not voted."""
    in_the_past(visit.happened_at, given)
    refuse_unless(
        start_of(state.anchors.vote) <= visit.happened_at,
        f"检查时间早于项目确定日 {state.anchors.vote}，请核对。",
        f"the visit lies before the vote of {state.anchors.vote}.",
    )
    for no in (*visit.subprojects, *(x.subproject for x in visit.counts)):
        known_part(state.card, no)


def in_the_past(happened_at: datetime, given: Given) -> None:
    """Raises Malformed for a visit that is still to come."""
    refuse_unless(
        happened_at <= given.received_at,
        "检查时间还没有到，请在检查之后登记。",
        "the visit is still to come; record it afterwards.",
    )


def check_filing(
    inspections: Sequence[Inspected], duty: Duty, filing: InspectionFiling, who: str
) -> None:
    """A record handed in for a duty is that party's own and of that period. Raises Malformed."""
    found = next((x for x in inspections if x.number == filing.number and x.party == who), None)
    refuse_unless(
        found is not None,
        f"没有找到本方编号为“{filing.number}”的检查记录，请先登记检查。",
        f"there is no inspection “{filing.number}” of yours; record it first.",
    )
    assert found is not None
    refuse_unless(
        found.counts_for in (None, duty.id),
        f"检查记录“{filing.number}”已算作另一事项（{found.counts_for}），一次检查只算一次。",
        f"the inspection “{filing.number}” counts for {found.counts_for} already.",
    )
    of_the_period(duty, found.on)


def of_the_period(duty: Duty, on: date) -> None:
    """Raises Malformed for a visit before the duty's period; a later one is late by itself."""
    refuse_unless(
        duty.opens <= on,
        f"检查在 {on} 进行，早于“{duty.zh}”的起始日 {duty.opens}，不能算作本期。",
        f"a visit of {on} does not count for {duty.id}, which begins on {duty.opens}.",
    )


def _filed(state: Project, c: RecordInspection, given: Given) -> Events:
    duty = duty_decisions.find(state.duties, c.counts_for or "")
    events = duty_decisions.file(
        state.duties, FileDuty(duty=duty.id, filing=filing_of(duty, c)), given
    )
    of_the_period(duty, day_of(c.visit.happened_at))
    return events


def filing_of(duty: Duty, c: RecordInspection) -> Filing:
    """What the duty takes, made from the record: nobody types it twice."""
    if duty.form is Form.INSPECTION:
        return InspectionFiling(number=c.number, evidence=c.visit.evidence)
    title = f"{KIND_ZH[c.visit.kind]}记录 {c.number}"
    return Report(title=title, text=in_words(c.visit, c.findings), evidence=c.visit.evidence)


def in_words(visit: Visit, findings: Sequence[Finding]) -> str:
    """The record as a text, for a duty that takes a written artefact."""
    when = visit.happened_at.astimezone(SHANGHAI)
    lines = [f"{when:%Y-%m-%d %H:%M} 在{visit.place}{KIND_ZH[visit.kind]}。", visit.seen]
    lines += [f"问题{n}：{x.text}" for n, x in enumerate(findings, 1)]
    return "\n".join(lines)[:LONGEST_TEXT].strip()


def _told_before(state: Project, number: str, told: RecordInspection | NoteVisit) -> bool:
    """Whether the same was told before. Raises AlreadyThere for another under this number."""
    found = next((x for x in state.inspections if x.number == number), None)
    if found is None:
        return False
    if found.digest == digest_of(told):
        return True
    raise AlreadyThere(f"检查记录 {number}")
