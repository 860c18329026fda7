"""Where a project comes from: which item of which collection, by which vote and document.

A list that was imported has no origin of this kind, and says so (`imported`).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import ShortText, Value
from domain.screening.item import Benefit, Milestone

Kind = Literal["ballot", "selection", "consultation"]
"""票决 by a congress; 票选 or 会商 by a street's deliberative meeting (rulebook B18)."""
Votes = Annotated[int, Field(ge=0, le=10_000)]


class Tally(Value):
    """What the vote said of one item, as it was counted."""

    approvals: Votes
    against: Votes | None = None
    """None where the ballot has no such mark (ticks, ranks)."""
    abstentions: Votes | None = None


class Origin(Value):
    """Why a project stands in the record: what was decided on which item, and by whom."""

    collection: ShortText
    item: ShortText
    """Its number in the project pool 项目库."""
    kind: Kind
    document: ShortText
    """文号 of the resolution; of a street's decision."""
    on: date
    roll: Votes | None = None
    """All deputies of the vote; None where nothing was counted (会商)."""
    tally: Tally | None = None
    place: ShortText | None = None
    benefit: Benefit | None = None
    milestones: Annotated[tuple[Milestone, ...], Field(max_length=50)] = ()


class Decided(Value):
    """Why a year's list stands in the record: which collection ended in which document."""

    collection: ShortText
    kind: Kind
    document: ShortText
    """文号."""
    title: ShortText
    on: date
