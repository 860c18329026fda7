"""The ballot box of a vote on candidates: what goes in for a round, what comes out as a result."""

from domain.ballot.messages import BallotCounted, OfProjects
from domain.ballot.state import Ballot
from domain.refusals import Contradicted
from domain.regimes.model import Regime
from domain.voting.decisions import Standing, now_due, paper_of
from domain.voting.figures import tallied
from domain.voting.messages import RecordVote
from domain.voting.method import Adopted
from domain.voting.refusals import NotThisRound, OtherItems, same_method
from domain.voting.rounds import Due


def vote_of(box: Ballot, event: BallotCounted) -> RecordVote:
    """What the box counted, for the collection. The box is of a vote on projects."""
    assert isinstance(box.purpose, OfProjects), "asked of such boxes alone"
    assert box.held_on is not None, "a box is counted after it was opened"
    return RecordVote(
        ballot=box.id,
        round=box.purpose.round,
        held_on=box.held_on,
        roll=box.roll,
        present=box.present,
        ballots=event.ballots,
        lines=tallied(box.paper, event.items),
        counted_at=event.counted_at,
        method=box.purpose.method,
    )


def in_box(state: Standing, regime: Regime) -> tuple[Due, Adopted]:
    """The vote for which a box may be set up now, and its method. Raises what `now_due` does, and
    Contradicted where the method votes without one."""
    due, adopted = now_due(state, regime)
    if adopted.method.way != "box":
        raise Contradicted(
            "办法定的不是本系统票箱投票，不设票箱；请按办法投票后录入计票结果。",
            "the method does not vote in the box; enter the counts instead.",
        )
    return due, adopted


def may_open(state: Standing, box: Ballot, regime: Regime) -> None:
    """Whether voting may begin with this box. Raises what `in_box` does, NotThisRound, OtherItems
    where a candidate was withdrawn or the method changed since it was set up."""
    due, adopted = in_box(state, regime)
    assert isinstance(box.purpose, OfProjects), "asked of such boxes alone"
    if box.purpose.round != due.round:
        raise NotThisRound(box.purpose.round, due.round)
    same_method(box.purpose.method, adopted)
    if box.paper != paper_of(due, adopted):
        raise OtherItems
