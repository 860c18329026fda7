"""Bodies of the suggestions' routes that differ from the commands they mean: files by their hash,
the deputy from the token."""

from datetime import date
from typing import Literal

from api.forms import Hashes
from domain.base import ShortText, Text, Value
from domain.regimes.sections_suggestions import HandlingStage, ReplyClass
from domain.suggestion.proposal import Id, Raised, Recommendation, Ref, Refs


class Submission(Value):
    """提出建议. 代表本人提出的不填 deputy；经办人员代录纸质建议的要填，可同时填附议代表."""

    id: Id
    title: ShortText
    text: Text
    region: ShortText | None = None
    """不填为令牌所属的人大."""
    regime: ShortText
    deputy: Ref | None = None
    seconders: Refs = ()
    raised: Raised = "recess"
    session: ShortText | None = None
    field: ShortText | None = None
    group: Ref | None = None
    source: Recommendation | None = None
    """由检察建议转化的，填检察建议文号."""


class StageSent(Value):
    """办前联系（contact）、办中沟通（communicate）、办后回访（return_visit）."""

    stage: HandlingStage
    on: date
    how: ShortText
    note: Text
    evidence: Hashes = ()


class ReplySent(Value):
    """办结答复."""

    kind: ReplyClass
    text: Text
    done_by: date | None = None
    evidence: Hashes = ()


class OpinionSent(Value):
    """协办意见."""

    text: Text
    evidence: Hashes = ()


class VerdictSent(Value):
    """代表反馈."""

    verdict: Literal["satisfied", "basic", "dissatisfied"]
    note: Text | None = None


class AssessmentSent(Value):
    """专家评估：办理妥当（handled），或应当再办（again）."""

    outcome: Literal["handled", "again"]
    finding: Text
    evidence: Hashes = ()
