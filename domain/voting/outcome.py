"""Who is chosen: more than half of ALL, the first so many; ties; seats left open (B1, B2, B11–B13).

Nothing here depends on the order in which the candidates stand.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from domain.base import Count, ShortText, Value, refuse_unless
from domain.evaluation.grading import Body


class Tallied(Value):
    """One candidate's figures: what was marked beside it on all the ballots that came back."""

    item: ShortText
    approvals: Count
    against: Count = 0
    abstain: Count = 0
    blank: Count = 0
    """Not chosen, not numbered, no key pressed: no vote, and yet one of the denominator (B14)."""
    invalid: Count = 0

    @property
    def total(self) -> int:
        """All ballots or presses that were counted for it."""
        return self.approvals + self.against + self.abstain + self.blank + self.invalid


class Outcome(NamedTuple):
    """What the figures of one vote mean. Each tuple is by falling approvals, then by name."""

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    """Equal on the last seat: a second vote among them decides it (B12)."""
    short_by: int
    """Seats for which too few passed (B13). Never together with a tie: where there is one, more
    passed than there are seats."""
    returned: tuple[str, ...]
    """Neither elected nor tied: back to the pool (B17)."""


def quorum_of(roll: int, body: Body = Body.CONGRESS) -> int:
    """The fewest present with whom the body sits: two thirds of a congress (LAW-1 art. 14), more
    than half of another body. 103 → 69."""
    return -(-2 * roll // 3) if body is Body.CONGRESS else majority_of(roll)


def majority_of(roll: int) -> int:
    """全体代表的过半数 (LAW-1 art. 25): of all, not of those present. 103 → 52."""
    return roll // 2 + 1


def outcome(lines: Sequence[Tallied], seats: int, needed: int) -> Outcome:
    """Those that reach `needed` approvals, and of them the first `seats` (B11).

    `needed` is `majority_of` all in a vote; 0 in a second vote among the tied, who passed already
    and of whom the more approved wins (B12).
    """
    ranked = sorted(lines, key=lambda x: (-x.approvals, x.item))
    passed = [x for x in ranked if x.approvals >= needed]
    chosen, level = _cut(passed, seats)
    named = {x.item for x in (*chosen, *level)}
    return Outcome(
        elected=tuple(x.item for x in chosen),
        tied=tuple(x.item for x in level),
        short_by=max(0, seats - len(passed)),
        returned=tuple(x.item for x in ranked if x.item not in named),
    )


def _cut(passed: Sequence[Tallied], seats: int) -> tuple[Sequence[Tallied], Sequence[Tallied]]:
    """Those within the seats, and those who are equal where the seats end."""
    if len(passed) <= seats or passed[seats - 1].approvals > passed[seats].approvals:
        return passed[:seats], ()
    last = passed[seats].approvals
    return (
        [x for x in passed if x.approvals > last],
        [x for x in passed if x.approvals == last],
    )


def check(lines: Sequence[Tallied], roll: int, present: int) -> None:
    """Raises Malformed for figures that cannot be: more present than there are, more votes than
    present, a candidate twice."""
    refuse_unless(
        present <= roll,
        f"出席人数 {present} 多于全体 {roll}，请核对。",
        f"{present} present are more than the roll of {roll}.",
    )
    names = Counter(x.item for x in lines)
    twice = sorted(x for x, times in names.items() if times > 1)[:3]
    refuse_unless(
        not twice,
        f"候选项目“{'、'.join(twice)}”出现了两次，请核对。",
        f"candidates named twice: {', '.join(twice)}.",
    )
    for x in lines:
        refuse_unless(
            x.total <= present,
            f"“{x.item}”的票数合计 {x.total} 多于出席人数 {present}，请核对。",
            f"{x.total} votes on “{x.item}” are more than the {present} present.",
        )
