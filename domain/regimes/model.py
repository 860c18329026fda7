"""A regime: one place's measure (实施办法) as data, each line with the sentence it comes from.

Published and then never edited, only succeeded: a project is pinned to `id@version`.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.parties import Role
from domain.regimes.artefacts import Artefact
from domain.regimes.decision import Decision, Omission
from domain.regimes.groups import Matching, Setting
from domain.regimes.sections_ballot import Balloting
from domain.regimes.sections_change import Adjustment, of_tier
from domain.regimes.sections_collection import Collecting
from domain.regimes.sections_completion import SILENT, Completion
from domain.regimes.sections_register import Register
from domain.regimes.sections_screening import Screening, screening_of_tier
from domain.regimes.sections_session import AgendaPoint, SessionAgenda
from domain.regimes.sections_stations import Stations
from domain.regimes.sections_suggestions import Suggestions, check_line
from domain.regimes.slowness import Slowness
from domain.regimes.when import After, Anchor, FromAnchor, OnAnchor, Trigger, When
from domain.terms import Term

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Origin = Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$", max_length=60)]
"""Where a rule comes from: a seed text, a statute, an outside source, or our own default."""


class Scope(StrEnum):
    """Whether a duty is one per project, or one artefact for all of a congress and year."""

    PROJECT = "project"
    PROGRAMME = "programme"
    COLLECTION = "collection"
    """The months before a vote: from the opening of the collection to the resolution."""
    SUGGESTION = "suggestion"
    """One deputy's suggestion 代表建议."""


_SHARED = (Scope.PROGRAMME, Scope.COLLECTION)
"""One artefact for all: owed by organs."""


class Stage(StrEnum):
    """The stages a year steps through. A stage never holds back a duty."""

    COLLECT = "collect"
    SCREEN = "screen"
    DECIDE = "decide"
    """Before the vote: wishes, candidates, the decision."""
    PLAN = "plan"
    IMPLEMENT = "implement"
    EVALUATE = "evaluate"
    REPORT = "report"


class Form(StrEnum):
    """What is filed under a duty; the shapes are in `domain.forms`."""

    WORK_PLAN = "work_plan"
    PROGRESS = "progress"
    REPORT = "report"
    CLAIM = "claim"
    VERIFICATION = "verification"
    EVALUATION = "evaluation"
    INSPECTION = "inspection"
    REMEDY = "remedy"
    FILM = "film"
    READING = "reading"
    CONSULTATION = "consultation"
    REPLY = "reply"
    VERDICT = "verdict"
    REGISTER_CHECK = "register_check"
    SPOT_CHECK = "spot_check"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Line(_Part):
    """One obligation of the measure: who owes what to whom, by when, and who says so."""

    name: Name
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    scope: Scope
    stage: Stage
    form: Form
    obligor: Role
    obligee: Role
    when: When
    origin: Origin
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()
    """What the source leaves silent and this line fills by our default, shown as such."""
    raises: Trigger | None = None
    """The fact that acceptance of this duty is, so that lines after that fact follow it."""
    fulfilled_by: Artefact | None = None
    """What fulfils it by being published, so that nobody files it a second time."""
    climbs: bool = True
    """False: shown as late, but with no letter or escalation of its own (rulebook O17)."""


class Addressees(_Part):
    """Whom the rungs of a late duty address; `obligor` stands for who owes it."""

    notice: Literal["obligor"] = "obligor"
    letter: Literal["obligor"] = "obligor"
    group: Role
    recommend: Role


class Ladder(_Part):
    """The ladder of a late duty (rulebook §10). L4–L6 are recommended only: people decide."""

    origin: Origin
    reminders: tuple[Term, ...]
    letter: Term
    group: Term
    unacknowledged: Term
    letter_reply: Term
    instrument: Annotated[str, Field(min_length=2)]
    """What L4 is in this tier: special inquiry (county), special hearing (township)."""
    to: dict[Role, Addressees]

    def __hash__(self) -> int:
        return hash(self.instrument)  # equal ladders have it in common; `to` has no hash


class Filing(_Part):
    """What happens after filing: the clerk's days and the days of a return (rulebook §4.3)."""

    origin: Origin
    decision: Term
    rearm_at_least: Annotated[int, Field(ge=1, le=60)]


class Lights(_Part):
    """Where green ends and red begins, in points of lag (rulebook §4.4)."""

    origin: Origin
    yellow_from: Decimal
    red_above: Decimal
    milestone_grace: Annotated[int, Field(ge=0, le=365)] = 30
    """A milestone missed by more calendar days than these is red."""


GradingRule = Literal["absolute_majority", "binary", "rate_threshold", "rate_then_majority"]
Rate = Annotated[Decimal, Field(ge=0, le=100)]


class EvaluationRound(_Part):
    """Who votes in the round that is owed under a line (rulebook E6)."""

    line: Name
    voters: Role
    """`congress`: all deputies; `standing_committee`, `presidium`: its members."""
    origin: Origin
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()


class Evaluation(_Part):
    """How counts become a grade (rulebook §3.4, §4.5), and who votes in which round."""

    origin: Origin
    rule: GradingRule
    rounds: tuple[EvaluationRound, ...] = Field(default=(), alias="round")
    threshold: Rate = Decimal(60)
    satisfied_from: Rate = Decimal(80)
    decimals: Annotated[int, Field(ge=0, le=6)] = 2
    follow_up_below: Rate | None = None


class Regime(_Part):
    """One place's measure, complete for supervision. Raises ValidationError for a contradiction."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[int, Field(ge=1)]
    zh: str
    en: str
    tier: Literal["county", "township", "street"]
    sources: tuple[str, ...]
    clerk: Role
    """The organ whose office receives, accepts and returns."""
    decision: Decision | None = None
    organisation: Setting | None = None
    matching: Matching | None = None
    omits: tuple[Omission, ...] = Field(default=(), alias="omit")
    ladder: Ladder
    filing: Filing
    lights: Lights
    evaluation: Evaluation
    slowness: Slowness | None = None
    adjustment: Adjustment | None = None
    ballot: Balloting | None = None
    screening: Screening | None = None
    session: SessionAgenda | None = None
    completion: Completion = SILENT
    suggestions: Suggestions | None = None
    collection: Collecting | None = None
    registers: Register | None = Field(default=None, alias="register")
    """`register` itself is a word of every class."""
    stations: Stations | None = None
    lines: tuple[Line, ...] = Field(alias="duty", min_length=1)

    @property
    def ref(self) -> str:
        """How a project names the regime it is pinned to."""
        return f"{self.id}@{self.version}"

    @property
    def word(self) -> str:
        """What the choice of projects is called here: 票决; a street's 票选 or 会商."""
        return self.decision.word if self.decision else "票决"

    @property
    def adjusting(self) -> Adjustment:
        """Who decides on changes; the tier's rule by analogy where the measure is silent."""
        return self.adjustment or of_tier(self.tier)

    @property
    def screens(self) -> Screening:
        """What is asked of an item before it is a candidate; our default where it is silent."""
        return self.screening or screening_of_tier(self.tier)

    def line(self, name: str) -> Line:
        """The line of that name. Raises KeyError."""
        return next((x for x in self.lines if x.name == name), None) or _missing(name)

    def of(self, scope: Scope) -> Iterator[Line]:
        """The lines of one scope, in the file's order."""
        return (x for x in self.lines if x.scope is scope)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        names = [x.name for x in self.lines]
        if twice := {n for n in names if names.count(n) > 1}:
            raise ValueError(f"duty named twice: {', '.join(sorted(twice))}")
        for line in self.lines:
            if line.obligor not in self.ladder.to:
                raise ValueError(f"{line.name}: the ladder has no addressees for {line.obligor}")
            if line.scope in _SHARED and line.obligor in (Role.UNIT, Role.DEPUTY_GROUP):
                raise ValueError(f"{line.name}: {line.obligor} owes per project, not per programme")
            _of_its_time(line)
            if isinstance(line.when, After) and line.when.term.sign < 0:
                raise ValueError(f"{line.name}: a term after a fact cannot run backwards")
            check_line(line.name, line.when, of_suggestion=line.scope is Scope.SUGGESTION)
        if self.adjustment is not None:
            self.adjustment.check_tier(self.tier)
        votes = self.decision is not None and self.decision.kind == "ballot"
        if votes and self.ballot is not None and self.ballot.quorum != "two_thirds":
            raise ValueError("ballot: a congress sits with two thirds of all (LAW-1 art. 14)")
        for point in self.session.items if self.session else ():
            _has_its_line(point, self.lines)
        for obligor, to in self.ladder.to.items():
            if obligor in (to.group, to.recommend):
                raise ValueError(f"ladder: {obligor} would be escalated to itself")
        return self


def _of_its_time(line: Line) -> None:
    """Raises ValueError for a line before the vote on a day after it, or the other way round."""
    before = line.scope is Scope.COLLECTION
    if isinstance(line.when, FromAnchor | OnAnchor) and before is not (
        line.when.anchor is Anchor.SESSION
    ):
        raise ValueError(f"{line.name}: a {line.scope} has no anchor {line.when.anchor}")
    if before is not (line.stage in (Stage.COLLECT, Stage.SCREEN, Stage.DECIDE)):
        raise ValueError(f"{line.name}: a {line.scope} has no stage {line.stage}")


def _has_its_line(point: AgendaPoint, lines: tuple[Line, ...]) -> None:
    """Raises ValueError for a point of the agenda whose document is owed under no line."""
    owed = {x.name for x in lines if x.scope is Scope.COLLECTION}
    if point.line is not None and point.line not in owed:
        raise ValueError(f"session: {point.name} needs the line {point.line} before the vote")


def _missing(name: str) -> Line:
    raise KeyError(name)
