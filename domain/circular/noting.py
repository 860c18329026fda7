"""Recording that a circular was read, and telling each project what it says of it."""

import hashlib
from collections.abc import Sequence

from domain import duty_decisions
from domain.base import refuse_unless
from domain.circular.messages import CircularNoted, CircularRead, NoteCircular, ReadCircular
from domain.duty_commands import FileDuty
from domain.forms import Filing, Reading, Report
from domain.given import Given
from domain.parties import Role
from domain.programme.messages import ProgrammeEvent
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import AlreadyThere, NotYours, Unknown
from domain.regimes.model import Form

_READERS = (None, Role.STANDING_COMMITTEE, Role.PRESIDIUM, Role.WORKING_COMMITTEE)
"""Who reads for the congress: its organs, and their staff, who speak for nobody else."""


def read(state: Programme, c: ReadCircular, given: Given) -> Sequence[ProgrammeEvent]:
    """查阅登记. Raises NotYours, Unknown, AlreadyThere, Malformed, and what filing refuses."""
    if given.actor.role not in _READERS:
        raise NotYours(state.id)
    digest = hashlib.sha256(c.model_dump_json().encode()).hexdigest()
    found = next((x for x in state.circulars if x.number == c.source.number), None)
    if found is not None:
        if found.digest == digest:
            return []
        raise AlreadyThere(f"督查通报 {c.source.number}")
    refuse_unless(
        c.source.dated <= given.today,
        f"通报日期 {c.source.dated} 还没有到，请核对。",
        f"the circular is dated {c.source.dated}, which is still to come.",
    )
    if strange := [x.project for x in c.rows if x.project not in state.projects]:
        raise Unknown("清单中的项目", "project in this list", strange[0])
    recorded = CircularRead(
        by=given.actor.ref,
        party=given.actor.party,
        digest=digest,
        source=c.source,
        rows=c.rows,
        rejected=c.rejected,
        counts_for=c.counts_for,
    )
    return [recorded, *(_filed(state, c, given) if c.counts_for else ())]


def note(state: Project, c: NoteCircular, given: Given) -> Sequence[CircularNoted]:
    """The circular's rows of this project."""
    if given.actor.party != "system":
        raise NotYours(state.card.id)
    if c.source.number in state.circulars:
        return []
    return [CircularNoted(source=c.source, rows=c.rows)]


def _filed(state: Programme, c: ReadCircular, given: Given) -> Sequence[ProgrammeEvent]:
    duty = duty_decisions.find(state.duties, c.counts_for or "")
    differ = sum(1 for x in c.rows if x.contradicts)
    told = f"读取 {len(c.rows)} 行，与单位申报不一致 {differ} 行，未采用 {len(c.rejected)} 行。"
    filing: Filing = Reading(circular=c.source.number, note=told)
    if duty.form is Form.REPORT:
        title = f"查阅督查通报 {c.source.number}"
        filing = Report(title=title, text=f"{c.source.name}（{c.source.dated}）：{told}")
    return duty_decisions.file(state.duties, FileDuty(duty=duty.id, filing=filing), given)
