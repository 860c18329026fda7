"""What is filed under a duty: one shape per form of `domain.regimes.model.Form`."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Amount, Count, Percent, Sha256, ShortText, Text, Value, is_none
from domain.evidence import Evidence as Evidence  # noqa: PLC0414  # for its many readers here
from domain.evidence import Files as Files  # noqa: PLC0414  # for its many readers here
from domain.regimes.sections_suggestions import ReplyClass

Verdict = Literal["satisfied", "basic", "dissatisfied"]
"""满意、基本满意、不满意."""


HttpsLink = Annotated[
    str,
    Field(pattern=r"^https://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[!-~]*)?$", max_length=500),
]
"""An address that can be opened by anybody: https, no user in it."""


class Milestone(Value):
    """A step of a work plan and the day by which it is reached."""

    name: ShortText
    by: date


class WorkPlan(Value):
    """工作方案: target, finish date, milestones, money (万元), safeguards (OUT-4 art. 17)."""

    form: Literal["work_plan"] = "work_plan"
    target: Text
    planned_start: date | None = None
    planned_completion: date
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=50)] = ()
    money_wan: Amount | None = None
    safeguards: Text | None = None
    evidence: Files = ()


class ProgressRow(Value):
    """One sub-project's planned and claimed share, in percent, at the period's end."""

    subproject: Annotated[int, Field(ge=0, le=999)]
    planned: Percent
    claimed: Percent
    note: Text | None = None


class Progress(Value):
    """月度进度: planned and claimed per sub-project."""

    form: Literal["progress"] = "progress"
    rows: Annotated[tuple[ProgressRow, ...], Field(min_length=1, max_length=200)]
    reached: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()
    """Names of the plan's milestones that are reached."""
    paid_wan: Amount | None = Field(default=None, exclude_if=is_none)
    """Money paid in the period, in 万元."""
    paid_year_wan: Amount | None = Field(default=None, exclude_if=is_none)
    """Money paid since the year began, in 万元."""
    difficulty: Text | None = Field(default=None, exclude_if=is_none)
    """What it is stuck on."""
    help_wanted: bool | None = Field(default=None, exclude_if=is_none)
    """Whether the congress is asked to hand it on to who can help (请人大协调)."""
    evidence: Files = ()


class Report(Value):
    """A written artefact: plan, circular, minutes, inspection record, report."""

    form: Literal["report"] = "report"
    title: ShortText
    text: Text
    evidence: Files = ()


class ClaimRow(Value):
    """What was really built of one sub-project: the actual, which never becomes the target."""

    subproject: Annotated[int, Field(ge=0, le=999)]
    actual: Amount | None = None


class Claim(Value):
    """完成申报: the unit says the project is complete, with evidence."""

    form: Literal["claim"] = "claim"
    rows: Annotated[tuple[ClaimRow, ...], Field(min_length=1, max_length=200)]
    spent_wan: Amount | None = None
    """Money really spent, in 万元."""
    note: Text | None = None
    evidence: Files = ()


class Verification(Value):
    """核验: the deputy group saw it, or saw its acceptance document, or did not."""

    form: Literal["verification"] = "verification"
    verified: bool
    finding: Text
    evidence: Files = ()


class Present(Value):
    """Somebody at a consultation: which kind of participant, and whom they speak for."""

    kind: Literal["expert", "group", "resident", "unit", "contractor"]
    who: ShortText


class Proposal(Value):
    """What the consultation proposes: a unit does it, by a day; deputies do not (代表法 31)."""

    text: Text
    unit: ShortText | None = None
    """The responsible unit; none for the project's lead unit."""
    by: date


class Consultation(Value):
    """会商 on a slow or difficult project (S000): who was there, what is hard, what is proposed."""

    form: Literal["consultation"] = "consultation"
    held_on: date
    place: ShortText
    participants: Annotated[tuple[Present, ...], Field(min_length=1, max_length=100)]
    absent_because: Text | None = None
    """Why a kind of participant that the measure names was missing."""
    problems: Text
    proposals: Annotated[tuple[Proposal, ...], Field(min_length=1, max_length=50)]
    evidence: Files = ()


class Counts(Value):
    """The ballots of one item (满意 / 基本满意 / 不满意 / 弃权 / 无效)."""

    satisfied: Count
    basic: Count
    dissatisfied: Count
    abstain: Count = 0
    invalid: Count = 0

    @property
    def valid(self) -> int:
        """Valid ballots: all but the invalid (rulebook §4.5)."""
        return self.satisfied + self.basic + self.dissatisfied + self.abstain

    @property
    def content(self) -> int:
        """Satisfied and basically satisfied together."""
        return self.satisfied + self.basic

    @property
    def cast(self) -> int:
        """Ballots in the box."""
        return self.valid + self.invalid


class ItemCounts(Value):
    """One project's counts, or those of one of its sub-projects (rulebook E5)."""

    project: ShortText
    subproject: Annotated[int, Field(ge=0, le=999)] | None = None
    counts: Counts


class Evaluation(Value):
    """满意度测评: counts per item as entered by the clerk, with roll (全体) and present (出席)."""

    form: Literal["evaluation"] = "evaluation"
    held_on: date
    roll: Annotated[int, Field(ge=1, le=10_000)]
    present: Annotated[int, Field(ge=0, le=10_000)]
    items: Annotated[tuple[ItemCounts, ...], Field(min_length=1, max_length=300)]
    evidence: Files = ()


class InspectionFiling(Value):
    """检查记录: the inspection of that number, recorded before or by the same act."""

    form: Literal["inspection"] = "inspection"
    number: ShortText
    evidence: Files = ()


class Remedy(Value):
    """问题整改: what the responsible unit did about a finding, with evidence."""

    form: Literal["remedy"] = "remedy"
    text: Text
    evidence: Files = ()


class Film(Value):
    """纪实片: a documentary on what became of the projects; the film itself lies elsewhere."""

    form: Literal["film"] = "film"
    title: ShortText
    minutes: Annotated[int, Field(ge=1, le=600)]
    link: HttpsLink
    sha256: Sha256 | None = None
    """Of the film, where somebody computed it: then a changed film is known."""
    evidence: Files = ()


class Reading(Value):
    """查阅通报: the government's own inspection circular of that number was read."""

    form: Literal["reading"] = "reading"
    circular: ShortText
    note: Text | None = None
    evidence: Files = ()


class SuggestionReply(Value):
    """办结答复: what became of a deputy's suggestion, in which class (rulebook O27)."""

    form: Literal["reply"] = "reply"
    kind: ReplyClass
    text: Text
    done_by: date | None = None
    """Of class B: the day by which it is to be solved."""
    evidence: Files = ()


class SuggestionVerdict(Value):
    """代表反馈: whether the deputy is satisfied with the reply (rulebook O28)."""

    form: Literal["verdict"] = "verdict"
    verdict: Verdict
    note: Text | None = None
    evidence: Files = ()


class BookSeen(Value):
    """One duty register book as a check found it."""

    book: ShortText
    """`CONGRESS.DEPUTY.YEAR`."""
    complete: bool
    """Whether what was done is in it, as it should be written (S002)."""
    note: Text | None = None


class RegisterCheck(Value):
    """登记册季度检查: every book that was looked at (S002; rulebook O30)."""

    form: Literal["register_check"] = "register_check"
    checked_on: date
    books: Annotated[tuple[BookSeen, ...], Field(min_length=1, max_length=500)]
    note: Text | None = None
    evidence: Files = ()


class SpotCheck(Value):
    """登记册半年抽查 and the circular in which it is told (S002; rulebook O31)."""

    form: Literal["spot_check"] = "spot_check"
    checked_on: date
    books: Annotated[tuple[BookSeen, ...], Field(min_length=1, max_length=500)]
    circular: ShortText
    """Its number, as 联〔2023〕2号."""
    text: Text
    """What the circular says."""
    evidence: Files = ()


Filing = Annotated[
    WorkPlan
    | Progress
    | Report
    | Claim
    | Verification
    | Evaluation
    | InspectionFiling
    | Remedy
    | Film
    | Reading
    | Consultation
    | SuggestionReply
    | SuggestionVerdict
    | RegisterCheck
    | SpotCheck,
    Field(discriminator="form"),
]
