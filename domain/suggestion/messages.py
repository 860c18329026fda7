"""What can be asked of a deputy's suggestion, and what can happen to it besides its duties.

Deputies are named by the organisation's opaque references, never by a name.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Event, ShortText, Text
from domain.duty_commands import Acknowledge, AnswerLetter, KeepMoment, Rebase, UrgeDuty, WaiveDuty
from domain.duty_events import DutyEvent
from domain.forms import Files, SuggestionReply, SuggestionVerdict, Verdict
from domain.regimes.sections_suggestions import HandlingStage, ReplyClass
from domain.suggestion.proposal import Past, Proposal, Recommendation, Ref, Units


class SubmitSuggestion(Proposal, Command):
    """提出. `source`: the recommendation it was made from (双向衔接转化)."""

    source: Recommendation | None = None


class SuggestionSubmitted(Proposal, Event):
    """It was handed in on that day."""

    submitted_on: date
    source: Recommendation | None = None


class BringOver(Proposal, Command):
    """导入: a suggestion with what has become of it so far, out of another record."""

    past: Past


class SuggestionBroughtOver(Proposal, Event):
    """It stands in another record, and so far it had come there."""

    past: Past


class SecondSuggestion(Command):
    """附议: a deputy signs along, before it is assigned."""


class SuggestionSeconded(Event):
    """Another deputy signed along."""

    deputy: Ref
    on: date


class AssignSuggestion(Command):
    """交办: to one lead unit and those who handle along. Only the office assigns."""

    lead: ShortText
    co: Units = ()
    reason: Text | None = None
    """Why again to a unit that had sent it back."""


class SuggestionAssigned(Event):
    """It was assigned."""

    number: Annotated[int, Field(ge=1)]
    lead: ShortText
    co: Units
    on: date
    by: str
    reason: Text | None = None


class AddCoHandler(Command):
    """增加协办单位."""

    unit: ShortText


class CoHandlerAdded(Event):
    """Another unit handles along."""

    unit: ShortText
    on: date
    by: str


class ReturnSuggestion(Command):
    """退回: a unit says in writing that it is the wrong addressee."""

    reason: Text


class SuggestionReturned(Event):
    """A unit sent it back; `lead`: it was to lead, and everything begins anew."""

    unit: ShortText
    lead: bool
    reason: Text
    on: date
    by: str


class DeclareDifficult(Command):
    """涉及面广、处理难度大: the reply takes the longer term."""

    reason: Text


class DeclaredDifficult(Event):
    """It was declared difficult; the new date stands in the DutyRedated beside it."""

    reason: Text
    by: str


class RecordStage(Command):
    """A stage of the handling that is no filing: 办前联系, 办中沟通, 办后回访."""

    stage: HandlingStage
    on: date
    how: ShortText
    note: Text
    evidence: Files = ()


class StageRecorded(Event):
    """That stage was gone through."""

    stage: HandlingStage
    on: date
    how: ShortText
    note: Text
    evidence: Files
    by: str


class ReplyToSuggestion(Command):
    """办结答复, the first or a later one."""

    reply: SuggestionReply


class SuggestionReplied(Event):
    """The lead unit replied."""

    round: Annotated[int, Field(ge=1)]
    kind: ReplyClass
    on: date


class GiveOpinion(Command):
    """协办意见, to the lead unit."""

    text: Text
    evidence: Files = ()


class JudgeReply(Command):
    """代表反馈: by the deputy, or by the office from the paper form."""

    verdict: SuggestionVerdict


class ReplyJudged(Event):
    """The deputy's verdict on that reply."""

    round: Annotated[int, Field(ge=1)]
    verdict: Verdict
    note: Text | None
    on: date
    by: str


class AssessHandling(Command):
    """专家评估 after a second dissatisfied verdict: handled properly, or to be done again."""

    outcome: Literal["handled", "again"]
    finding: Text
    evidence: Files = ()


class HandlingAssessed(Event):
    """The assessment's outcome."""

    outcome: Literal["handled", "again"]
    finding: Text
    on: date
    by: str


class UpgradeReply(Command):
    """类别转化: what was planned has been solved (B to A), even after it was struck off."""

    kind: ReplyClass
    text: Text


class ReplyUpgraded(Event):
    """The reply's class changed."""

    was: ReplyClass
    kind: ReplyClass
    text: Text
    on: date
    by: str


class LinkRecommendation(Command):
    """衔接转化: the suggestion became, or goes together with, a procuratorial recommendation."""

    recommendation: Recommendation
    direction: Literal["to", "from"]
    note: Text | None = None


class RecommendationLinked(Event):
    """The two are linked; `to`: the suggestion was turned into the recommendation."""

    recommendation: Recommendation
    direction: Literal["to", "from"]
    note: Text | None
    on: date
    by: str


class WithdrawSuggestion(Command):
    """撤回 by the deputy who handed it in."""

    reason: Text


class SuggestionWithdrawn(Event):
    """It was withdrawn."""

    reason: Text
    on: date
    by: str


class StrikeOff(Command):
    """销号 by the office: 办结一件、销号一件."""

    note: Text | None = None


class SuggestionStruckOff(Event):
    """It is off the list; its clock ends."""

    note: Text | None
    on: date
    by: str


SuggestionCommand = (
    SubmitSuggestion
    | BringOver
    | SecondSuggestion
    | AssignSuggestion
    | AddCoHandler
    | ReturnSuggestion
    | DeclareDifficult
    | RecordStage
    | ReplyToSuggestion
    | GiveOpinion
    | JudgeReply
    | AssessHandling
    | UpgradeReply
    | LinkRecommendation
    | WithdrawSuggestion
    | StrikeOff
    | WaiveDuty
    | UrgeDuty
    | Acknowledge
    | AnswerLetter
    | KeepMoment
    | Rebase
)
SuggestionEvent = (
    SuggestionSubmitted
    | SuggestionBroughtOver
    | SuggestionSeconded
    | SuggestionAssigned
    | CoHandlerAdded
    | SuggestionReturned
    | DeclaredDifficult
    | StageRecorded
    | SuggestionReplied
    | ReplyJudged
    | HandlingAssessed
    | ReplyUpgraded
    | RecommendationLinked
    | SuggestionWithdrawn
    | SuggestionStruckOff
    | DutyEvent
)
