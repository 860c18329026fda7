"""The sums of a ballot paper as figures of candidates: what of each family is an approval."""

from collections.abc import Sequence
from typing import assert_never

from domain.ballot.paper import BLANK, INVALID, ForAgainst, Graded, ItemCount, Paper, Ranked, UpTo
from domain.voting.outcome import Tallied


def tallied(paper: Paper, counts: Sequence[ItemCount]) -> tuple[Tallied, ...]:
    """One line for each candidate of the paper, in its order.

    An item that was chosen, or was given one of the places of a ranked paper, is approved: a paper
    has as many places as there are seats, and which of them it was counts no further (our default).
    Not chosen is not against. Raises TypeError for the paper of an evaluation.
    """
    return tuple(
        _line(paper, item.key, count.votes) for item, count in zip(paper.items, counts, strict=True)
    )


def _line(paper: Paper, item: str, votes: dict[str, int]) -> Tallied:
    return Tallied(
        item=item,
        approvals=sum(votes.get(x, 0) for x in _approving(paper)),
        against=votes.get("against", 0),
        abstain=votes.get("abstain", 0),
        blank=votes.get(BLANK, 0),
        invalid=votes.get(INVALID, 0),
    )


def _approving(paper: Paper) -> tuple[str, ...]:
    match paper.family:
        case ForAgainst():
            return ("for",)
        case UpTo():
            return ("chosen",)
        case Ranked():
            return paper.choices
        case Graded():
            raise TypeError("an evaluation elects nobody")
    assert_never(paper.family)
