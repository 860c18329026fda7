"""Scenes beside the year's duties: a letter to a slow project, a change of the day of completion,
an issue found on an inspection, an opinion after the meeting in the middle of the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from domain.parties import Role, party
from domain.programme.state import Programme
from domain.project.changes.messages import Kind
from domain.project.phase import Phase
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.sections_change import Ground
from domain.steps.instruments import Kind as Instrument
from stack.demo.bill import NOTE
from stack.demo.chance import Chance
from stack.demo.deed import CLERK, Deed
from stack.demo.meetings import MEETINGS
from stack.demo.photo import SHA256

FOUND = 0.12
"""The share of inspections that find something."""
CHANGED = 0.05
"""The share of projects that ask for a later day of completion."""
_ASKED = date(2025, 9, 1)
_TERM = timedelta(14)
_OPEN = (Phase.PLANNED, Phase.IN_PROGRESS)


@dataclass(frozen=True)
class Scenes:
    """What happens besides, told by chance alone."""

    chance: Chance

    def findings(self, stream: str, duty: str) -> list[dict[str, str]]:
        """What an inspection finds, if anything: a unit has to answer for it."""
        if self.chance.of("found", stream, duty) >= FOUND:
            return []
        return [{"text": f"{NOTE}现场围挡缺损，材料堆放占用通道，请整改。"}]

    def of_project(self, stream: str, state: Project, today: date) -> Iterator[Deed]:
        """A letter once it is slow; a request for more time, and what is decided on it."""
        if any(x.line == "consultation" for x in state.duties.values()) and not state.steps:
            yield self._letter(stream, state, today)
        words = ("changes", stream)
        if self.chance.of(*words) >= CHANGED or state.phase not in _OPEN:
            return
        day = _ASKED + timedelta(self.chance.days(20, "asks", stream))
        if today >= day and not state.track.changes:
            yield self._asked(stream, state)
        elif today >= day + _TERM and (pending := state.track.pending) is not None:
            yield self._granted(stream, state, pending.number, today)

    def of_programme(self, stream: str, state: Programme, today: date) -> Iterator[Deed]:
        """The opinion made by a committee that heard the report in the middle of the year."""
        meeting = MEETINGS[named(state.regime).tier]
        if state.held and meeting.deliberates and not state.opinions:
            opinion = {
                "title": f"{NOTE}关于民生实事项目进展情况的审议意见",
                "text": f"{NOTE}加快进度滞后项目，逐项明确完成时间，三个月内报告办理情况。",
                "meeting": meeting.title,
                "closed_on": min(today, meeting.held).isoformat(),
            }
            path = f"/programmes/{state.id}/opinions"
            yield Deed("opined", stream, CLERK, state.region, "POST", path, opinion, "opinion")

    def _letter(self, stream: str, state: Project, today: date) -> Deed:
        body = {
            "kind": Instrument.LETTER.value,
            "body": named(state.regime).clerk,
            "on": today.isoformat(),
            "document": f"{NOTE}督办〔{today.year}〕号",
            "to": party(Role.UNIT, state.card.lead_unit),
            "subject": f"{NOTE}{state.card.name}进展缓慢，请说明原因和赶工安排。",
        }
        path = f"/projects/{state.card.id}/steps"
        return Deed("urged", stream, CLERK, state.card.region, "POST", path, body, "letter")

    def _asked(self, stream: str, state: Project) -> Deed:
        who, card = party(Role.UNIT, state.card.lead_unit), state.card
        later = state.anchors.next_session - timedelta(30)
        body = {
            "kind": Kind.SCHEDULE.value,
            "ground": Ground.LAND.value,
            "reason": f"{NOTE}征迁受阻，开工推迟，申请顺延完成时间。",
            "documents": [SHA256],
            "proposed": {"planned_completion": later.isoformat()},
        }
        path = f"/projects/{card.id}/changes"
        return Deed("asked", stream, who, card.region, "POST", path, body, "change", photo=True)

    def _granted(self, stream: str, state: Project, number: int, today: date) -> Deed:
        bench = named(state.regime).adjusting.bench
        ruling = {
            "decider": bench.deciders[0].value,
            "sitting": bench.sittings[0].value,
            "session": f"{NOTE}第二十次会议",
            "on": today.isoformat(),
            "document": f"{NOTE}决定〔{today.year}〕号",
        }
        path = f"/projects/{state.card.id}/changes/{number}/decision"
        body = {"approved": True, "ruling": ruling}
        return Deed("granted", stream, CLERK, state.card.region, "POST", path, body, "granted")
