"""恢复实施: the end of a suspension, by those who decided on it."""

from collections.abc import Sequence

from domain.given import Given
from domain.project.changes.effects import called_by, resumed
from domain.project.changes.messages import ProjectResumed, ResumeProject
from domain.project.changes.settling import must_record
from domain.project.messages import ProjectEvent
from domain.project.state import Project
from domain.refusals import Contradicted
from domain.regimes.when import Trigger
from domain.ruling import must_decide


def resume(state: Project, c: ResumeProject, given: Given) -> Sequence[ProjectEvent]:
    """Raises NotYours, Contradicted, NotTheirsToDecide, Malformed."""
    must_record(given)
    if state.track.suspended is None:
        raise Contradicted("项目没有暂缓，不需要恢复。", "the project is not suspended.")
    must_decide(c.ruling, given.regime.adjusting.bench, f"{state.card.name} 恢复", given.today)
    document = c.ruling.document
    number = state.track.last_suspension
    paused = (x for x in state.duties.values() if x.paused is not None and x.closed is None)
    return [
        ProjectResumed(document=document, on=c.ruling.on, ruling=c.ruling, by=given.actor.ref),
        *(resumed(x, document, given) for x in paused),
        *called_by(state, Trigger.RESUMED, number, given),
    ]
