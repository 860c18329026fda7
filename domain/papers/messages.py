"""Issuing papers: commands, events, the state of a programme's series."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, Instant, Sha256, ShortText, Text, Value
from domain.papers.body import Body
from domain.regimes.decision import Decision


class PaperKind(StrEnum):
    """The papers that are issued from the record."""

    CIRCULAR = "circular"
    HALF_YEAR = "half_year"
    SPECIAL_SUPERVISION = "special_supervision"
    COMPLETION = "completion"
    EVALUATION = "evaluation"


PAPER_ZH: dict[PaperKind, str] = {
    PaperKind.CIRCULAR: "通报",
    PaperKind.HALF_YEAR: "半年报告",
    PaperKind.SPECIAL_SUPERVISION: "专项监督报告",
    PaperKind.COMPLETION: "完成情况报告",
    PaperKind.EVALUATION: "满意度测评结果",
}


class SessionKind(StrEnum):
    """The papers of the session at which projects are chosen, in the order of their use."""

    SESSION_NOTICE = "session_notice"
    AGENDA = "agenda"
    CANDIDATES_EXPLANATION = "candidates_explanation"
    CANDIDATE_BOOKLET = "candidate_booklet"
    VOTING_METHOD = "voting_method"
    BALLOT_PAPER = "ballot_paper"
    COUNTING_SHEET = "counting_sheet"
    RESOLUTION = "resolution"
    ANNOUNCEMENT = "announcement"


SESSION_ZH: dict[SessionKind, str] = {
    SessionKind.SESSION_NOTICE: "会议通知",
    SessionKind.AGENDA: "会议议程",
    SessionKind.CANDIDATES_EXPLANATION: "候选项目说明",
    SessionKind.CANDIDATE_BOOKLET: "候选项目名册",
    SessionKind.VOTING_METHOD: "{word}办法",
    SessionKind.BALLOT_PAPER: "{word}票",
    SessionKind.COUNTING_SHEET: "计票单",
    SessionKind.RESOLUTION: "{act}",
    SessionKind.ANNOUNCEMENT: "公告",
}
"""`{word}` and `{act}` are the measure's own: 票决 and 决议, or 票选 in a street."""
AnyKind = PaperKind | SessionKind


def kind_zh(kind: AnyKind, decision: Decision | None) -> str:
    """What a paper is called, in the words of the measure: a street has no 票决 and no 决议."""
    if isinstance(kind, PaperKind):
        return PAPER_ZH[kind]
    word, act = (decision.word, decision.act) if decision else ("表决", "决定")
    return SESSION_ZH[kind].format(word=word, act=act)


class IssuePaper(Command):
    """Issue what was composed from the record as it stood. It is never changed afterwards."""

    programme: ShortText
    region: ShortText
    kind: AnyKind
    period: ShortText | None = None
    """2023-Q2, 2023-M05; None where the paper is one a year."""
    issuer: ShortText
    """The organ that issues it, in words: 某县人大常委会."""
    on: date
    body: Body
    replaces: Annotated[int, Field(ge=1)] | None = None
    because: Text | None = None
    """Why an older paper is replaced; the older one stays readable."""


class PaperIssued(Event):
    """Issued: number, day and contents are frozen."""

    no: int
    """Counted through the programme's papers."""
    number: str
    """As it is cited: 民实监〔2023〕3号."""
    programme: str
    region: str
    kind: AnyKind
    period: str | None
    issuer: str
    on: date
    body: Body
    digest: Sha256
    """SHA-256 of the body's canonical text."""
    replaces: int | None
    because: str | None
    by: str
    issued_at: Instant | None = None


class Issued(Value):
    """A paper as the series remembers it; the contents stand in its event."""

    no: int
    number: str
    kind: AnyKind
    period: str | None
    title: str
    issuer: str
    on: date
    as_of: Instant
    digest: str
    version: int
    """Its event's version in the stream."""
    replaces: int | None = None
    replaced_by: int | None = None


class Papers(Value):
    """All papers of a programme."""

    programme: str
    region: str
    issued: tuple[Issued, ...] = ()
    closed: bool = False


PaperCommand = IssuePaper
PaperEvent = PaperIssued
