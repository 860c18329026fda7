"""A project as everybody may know it. Nothing else reaches a public page, file, feed or card.

Every field is named in `api.public.rules`, which a test holds; what is not a field here cannot be
published by oversight.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from domain.base import Value

Lamp = Literal["red", "amber", "green", "done", "idle", "hold", "stop"]
Standing = Literal["running", "done", "suspended", "terminated", "carried_over", "closed"]
Answer = Literal["works", "broken", "missing"]


class PublicPart(Value):
    """One sub-project: promised, claimed by the unit, verified by deputies; never mixed."""

    no: int
    name: str
    target_zh: str
    target_op: str | None
    target_value: Decimal | None
    target_up_to: Decimal | None
    target_unit: str | None
    voted_zh: str | None
    """The target as it was voted, where a decision changed it since."""
    dropped: bool
    claimed_percent: Decimal | None
    """The unit's last report, whether or not the congress's office received it."""
    claimed_amount: Decimal | None
    claimed_on: date | None
    claim_received: bool
    verified: bool
    verified_amount: Decimal | None
    verified_on: date | None


class PublicStep(Value):
    """One step of the chase after something late."""

    on: date
    zh: str


class PublicLate(Value):
    """Something that is late now, or was and is mended."""

    duty: str
    zh: str
    who: str
    by_unit: bool
    """Whether the unit owes it; otherwise deputies or an organ do, and that is said as plainly."""
    was_due: date | None
    due: date
    filed: date | None
    workdays: int
    steps: tuple[PublicStep, ...]


class PublicNext(Value):
    """What comes next; `on` is None while its day hangs on a session nobody convened."""

    duty: str
    zh: str
    who: str
    on: date | None


class PublicDecision(Value):
    """A decision that changed what was promised."""

    on: date
    document: str
    zh: str


class PublicResult(Value):
    """One evaluation, in counts; every rate has its denominator beside it."""

    held_on: date
    final: bool
    satisfied: int
    basic: int
    dissatisfied: int
    abstain: int
    invalid: int
    valid: int
    roll: int
    present: int
    satisfied_rate: Decimal | None
    grade_zh: str | None


class PublicAnswers(Value):
    """What residents answered. Voluntary; it stands for nobody but those who answered."""

    works: int
    broken: int
    missing: int

    @property
    def total(self) -> int:
        """How many telephones answered."""
        return self.works + self.broken + self.missing


class PublicProof(Value):
    """Where the record stood: enough to compare with what others wrote down."""

    facts: int
    hash: str
    recorded_at: datetime


class PublicProject(Value):
    """One project."""

    id: str
    programme: str
    list_zh: str
    region: str
    town: str
    name: str
    item_no: str | None
    year: int
    voted_on: date
    word: str
    """票决, 票选 or 会商: only what was voted is called so."""
    sample: bool
    standing: Standing
    lamp: Lamp
    updated_on: date
    parts: tuple[PublicPart, ...]
    finish: date | None
    voted_finish: date | None
    investment_wan: Decimal | None
    unit: str
    unit_made_up: bool
    co_units: tuple[str, ...]
    group: str | None
    group_size: int | None
    visits: int
    last_visit: date | None
    decisions: tuple[PublicDecision, ...]
    late: tuple[PublicLate, ...]
    mended: tuple[PublicLate, ...]
    ahead: tuple[PublicNext, ...]
    results: tuple[PublicResult, ...]
    answers: PublicAnswers
    proof: PublicProof
