"""What the page of a duty is made of: its state, its course, the figures beside the fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from api.pages import dates, three_lines, words
from api.pages.books_checked import books_to_check
from api.pages.rights import Signed
from api.pages.seen import Seen, seen_for_duty
from api.problems import not_found
from api.tools import Tools
from api.where import Where
from domain.calendar import day_of
from domain.duty import Duty, Status
from domain.programme.evaluating import evaluated_under
from domain.programme.state import Programme
from domain.project.card import target_zh
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.model import Form
from domain.regimes.slowness import PARTICIPANT_ZH
from ledger.queries.board import calendar_now
from ledger.queries.course import Course, courses
from ledger.queries.history import history
from ledger.queries.projects import Wanted, find_projects


class Opened(NamedTuple):
    """A duty somebody opened."""

    seen: Seen
    duty: Duty
    course: Course
    rows: list[dict[str, Any]]
    """The sub-projects or items that its form asks about."""
    today: date
    late: int
    left: int
    makeup: bool

    @property
    def address(self) -> str:
        """The page of this duty."""
        return f"{self.seen.place}/duties/{self.duty.id}"

    @property
    def waits(self) -> bool:
        """Filed, and nobody has decided on it."""
        return self.duty.submission is not None and not self.duty.submission.accepted

    @property
    def status(self) -> Status:
        """At the time of reading."""
        return self.duty.status_at(self.seen.standing.now)

    @property
    def state_zh(self) -> str:
        """The same in words."""
        return words.result_zh(self.status, self.late, self.left, settled=self.duty.settled)

    @property
    def returned(self) -> str | None:
        """Why it came back, where that is the last word."""
        said = [x for x in self.course.entries if x.type in ("DutyFiled", "DutyReturned")]
        return said[-1].event["reason"] if said and said[-1].type == "DutyReturned" else None

    @property
    def participants(self) -> list[tuple[str, str]]:
        """Who may take part in a consultation, by kind."""
        return list(PARTICIPANT_ZH.items())

    @property
    def first_values(self) -> Mapping[str, str]:
        """What the fields hold before anybody wrote: what came back to be corrected."""
        filed = [x for x in self.course.entries if x.type == "DutyFiled"]
        return flat(filed[-1].event["filing"]) if filed and self.returned else {}


async def opened(where: Where, signed: Signed, tools: Tools) -> Opened:
    """The duty with its course. Raises Problem 404."""
    one = await seen_for_duty(where.stream, where.duty, signed, tools)
    duty = one.state.duties.get(where.duty)
    if duty is None:
        raise not_found()
    course = (await courses(tools.ledger, [where.stream], [where.duty]))[where.stream, where.duty]
    calendar = await calendar_now(tools.ledger)
    today = day_of(one.standing.now)
    return Opened(
        seen=one,
        duty=duty,
        course=course,
        rows=await _rows(one, duty, tools),
        today=today,
        late=dates.late_days(duty.due, today, calendar),
        left=dates.left_days(today, duty.due, calendar),
        makeup=calendar.is_makeup(duty.due),
    )


async def _rows(one: Seen, duty: Duty, tools: Tools) -> list[dict[str, Any]]:
    state = one.state
    if isinstance(state, Project) and duty.form in (Form.PROGRESS, Form.CLAIM):
        lines = three_lines.three_lines(state, await history(tools.ledger, one.standing.stream))
        return [
            {
                "no": x.no,
                "name": x.name,
                "target": target_zh(x.target),
                "unit": (x.target.unit if x.target else None) or "",
                "last": line.last,
                "verified": line.verified,
                "counted": line.counted,
                "wanted": x.target.value if x.target and x.target.op not in ("le", "lt") else None,
            }
            for x, line in zip(state.card.subprojects, lines, strict=True)
        ]
    if isinstance(state, Programme) and duty.form is Form.EVALUATION:
        wanted = Wanted(programme=state.id)
        owed = evaluated_under(state, duty.line, named(state.regime))
        found = await find_projects(tools.ledger, wanted, limit=200)
        names = {x.id: x.name for x in found.items}
        return [{"project": x, "name": names.get(x, x)} for x in owed]
    if isinstance(state, Programme) and duty.form in (Form.REGISTER_CHECK, Form.SPOT_CHECK):
        return await books_to_check(tools.ledger, state.region, duty)
    return []


def flat(filing: Any, way: str = "") -> dict[str, str]:
    """{"rows": [{"planned": 3}]} as `rows.0.planned`: what stands in the fields."""
    if isinstance(filing, dict):
        parts = filing.items()
    elif isinstance(filing, list):
        parts = {str(n): x for n, x in enumerate(filing)}.items()
    else:
        return {} if filing is None else {way: _field(filing)}
    found: dict[str, str] = {}
    for name, value in parts:
        if name not in ("evidence", "form"):
            found |= flat(value, f"{way}.{name}" if way else name)
    return found


def _field(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
