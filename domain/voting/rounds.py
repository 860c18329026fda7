"""Which vote comes next: the first, one among equals, one for the seats left open (B12, B13)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from domain.regimes.sections_ballot import Balloting
from domain.voting.margin import margin
from domain.voting.messages import Occasion
from domain.voting.method import Method
from domain.voting.outcome import Outcome, Tallied
from domain.voting.state import Voting

_PERCENT = Decimal(100)


class Candidate(NamedTuple):
    """An item that stands, as the pool names it."""

    id: str
    title: str


class Candidates(NamedTuple):
    """The list that was put before the meeting, without those that were withdrawn since."""

    seats: int
    items: tuple[Candidate, ...]


class Due(NamedTuple):
    """The vote that is to be held now."""

    round: int
    occasion: Occasion
    seats: int
    items: tuple[Candidate, ...]


def due_round(voting: Voting, candidates: Candidates) -> Due | None:
    """The vote that comes now; None where the result is final."""
    if voting.consulted is not None:
        return None
    if not voting.rounds:
        return Due(1, "first", candidates.seats, candidates.items)
    last, occasion = voting.rounds[-1], voting.waiting
    if occasion is None:
        return None
    tie = occasion == "tie"
    stand = set(last.tied if tie else last.again)
    seats = last.seats - len(last.elected) if tie else last.short_by
    items = tuple(x for x in candidates.items if x.id in stand)
    return Due(last.round + 1, occasion, seats, items)


def standing_again(
    found: Outcome, lines: Sequence[Tallied], occasion: Occasion, method: Method, rule: Balloting
) -> tuple[str, ...]:
    """Those without a majority who stand again for the seats left open, the most approved first.

    As many as the measure's least margin asks for (one seat: two), and whoever has as many
    approvals as the last of them. A second vote is held once; one for the next session is a new
    collection's (our defaults, LAW-1 art. 29 by analogy).
    """
    later = occasion == "shortfall" or method.shortfall != "second_vote"
    if later or not found.short_by or not found.returned:
        return ()
    approvals = {x.item: x.approvals for x in lines}
    wanted = margin(found.short_by, 0, rule.least / _PERCENT, rule.most / _PERCENT).min
    last = approvals[found.returned[min(wanted, len(found.returned)) - 1]]
    return tuple(x for x in found.returned if approvals[x] >= last)
