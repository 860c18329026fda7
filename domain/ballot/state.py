"""A ballot box's state: how it follows from its events. Cannot fail."""

from datetime import date
from enum import StrEnum

from domain.ballot.messages import (
    AnyPurpose,
    BallotAnnulled,
    BallotCounted,
    BallotEvent,
    BallotPrepared,
    BallotPublished,
    KeyTaken,
    PapersAgreed,
    PapersDiffered,
    PapersEntered,
    VotingClosed,
    VotingOpened,
)
from domain.ballot.paper import ItemCount, Paper
from domain.base import Value
from domain.evaluation.grading import Body


class Status(StrEnum):
    """The course of a vote (rulebook §4.5)."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    COUNTED = "COUNTED"
    PUBLISHED = "PUBLISHED"
    ANNULLED = "ANNULLED"


STATUS_ZH = {
    Status.DRAFT: "准备中",
    Status.OPEN: "正在投票",
    Status.CLOSED: "已封箱，待计票",
    Status.COUNTED: "已计票",
    Status.PUBLISHED: "已公布",
    Status.ANNULLED: "已作废",
}


class Ballot(Value):
    """One vote as the record knows it: never who voted what, nor what one ballot says."""

    id: str
    title: str
    region: str
    regime: str
    purpose: AnyPurpose
    body: Body
    paper: Paper
    keepers: tuple[str, str]
    keys: dict[str, str]
    """The public keys by holder."""
    status: Status
    held_on: date | None = None
    roll: int = 0
    roll_digest: str | None = None
    present: int = 0
    cast: int = 0
    papers: int = 0
    """Paper ballots handed out."""
    digest: str | None = None
    entered: str | None = None
    """Who entered the paper ballots first; the other one is somebody else."""
    returned: int | None = None
    """Paper ballots that came back, once two people agree on them."""
    items: tuple[ItemCount, ...] = ()
    ballots: int = 0
    receipts: tuple[str, ...] = ()

    @property
    def closed(self) -> bool:
        """Whether nothing more happens to it."""
        return self.status in (Status.PUBLISHED, Status.ANNULLED)

    @property
    def sealed_to(self) -> tuple[str, str]:
        """The public keys in the order of their holders. Raises KeyError before both are there."""
        first, second = self.keepers
        return (self.keys[first], self.keys[second])


def evolve(state: Ballot | None, event: BallotEvent) -> Ballot:
    """The state after the event."""
    if isinstance(event, BallotPrepared):
        given = {x: getattr(event, x) for x in type(event).model_fields}
        return Ballot(**given, keys={}, status=Status.DRAFT)
    assert state is not None, "a ballot's first event is its preparation"
    return state.model_copy(update=_changed(state, event))


def _changed(state: Ballot, event: BallotEvent) -> dict[str, object]:
    match event:
        case KeyTaken():
            return {"keys": {**state.keys, event.by: event.public_key}}
        case VotingOpened():
            return {
                "status": Status.OPEN,
                "roll": event.roll,
                "roll_digest": event.digest,
                "present": event.present,
                "held_on": event.held_on,
            }
        case VotingClosed():
            given = {x: getattr(event, x) for x in ("cast", "papers", "digest", "present")}
            return {"status": Status.CLOSED, **given}
        case PapersEntered():
            return {"entered": event.by}
        case PapersDiffered():
            return {"entered": None}
        case PapersAgreed():
            return {"returned": event.returned}
        case BallotCounted():
            given = {x: getattr(event, x) for x in ("items", "ballots", "receipts")}
            return {"status": Status.COUNTED, **given}
        case BallotPublished():
            return {"status": Status.PUBLISHED}
        case BallotAnnulled():
            return {"status": Status.ANNULLED}
        case _:
            return {}
