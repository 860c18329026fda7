"""What a session's papers are composed from, each part with the event that says it.

The parts stand here as small values of their own: what is not on record yet is None, and a paper
that needs it says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from domain.ballot.paper import Family
from domain.base import Value
from domain.papers.ref import Ref
from domain.parties import ROLE_ZH, Role
from domain.refusals import Contradicted
from domain.regimes.decision import Decision
from domain.regimes.model import Regime


class Candidate(Value):
    """One candidate 候选项目, as it was listed."""

    no: int
    id: str
    title: str
    ref: Ref
    place: str = ""
    unit: str = ""
    target: str = ""
    cost: Decimal | None = None
    """万元; None where nobody named a sum."""
    benefit: str = ""
    finish: date | None = None
    milestones: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    """The public's wishes that it answers, by their numbers."""


class Collected(Value):
    """What came in: how much, by which way, what became of it."""

    ref: Ref
    opened: date | None = None
    closed: date | None = None
    received: int = 0
    channels: tuple[tuple[str, int], ...] = ()
    merged: int = 0
    pooled: int = 0
    rejected: int = 0


class Rules(Value):
    """How is voted: proposed, or adopted by the meeting."""

    ref: Ref
    seats: int
    family: Family
    passing: str
    """Who is chosen, in the method's words."""
    tie: str
    shortfall: str
    announcing: str
    adopted: date | None = None


class Votes(Value):
    """One candidate's ballots by choice."""

    candidate: str
    counts: dict[str, int]


class Outcome(Value):
    """The result as it was counted."""

    ref: Ref
    held_on: date
    roll: int
    present: int
    ballots: int
    votes: tuple[Votes, ...]
    elected: tuple[str, ...]
    tied: tuple[str, ...] = ()
    short_by: int = 0
    waits: str = ""
    """Why another vote is still to be held; empty where the result is final."""


class Passed(Value):
    """The resolution, once it was passed."""

    ref: Ref
    on: date
    number: str


class Item(Value):
    """One item of the agenda."""

    no: int
    zh: str
    by: str = ""


class Agenda(Value):
    """The agenda as it was drafted or fixed."""

    ref: Ref
    items: tuple[Item, ...]
    fixed: date | None = None


class Convened(Value):
    """The session, once it was convened."""

    ref: Ref
    title: str
    opens: date
    closes: date | None
    document: str
    """文号 of what convened it."""


class Tally(NamedTuple):
    """A candidate with its ballots."""

    candidate: Candidate
    counts: dict[str, int]


@dataclass(frozen=True)
class SessionGathered:
    """Everything read together. The session's papers are composed from nothing else."""

    region: str
    """The congress's path: province/city/county/town."""
    year: int
    session: str
    """What the meeting is called in full; empty while nobody convened it."""
    day: date | None
    """Its opening day; None while nobody convened it."""
    regime: Regime
    decision: Decision
    ref: Ref
    now: datetime
    convened: Convened | None = None
    candidates: Sequence[Candidate] = ()
    listed: Ref | None = None
    """The event that listed them."""
    margin_reason: str = ""
    """Why the number of candidates is what it is, where a reason was asked for."""
    collected: Collected | None = None
    rules: Rules | None = None
    outcome: Outcome | None = None
    passed: Passed | None = None
    agenda: Agenda | None = None

    @property
    def place(self) -> str:
        """The place by its own name."""
        return self.region.rsplit("/", 1)[-1]

    @property
    def full_place(self) -> str:
        """County and town, as a document's head names them."""
        parts = self.region.split("/")
        return "".join(parts[-2:]) if self.regime.tier != "county" else parts[-1]

    @property
    def matter(self) -> str:
        """What it is all about: `某镇2025年度民生实事`."""
        return f"{self.place}{self.year}年度民生实事"

    @property
    def word(self) -> str:
        """The act's own word: 票决, 票选 or 会商."""
        return self.decision.word

    @property
    def is_vote(self) -> bool:
        """Whether a congress decides by a resolution; a street only selects."""
        return self.decision.kind == "ballot"

    @property
    def body(self) -> str:
        """Who decides, in full: `某县某镇人民代表大会`."""
        return f"{self.full_place}{ROLE_ZH[self.decision.body].removeprefix('街道')}"

    @property
    def voters(self) -> str:
        """Who votes."""
        return "代表" if self.is_vote else "议政代表"

    @property
    def chair(self) -> str:
        """Who conducts the sitting and announces: a presidium also at the county's congress."""
        if self.is_vote:
            return f"{self.body}主席团"
        return f"{self.full_place}{ROLE_ZH[Role.STREET_WORKING_COMMITTEE].replace('街道', '')}"

    @property
    def office(self) -> str:
        """Who prepares the session and sends its papers: in a county its standing committee, for
        the presidium is there only while the congress sits."""
        if self.regime.tier == "county":
            return f"{self.full_place}{ROLE_ZH[Role.STANDING_COMMITTEE]}"
        return self.chair

    @property
    def government(self) -> str:
        """Who has to carry it out."""
        return f"{self.place}人民政府" if self.is_vote else f"{self.place}办事处"

    @property
    def scope(self) -> str:
        """Which congress and year."""
        return f"{self.region} · {self.year} 年民生实事项目"

    @property
    def meeting(self) -> str:
        """What the meeting is called, or what can be said of it before it is convened."""
        return self.session or f"{self.body}{self.year}年会议"

    def the_candidates(self) -> Sequence[Candidate]:
        """The list. Raises Contradicted before there is one."""
        if not self.candidates:
            raise Contradicted(
                "候选项目还没有确定，请先在项目库中确定候选项目名单。",
                "no candidates are listed yet.",
            )
        return self.candidates

    def the_rules(self) -> Rules:
        """How is voted. Raises Contradicted before anything is said of it."""
        if self.rules is None:
            raise Contradicted(
                f"应选项目数还没有提出，请先提出{self.word}办法。",
                "no voting method is proposed yet.",
            )
        return self.rules

    def the_outcome(self) -> Outcome:
        """The result. Raises Contradicted before the count."""
        if self.outcome is None:
            raise Contradicted(
                f"{self.word}票数还没有计出，请在计票之后编制。",
                "the ballots are not counted yet.",
            )
        return self.outcome

    def chosen(self) -> Sequence[Tally]:
        """Who was chosen, in the order of the result."""
        found = self.the_outcome()
        known = {x.id: x for x in self.candidates}
        counts = {x.candidate: x.counts for x in found.votes}
        return [Tally(known[x], counts.get(x, {})) for x in found.elected if x in known]
