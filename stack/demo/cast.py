"""Who does what today: one look at a stream's state, one deed or two for each duty that waits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.calendar import Calendar
from domain.duty import Duty, Rung
from domain.duty_decisions import decided_by_group
from domain.evaluation.grading import Grade
from domain.ladder_marks import addressee
from domain.programme.state import Programme
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.model import Form
from domain.rehearsal.filings import command_for
from stack.demo.bill import CONVENED, NOTE
from stack.demo.chance import Chance
from stack.demo.deed import CLERK, Deed
from stack.demo.manners import Manners
from stack.demo.papers import RETURNED, paper
from stack.demo.photo import SHA256
from stack.demo.scenes import Scenes

_RUNGS = {1: Rung.OVERDUE, 2: Rung.LETTER, 3: Rung.ESCALATED}


@dataclass(frozen=True)
class Cast:
    """All parties of the play; `sessions` says when each programme's next session meets."""

    chance: Chance
    manners: Manners
    calendar: Calendar
    sessions: Mapping[str, date]

    @property
    def scenes(self) -> Scenes:
        """What happens beside the duties."""
        return Scenes(self.chance)

    def deeds(self, stream: str, state: Project | Programme, today: date) -> Iterator[Deed]:
        """What is done in this stream today; nothing on a rest day."""
        if not self.calendar.is_workday(today) or state.closed:
            return
        region = state.region if isinstance(state, Programme) else state.card.region
        scene = _Scene(self, stream, state, region, today)
        for duty in state.duties.values():
            if duty.closed is None and not duty.accepted:
                yield from scene.about(duty)
        if isinstance(state, Programme):
            yield from scene.convened(state)
            yield from self.scenes.of_programme(stream, state, today)
        else:
            yield from scene.struck_off(state)
            yield from self.scenes.of_project(stream, state, today)


@dataclass(frozen=True)
class _Scene:
    """One stream on one day."""

    cast: Cast
    stream: str
    state: Project | Programme
    region: str
    today: date

    def about(self, duty: Duty) -> Iterator[Deed]:
        """What is done about a duty that is not finished."""
        manners = self.cast.manners
        if duty.submission is not None:
            if self.today >= manners.decided_on(self.stream, duty, duty.submission):
                yield self._decided(duty)
            return
        day = manners.files_on(self.stream, self.region, duty)
        if day is not None and self.today >= day:
            yield self._filed(duty)
        elif duty.level in _RUNGS and duty.next_if_silent is not None:
            yield from self._seen(duty)

    def _filed(self, duty: Duty) -> Deed:
        verb = "late" if self.today > duty.due else "filed"
        if duty.form is Form.INSPECTION:
            return self._inspected(verb, duty)
        told = paper(self.state, duty, self.today, self.cast.chance).model_dump(mode="json")
        deed = self._deed(verb, duty.obligor, duty, "filings", told)
        if told["evidence"]:
            told["evidence"] = [SHA256]
        return deed._replace(photo=bool(told["evidence"]))

    def _inspected(self, verb: str, duty: Duty) -> Deed:
        """An inspection is recorded, and counts for its duty by that act."""
        kind, _, name = self.stream.partition(":")
        body = command_for(self.state, duty, self.today).model_dump(mode="json")
        what = "inspections" if isinstance(self.state, Project) else "tours"
        if isinstance(self.state, Project):
            body["findings"] = self.cast.scenes.findings(self.stream, duty.id)
        path, key = f"/{kind}s/{name}/{what}", f"inspection:{duty.id}:{duty.revision}"
        return Deed(verb, self.stream, duty.obligor, self.region, "POST", path, body, key)

    def _decided(self, duty: Duty) -> Deed:
        wrong = self.cast.manners.is_wrong(self.stream, self.region, duty)
        verb, why = ("returned" if wrong else "accepted"), RETURNED[duty.form]
        if decided_by_group(duty):
            told = {"closed": not wrong, "note": why if wrong else f"{NOTE}复查，已解决。"}
            return self._deed(verb, duty.obligee, duty, "rechecks", told)
        if wrong:
            return self._deed(verb, CLERK, duty, "returns", {"reason": why})
        return self._deed(verb, CLERK, duty, "acceptances", {})

    def _seen(self, duty: Duty) -> Iterator[Deed]:
        who = addressee(duty, _RUNGS[duty.level], named(self.state.regime))
        day = self.cast.manners.sees_on(self.stream, self.region, duty, who)
        if day is None or self.today < day:
            return
        seen = {"revision": duty.revision, "level": duty.level}
        yield self._deed("seen", who, duty, "acknowledgements", seen, duty.level)
        if duty.level == 2:
            reply = {"revision": duty.revision, "text": f"{NOTE}已督促，十日内补报。"}
            yield self._deed("answered", who, duty, "letter-replies", reply)

    def convened(self, state: Programme) -> Iterator[Deed]:
        """会议召集: from now on the session's day is no longer assumed."""
        if state.anchors.session_assumed and self.today >= CONVENED:
            meets = self.cast.sessions[state.id]
            notice = {
                "next_session": meets.isoformat(),
                "because": f"{NOTE}会议通知",
                "reference": f"{NOTE}{meets.year} 年会议通知",
            }
            path = f"/programmes/{state.id}/next-session"
            yield Deed("convened", self.stream, CLERK, self.region, "PUT", path, notice, "convened")

    def struck_off(self, state: Project) -> Iterator[Deed]:
        """销号: some days after a grade that allows it, when nothing is owed any more."""
        words = ("closes", self.stream)
        day = state.anchors.next_session + timedelta(5 + self.cast.chance.days(9, *words))
        good = state.grade in (Grade.SATISFIED, Grade.BASIC)
        done = all(x.accepted or x.closed for x in state.duties.values())
        if good and done and self.today >= day:
            path, body = f"/projects/{state.card.id}/closing", {"note": f"{NOTE}测评通过，销号。"}
            yield Deed("closed", self.stream, CLERK, self.region, "POST", path, body, "closing")

    def _deed(
        self, verb: str, who: str, duty: Duty, what: str, body: dict[str, Any], part: int = 0
    ) -> Deed:
        kind, _, name = self.stream.partition(":")
        path = f"/{kind}s/{name}/duties/{duty.id}/{what}"
        key = f"{what}:{duty.id}:{duty.revision}:{part}"
        return Deed(verb, self.stream, who, self.region, "POST", path, body, key)
