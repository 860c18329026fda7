"""What can be asked of a ballot box, and what can happen to it.

No command and no event holds one voter's choice, nor both a voter and a ballot: a command's
fingerprint stands in the record for ever, and the hash of a guessable content is no secret.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.ballot.paper import ItemCount, Paper
from domain.base import Command, Event, Instant, Sha256, ShortText, Text, Value
from domain.evaluation.grading import Body

Roll = Annotated[int, Field(ge=1, le=10_000)]
Ballots = Annotated[int, Field(ge=0, le=10_000)]
PublicKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""An X25519 public key, base64url without padding."""
BallotId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Items = Annotated[tuple[ItemCount, ...], Field(max_length=300)]
Receipts = Annotated[tuple[Sha256, ...], Field(max_length=10_000)]


class Purpose(Value):
    """What the counts are for: the programme's evaluation that is owed as this duty."""

    of: Literal["evaluation"] = "evaluation"
    programme: ShortText
    duty: ShortText

    @property
    def year(self) -> str:
        """The congress's year, by the id that its programme has."""
        return self.programme

    @property
    def occasion(self) -> str:
        """What the vote is, in that year: the name of the duty."""
        return self.duty


class OfProjects(Value):
    """What the counts are for: a vote on the candidates of a collection, and which one."""

    of: Literal["projects"] = "projects"
    collection: ShortText
    round: Annotated[int, Field(ge=1, le=20)]
    method: ShortText | None = None
    """文号 of the method by which it is voted: under another one it is another vote."""

    @property
    def year(self) -> str:
        """The congress's year: the programme that follows from the vote has the same id."""
        return self.collection

    @property
    def occasion(self) -> str:
        """What the vote is, in that year: `vote-1` is the first."""
        return f"vote-{self.round}"


AnyPurpose = Purpose | OfProjects
"""Told apart by their fields, as no event of before says more."""


class PrepareBallot(Command):
    """A box is set up: what is voted on, by which body, and who will hold its two keys."""

    id: BallotId
    title: ShortText
    region: ShortText
    regime: ShortText
    purpose: AnyPurpose
    body: Body
    paper: Paper
    keepers: tuple[ShortText, ShortText]
    """The two people, as the record names accounts and tokens."""


class TakeKey(Command):
    """One of the two has a key now; the private half is his alone and never stands here."""

    public_key: PublicKey


class OpenVoting(Command):
    """The roll is frozen, who is present was counted; voting begins."""

    roll: Roll
    digest: Sha256
    """SHA-256 over the sorted roll."""
    present: Ballots


class CloseVoting(Command):
    """Nobody votes any more. What lies in the box was counted under the stream's lock."""

    cast: Ballots
    papers: Ballots
    digest: Sha256
    """SHA-256 over the sorted sealed ballots, still unread."""
    present: Ballots | None = None
    """Who is present, where it was counted again."""


class NotePapers(Command):
    """Somebody entered the counts of the paper ballots; what he entered is kept out of this."""

    returned: Ballots
    differing: Annotated[tuple[ShortText, ...], Field(max_length=300)] = ()
    """Compared with the entry before: the items that say something else."""


class CountBallot(Command):
    """All ballots were opened together: the sums, and the receipts in an order of their own."""

    items: Items
    receipts: Receipts
    digest: Sha256


class PublishBallot(Command):
    """The result was announced."""

    where: Text


class AnnulBallot(Command):
    """The vote is void and has to be held again: a key is lost, more papers came back."""

    reason: Text


class BallotPrepared(Event):
    """The box stands ready, without keys."""

    id: str
    title: str
    region: str
    regime: str
    purpose: AnyPurpose
    body: Body
    paper: Paper
    keepers: tuple[str, str]


class KeyTaken(Event):
    """A holder's public key; a later one of the same holder replaces it before the opening."""

    by: str
    public_key: str


class VotingOpened(Event):
    """The roll is frozen; from now on ballots are sealed to both keys."""

    roll: Roll
    digest: str
    present: Ballots
    held_on: date
    by: str


class VotingClosed(Event):
    """How many ballots lie in the box, and the seal on them."""

    cast: Ballots
    papers: Ballots
    digest: str
    present: Ballots
    by: str


class PapersEntered(Event):
    """The first of two people entered the paper ballots; his figures stay in the box."""

    by: str
    returned: Ballots


class PapersDiffered(Event):
    """The second said something else for these items: both enter them anew."""

    by: str
    items: tuple[str, ...]


class PapersAgreed(Event):
    """Two people entered the same, independently."""

    by: str
    returned: Ballots


class BallotCounted(Event):
    """The sums of all ballots. The sealed ballots and the voters' marks went with this event."""

    items: Items
    ballots: Ballots
    receipts: Receipts
    """Sorted; each voter finds his own, and it says nothing of what he voted."""
    counted_at: Instant | None = None


class BallotPublished(Event):
    """The result was announced."""

    on: date
    where: Text
    by: str
    published_at: Instant | None = None


class BallotAnnulled(Event):
    """Void: nothing of it counts, and what lay in the box was destroyed unread."""

    reason: Text
    by: str


BallotCommand = (
    PrepareBallot
    | TakeKey
    | OpenVoting
    | CloseVoting
    | NotePapers
    | CountBallot
    | PublishBallot
    | AnnulBallot
)
BallotEvent = (
    BallotPrepared
    | KeyTaken
    | VotingOpened
    | VotingClosed
    | PapersEntered
    | PapersDiffered
    | PapersAgreed
    | BallotCounted
    | BallotPublished
    | BallotAnnulled
)
