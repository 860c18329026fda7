"""年末状态: every voted project ends its year in exactly one of six ways (rulebook §4.6 no. 4).

The year ends with the next session (rulebook §10); asked before, the answer is how it would end.
"""

from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum

from domain.base import Value
from domain.completion.outcome import is_complete
from domain.evaluation.grading import Grade
from domain.project.state import Phase, Project
from domain.punctuality import Share


class YearEnd(StrEnum):
    """The six ways."""

    CLOSED = "CLOSED"
    RECTIFYING = "RECTIFYING"
    CARRIED_OVER = "CARRIED_OVER"
    SUSPENDED = "SUSPENDED"
    TERMINATED = "TERMINATED"
    OVERDUE_YEAR = "OVERDUE_YEAR"


YEAR_END_ZH: dict[YearEnd, str] = {
    YearEnd.CLOSED: "办结销号",
    YearEnd.RECTIFYING: "整改中",
    YearEnd.CARRIED_OVER: "跨年度结转",
    YearEnd.SUSPENDED: "暂缓",
    YearEnd.TERMINATED: "终止",
    YearEnd.OVERDUE_YEAR: "逾期未办结",
}


class Ending(Value):
    """How a project's year ends, and why so."""

    project: str
    name: str
    state: YearEnd
    zh: str
    complete: bool
    """Verified, every part built or lawfully dropped, whether or not it was closed."""


class YearTally(Value):
    """The six counts, which add up to the number adopted, with the denominator beside them."""

    adopted: int
    counts: dict[YearEnd, int]
    completed: Share
    """Complete projects of all but the suspended, which are named beside it (rulebook §10)."""
    suspended: tuple[str, ...]
    terminated: tuple[str, ...]
    carried_over: tuple[str, ...]

    @property
    def rate(self) -> Decimal | None:
        """The completion rate in percent; None where nothing counts."""
        return self.completed.rate()


def year_end(project: Project, programme: str | None = None) -> Ending:
    """The project's ending in the year of that list; without one, in the year it stands in."""
    state, zh = _state(project, programme)
    return Ending(
        project=project.card.id,
        name=project.card.name,
        state=state,
        zh=zh,
        complete=state is not YearEnd.CARRIED_OVER and is_complete(project),
    )


def _state(project: Project, programme: str | None) -> tuple[YearEnd, str]:
    track = project.track
    carried = [x for x in track.years if x.programme == programme]
    if carried:
        return YearEnd.CARRIED_OVER, f"依 {carried[-1].document} 结转到下一年度"
    if track.terminated is not None:
        return YearEnd.TERMINATED, f"{track.terminated} 决定终止"
    if project.phase is Phase.CLOSED:
        return YearEnd.CLOSED, "已办结销号"
    if track.suspended is not None:
        return YearEnd.SUSPENDED, f"{track.suspended} 决定暂缓"
    if project.grade is Grade.DISSATISFIED:
        return YearEnd.RECTIFYING, "测评为不满意，正在整改"
    return YearEnd.OVERDUE_YEAR, _not_closed(project)


def _not_closed(project: Project) -> str:
    if project.grade is not None:
        return "已测评，尚未办理销号"
    if is_complete(project):
        return "已核验完成，尚未测评"
    if project.verified:
        return "已核验，但完成数少于目标"
    if project.phase is Phase.CLAIMED:
        return "已申报完成，尚未核验"
    return "尚未完成"


def tally(endings: Collection[Ending]) -> YearTally:
    """The counts of a year. They add up to the number of projects given."""
    counts = {x: sum(1 for y in endings if y.state is x) for x in YearEnd}
    counted = [x for x in endings if x.state is not YearEnd.SUSPENDED]
    return YearTally(
        adopted=len(endings),
        counts=counts,
        completed=Share(part=sum(1 for x in counted if x.complete), of=len(counted)),
        suspended=_named(endings, YearEnd.SUSPENDED),
        terminated=_named(endings, YearEnd.TERMINATED),
        carried_over=_named(endings, YearEnd.CARRIED_OVER),
    )


def _named(endings: Collection[Ending], state: YearEnd) -> tuple[str, ...]:
    return tuple(x.project for x in endings if x.state is state)
