"""The vote as a collection keeps it: its method, what was counted, what is voted next. Cannot
fail."""

from datetime import date

from domain.base import Value
from domain.voting.messages import (
    BoxAnnulled,
    BoxOpened,
    ConsultationRecorded,
    CountDiffered,
    CountEntered,
    MethodAdopted,
    Occasion,
    Part,
    SelectionCounted,
    Source,
    VoteCounted,
    VoteVoided,
    VotingEvent,
)
from domain.voting.method import Adopted
from domain.voting.outcome import Tallied, majority_of


class Entered(Value):
    """What the first of two people said, as digests."""

    round: int
    by: str
    parts: tuple[Part, ...]


class Counted(Value):
    """One round that was counted."""

    round: int
    occasion: Occasion
    source: Source
    ballot: str | None
    held_on: date
    roll: int
    present: int
    ballots: int
    seats: int
    needed: int
    lines: tuple[Tallied, ...]
    elected: tuple[str, ...]
    tied: tuple[str, ...]
    short_by: int
    again: tuple[str, ...]
    returned: tuple[str, ...]

    def line(self, item: str) -> Tallied:
        """The figures of an item that stood. Raises KeyError."""
        found = {x.item: x for x in self.lines}
        return found[item]


class Consulted(Value):
    """A street's agreement, without figures."""

    held_on: date
    present: int
    chosen: tuple[str, ...]
    returned: tuple[str, ...]
    minutes: str


class Voting(Value):
    """The vote on one collection's candidates. `Voting()` before anything happened."""

    adopted: Adopted | None = None
    rounds: tuple[Counted, ...] = ()
    entered: Entered | None = None
    consulted: Consulted | None = None
    voided: int = 0
    """How often a vote was void because too many papers came back."""
    box: str | None = None
    """The box in which people vote, or that waits for its count."""

    @property
    def begun(self) -> bool:
        """Whether anything was counted or agreed."""
        return bool(self.rounds) or self.consulted is not None

    @property
    def at_work(self) -> bool:
        """Whether candidates and method stand still: something was counted, or people vote now."""
        return self.begun or self.box is not None

    @property
    def waiting(self) -> Occasion | None:
        """Why another vote is held in this session; None where none is, or none was yet."""
        if not self.rounds:
            return None
        last = self.rounds[-1]
        if last.tied:
            return "tie"
        return "shortfall" if last.again else None

    @property
    def decided(self) -> bool:
        """Whether the result is final."""
        return self.begun and self.waiting is None

    @property
    def elected(self) -> tuple[str, ...]:
        """Everything that was chosen so far, round by round."""
        if self.consulted is not None:
            return self.consulted.chosen
        return tuple(item for x in self.rounds for item in x.elected)

    @property
    def returned(self) -> tuple[str, ...]:
        """Everything that goes back to the pool."""
        if self.consulted is not None:
            return self.consulted.returned
        return tuple(item for x in self.rounds for item in x.returned)

    @property
    def short_by(self) -> int:
        """Seats that stay open as things stand."""
        return self.rounds[-1].short_by if self.rounds else 0

    def carried(self, item: str) -> Tallied | None:
        """The figures with which an item had more than half of all: among equals that was the
        round before. None where it never had."""
        for x in self.rounds:
            for line in x.lines:
                if line.item == item and line.approvals >= majority_of(x.roll):
                    return line
        return None


def evolve_voting(voting: Voting, event: VotingEvent) -> Voting:
    """What is kept after the event."""
    match event:
        case MethodAdopted():
            kept = {x: getattr(event, x) for x in Adopted.model_fields}
            return voting.model_copy(update={"adopted": Adopted(**kept)})
        case BoxOpened(ballot=ballot):
            return voting.model_copy(update={"box": ballot})
        case BoxAnnulled():
            return voting.model_copy(update={"box": None})
        case CountEntered():
            said = Entered(round=event.round, by=event.by, parts=event.parts)
            return voting.model_copy(update={"entered": said})
        case CountDiffered():
            return voting.model_copy(update={"entered": None})
        case VoteVoided():
            return voting.model_copy(update={"entered": None, "voided": voting.voided + 1})
        case VoteCounted() | SelectionCounted():
            one = Counted(**{x: getattr(event, x) for x in Counted.model_fields})
            done = {"rounds": (*voting.rounds, one), "entered": None, "box": None}
            return voting.model_copy(update=done)
        case ConsultationRecorded():
            agreed = Consulted(**{x: getattr(event, x) for x in Consulted.model_fields})
            return voting.model_copy(update={"consulted": agreed})
