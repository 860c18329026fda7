"""A proposal from a question: groups first, then the committees that lead them."""

from domain.matching.proposal import Proposal, told
from domain.matching.question import Question
from matching.solve import solve


def propose(asked: Question) -> Proposal:
    """The best proposal by the measure's criteria. Raises CannotBeStaffed, NotSolved."""
    led = solve(asked.committees) if asked.committees is not None else None
    return told(asked, solve(asked.groups), led)
