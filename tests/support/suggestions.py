"""One deputy's suggestion in memory, and whoever has a part in it, at given times."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.base import Command, Event
from domain.calendar import start_of
from domain.forms import SuggestionReply, SuggestionVerdict
from domain.given import Actor
from domain.names import SUGGESTION, stream_id
from domain.regimes.sections_suggestions import HandlingStage, ReplyClass
from domain.suggestion.messages import (
    AssignSuggestion,
    JudgeReply,
    RecordStage,
    ReplyToSuggestion,
    StrikeOff,
    SubmitSuggestion,
)
from domain.suggestion.state import Suggestion
from tests.support.year import CLERK, Year

REGION = "安徽省/淮北市/杜集区"
LEAD, CO = "（合成）区交通运输局", "（合成）区住房和城乡建设局"
DEPUTY = Actor(ref="account:d1", party="deputy:DJ001", region=REGION)
SECONDER = Actor(ref="account:d2", party="deputy:DJ002", region=REGION)
UNIT = Actor(ref="account:u1", party=f"unit:{LEAD}", region=REGION)
CO_UNIT = Actor(ref="account:u2", party=f"unit:{CO}", region=REGION)
STRANGER = Actor(ref="account:u9", party="unit:（合成）区民政局", region=REGION)
GROUP = Actor(ref="account:g1", party="deputy_group:G1", region=REGION)
OFFICE = Actor(ref="staff-1", party="clerk", region=REGION)
CONTACT, COMMUNICATE = HandlingStage.CONTACT, HandlingStage.COMMUNICATE
RETURN_VISIT = HandlingStage.RETURN_VISIT
SUBMITTED = date(2022, 7, 4)


def proposal(**fields: Any) -> SubmitSuggestion:
    """The road of S002's example, in our own words."""
    known = {
        "id": "DJ-0001",
        "title": "关于修复朱庄路破损路面的建议",
        "text": "朱庄路路面破损、积水，群众出行不便，建议尽快修复。",
        "region": REGION,
        "regime": "duji@1",
        "deputy": "DJ001",
        "field": "交通",
    }
    return SubmitSuggestion.model_validate({**known, **fields})


def at(day: date, hour: int = 9) -> datetime:
    """Nine o'clock of that day, or another full hour."""
    return start_of(day) + timedelta(hours=hour)


def replying(kind: str = "A") -> ReplyToSuggestion:
    return ReplyToSuggestion(reply=SuggestionReply(kind=ReplyClass(kind), text="路面已修复。"))


def judging(verdict: Any = "satisfied") -> JudgeReply:
    return JudgeReply(verdict=SuggestionVerdict(verdict=verdict))


def stage(which: HandlingStage, on: date) -> RecordStage:
    return RecordStage(stage=which, on=on, how="上门走访", note="与代表当面沟通了办理方案。")


@dataclass
class Handling:
    """A suggestion that is handed in, and what is done with it."""

    year: Year

    @property
    def state(self) -> Suggestion:
        state: Suggestion = self.year.state
        return state

    def ask(self, on: date | datetime, command: Command, by: Actor = CLERK) -> list[Event]:
        instant = on if isinstance(on, datetime) else at(on)
        return list(self.year.ask(instant, command, by))

    def due(self, duty: str) -> date:
        return self.state.duties[duty].due

    def assigned(self, on: date = SUBMITTED, *co: str) -> "Handling":
        self.ask(on, AssignSuggestion(lead=LEAD, co=co), OFFICE)
        return self

    def through_stages(self, on: date) -> "Handling":
        self.ask(on, stage(CONTACT, on), UNIT)
        self.ask(on, stage(COMMUNICATE, on), UNIT)
        return self

    def replied(self, on: date, kind: str = "A") -> "Handling":
        self.through_stages(on)
        self.ask(on, replying(kind), UNIT)
        return self

    def struck_off(self, on: date) -> "Handling":
        self.ask(on, stage(RETURN_VISIT, on), UNIT)
        self.ask(on, StrikeOff(), OFFICE)
        return self


def handed_in(regime: str = "duji@1", on: date = SUBMITTED, **fields: Any) -> Handling:
    """A suggestion of the fourth of July 2022."""
    command = proposal(regime=regime, **fields)
    made = Handling(Year(stream_id(SUGGESTION, command.id), regime))
    made.ask(on, command, DEPUTY)
    return made
