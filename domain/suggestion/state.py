"""A suggestion's state: how it follows from its events. Cannot fail."""

from datetime import date
from enum import StrEnum
from typing import Literal, cast

from pydantic import Field

from domain.anchors import Anchors
from domain.base import Value
from domain.duty import Duty
from domain.duty_events import DutyEvent
from domain.duty_evolve import OF_DUTIES, evolve_duties
from domain.forms import Verdict
from domain.parties import Role, party
from domain.regimes.sections_suggestions import HandlingStage, ReplyClass
from domain.scheduling import Owners
from domain.suggestion.messages import (
    CoHandlerAdded,
    DeclaredDifficult,
    HandlingAssessed,
    RecommendationLinked,
    ReplyJudged,
    ReplyUpgraded,
    StageRecorded,
    SuggestionAssigned,
    SuggestionBroughtOver,
    SuggestionEvent,
    SuggestionReplied,
    SuggestionReturned,
    SuggestionSeconded,
    SuggestionStruckOff,
    SuggestionSubmitted,
    SuggestionWithdrawn,
)
from domain.suggestion.proposal import Past, Proposal, StageDone
from domain.terms import Term, nominal

_YEAR = Term.parse("12m")


class Life(StrEnum):
    """Where a suggestion stands."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    REPLIED = "replied"
    REDO = "redo"
    ASSESSING = "assessing"
    CONTENT = "content"
    STRUCK_OFF = "struck_off"
    WITHDRAWN = "withdrawn"


LIFE_ZH: dict[Life, str] = {
    Life.SUBMITTED: "待交办",
    Life.ASSIGNED: "办理中",
    Life.RETURNED: "退回，待重新交办",
    Life.REPLIED: "已答复，待代表反馈",
    Life.REDO: "不满意，重新办理",
    Life.ASSESSING: "再次不满意，待专家评估",
    Life.CONTENT: "待销号",
    Life.STRUCK_OFF: "已销号",
    Life.WITHDRAWN: "已撤回",
}


class Suggestion(Value):
    """One suggestion as the record knows it."""

    proposal: Proposal
    submitted_on: date
    seconders: tuple[str, ...]
    life: Life = Life.SUBMITTED
    duties: dict[str, Duty] = Field(default_factory=dict)
    assignments: int = 0
    lead: str | None = None
    co: tuple[str, ...] = ()
    assigned_on: date | None = None
    returned_by: tuple[str, ...] = ()
    opinions: int = 0
    """How many co-handlers were ever asked: numbers their duties."""
    difficult: bool = False
    stages: tuple[StageDone, ...] = ()
    """Of this assignment; the reply is none of them but in a record that was brought over."""
    replies: int = 0
    kind: ReplyClass | None = None
    replied_on: date | None = None
    verdict: Verdict | None = None
    """On the newest reply; None while the deputy is silent."""
    dissatisfied: int = 0
    assessed: Literal["handled", "again"] | None = None
    linked: tuple[str, ...] = ()
    closed_on: date | None = None
    brought_over: bool = False

    @property
    def id(self) -> str:
        """Its own number."""
        return self.proposal.id

    @property
    def title(self) -> str:
        """What it is about."""
        return self.proposal.title

    @property
    def region(self) -> str:
        """Whose congress's deputy handed it in."""
        return self.proposal.region

    @property
    def regime(self) -> str:
        """The measure it is handled by."""
        return self.proposal.regime

    @property
    def deputy(self) -> str:
        """The party of the deputy who handed it in."""
        return party(Role.DEPUTY, self.proposal.deputy)

    @property
    def closed(self) -> bool:
        """Whether it is off the list."""
        return self.life in (Life.STRUCK_OFF, Life.WITHDRAWN)

    @property
    def anchors(self) -> Anchors:
        """None of its days hangs on a meeting: what the shared parts ask is counted from here."""
        later = nominal(self.submitted_on, _YEAR)
        return Anchors(vote=self.submitted_on, next_session=later, session_assumed=True)

    @property
    def owners(self) -> Owners:
        """Who stands behind the roles here: the lead unit, the watching group, the deputy."""
        return self.owed_by(self.lead)

    def owed_by(self, unit: str | None) -> Owners:
        """The same with that unit in the lead's place."""
        group = self.proposal.group
        return Owners(
            unit=party(Role.UNIT, unit) if unit else None,
            group=party(Role.DEPUTY_GROUP, group) if group else None,
            deputy=self.deputy,
        )

    def has(self, stage: HandlingStage) -> bool:
        """Whether that stage was recorded in this assignment."""
        return any(x.stage is stage for x in self.stages)


def evolve(state: Suggestion | None, event: SuggestionEvent) -> Suggestion:
    """The state after the event."""
    if isinstance(event, SuggestionSubmitted):
        source = (event.source.number,) if event.source else ()
        return Suggestion(
            proposal=_proposal(event),
            submitted_on=event.submitted_on,
            seconders=event.seconders,
            linked=source,
        )
    if isinstance(event, SuggestionBroughtOver):
        return _brought_over(event)
    assert state is not None, "a suggestion's first event is its submission"
    if type(event) in OF_DUTIES:
        duties = evolve_duties(state.duties, cast("DutyEvent", event))
        return state.model_copy(update={"duties": duties})
    return state.model_copy(update=_changes(state, event))


def _proposal(event: SuggestionSubmitted | SuggestionBroughtOver) -> Proposal:
    return Proposal.model_construct(**{x: getattr(event, x) for x in Proposal.model_fields})


def _brought_over(event: SuggestionBroughtOver) -> Suggestion:
    past = event.past
    replied = next((x.on for x in past.stages if x.stage is HandlingStage.REPLY), None)
    return Suggestion(
        proposal=_proposal(event),
        submitted_on=past.submitted_on,
        seconders=event.seconders,
        life=_life_of(past, replied),
        assignments=1 if past.lead else 0,
        lead=past.lead,
        co=past.co,
        assigned_on=past.assigned_on,
        opinions=len(past.co),
        difficult=past.difficult,
        stages=past.stages,
        replies=1 if replied else 0,
        kind=past.kind,
        replied_on=replied,
        verdict=past.verdict,
        dissatisfied=1 if past.verdict == "dissatisfied" else 0,
        closed_on=past.struck_off_on or past.withdrawn_on,
        brought_over=True,
    )


def _life_of(past: Past, replied: date | None) -> Life:
    if past.withdrawn_on:
        return Life.WITHDRAWN
    if past.struck_off_on:
        return Life.STRUCK_OFF
    if past.verdict:
        return Life.REDO if past.verdict == "dissatisfied" else Life.CONTENT
    if replied:
        return Life.REPLIED
    return Life.ASSIGNED if past.lead else Life.SUBMITTED


def _changes(state: Suggestion, event: SuggestionEvent) -> dict[str, object]:
    match event:
        case SuggestionSeconded():
            return {"seconders": (*state.seconders, event.deputy)}
        case SuggestionAssigned():
            return {
                "life": Life.ASSIGNED,
                "assignments": event.number,
                "lead": event.lead,
                "co": event.co,
                "assigned_on": event.on,
                "opinions": state.opinions + len(event.co),
                "difficult": False,
                "stages": (),
            }
        case CoHandlerAdded():
            return {"co": (*state.co, event.unit), "opinions": state.opinions + 1}
        case SuggestionReturned(lead=True):
            by = (*state.returned_by, event.unit)
            return {"life": Life.RETURNED, "lead": None, "co": (), "returned_by": by}
        case SuggestionReturned():
            return {"co": tuple(x for x in state.co if x != event.unit)}
        case DeclaredDifficult():
            return {"difficult": True}
        case StageRecorded():
            fields = {x: getattr(event, x) for x in StageDone.model_fields}
            return {"stages": (*state.stages, StageDone.model_construct(**fields))}
        case RecommendationLinked():
            return {"linked": (*state.linked, event.recommendation.number)}
        case _:
            return _judged(state, event)


def _judged(state: Suggestion, event: SuggestionEvent) -> dict[str, object]:
    match event:
        case SuggestionReplied():
            return {
                "life": Life.REPLIED,
                "replies": event.round,
                "kind": event.kind,
                "replied_on": event.on,
                "verdict": None,
            }
        case ReplyJudged(verdict="dissatisfied"):
            failed = state.dissatisfied + 1
            life = Life.REDO if failed == 1 else Life.ASSESSING
            return {"life": life, "verdict": event.verdict, "dissatisfied": failed}
        case ReplyJudged():
            return {"life": Life.CONTENT, "verdict": event.verdict}
        case HandlingAssessed():
            life = Life.CONTENT if event.outcome == "handled" else Life.REDO
            return {"life": life, "assessed": event.outcome}
        case ReplyUpgraded():
            return {"kind": event.kind}
        case SuggestionWithdrawn():
            return {"life": Life.WITHDRAWN, "closed_on": event.on}
        case SuggestionStruckOff():
            return {"life": Life.STRUCK_OFF, "closed_on": event.on}
        case _:
            raise TypeError(type(event).__name__)  # of duties: not asked here
