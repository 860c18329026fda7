"""A ballot box over a real ledger: its clerk, its two key holders, and a roll of voters."""

from dataclasses import dataclass, field
from typing import Any

from domain.ballot.messages import AnyPurpose, PrepareBallot, Purpose, TakeKey
from domain.ballot.paper import Graded, Paper, PaperItem, Slip
from domain.evaluation.grading import Body
from domain.given import Actor
from domain.names import BALLOT, stream_id
from ledger.ballots import Ballots, By, Vote, new_code, new_key
from ledger.door import Ledger
from ledger.requests import Receipt

REGION = "江苏省/泰州市/高港区"
CLERK = Actor("account:clerk", "clerk", REGION)
HOLDERS = tuple(Actor(f"account:holder-{n}", "deputy_groups", REGION) for n in (1, 2))


def deputies(number: int) -> list[Actor]:
    """So many voters, as the record names accounts."""
    return [Actor(f"account:deputy-{n:03}", "deputy_groups", REGION) for n in range(number)]


def paper(*projects: str) -> Paper:
    return Paper(family=Graded(), items=tuple(PaperItem(id=x, title=x) for x in projects))


@dataclass
class BallotDay:
    """One vote from its preparation to its publication."""

    ledger: Ledger
    id: str = "GG22-end"
    paper: Paper = field(default_factory=lambda: paper("GG22-01", "GG22-02"))
    body: Body = Body.CONGRESS
    programme: str = "GG22"
    duty: str = "evaluation"
    regime: str = "gaogang@1"
    region: str = REGION
    purpose: AnyPurpose | None = None
    """Another than the evaluation of `programme`."""
    codes: list[str] = field(default_factory=list)
    asked: int = 0

    @property
    def ballots(self) -> Ballots:
        return Ballots(self.ledger)

    @property
    def stream(self) -> str:
        return stream_id(BALLOT, self.id)

    def by(self, actor: Actor = CLERK, key: str | None = None) -> By:
        self.asked += 1
        return By(actor, actor.ref, key or f"{self.id}-{self.asked}")

    async def tell(self, command: Any, actor: Actor = CLERK) -> Receipt:
        asked = self.by(actor)
        return await self.ledger.handle(
            self.stream, command, actor=actor, client=asked.client, command_id=asked.key
        )

    async def prepare(self) -> "BallotDay":
        """Set up, both keys taken."""
        await self.tell(
            PrepareBallot(
                id=self.id,
                title="民生实事项目满意度测评",
                region=self.region,
                regime=self.regime,
                purpose=self.purpose or Purpose(programme=self.programme, duty=self.duty),
                body=self.body,
                paper=self.paper,
                keepers=(HOLDERS[0].ref, HOLDERS[1].ref),
            )
        )
        for holder in HOLDERS:
            key = new_key(self.id)
            self.codes.append(key.code)
            await self.tell(TakeKey(public_key=key.public), holder)
        return self

    async def opened(self, voters: list[Actor], present: int | None = None) -> "BallotDay":
        await self.prepare()
        refs = [x.ref for x in voters]
        await self.ballots.open(self.id, refs, len(refs) if present is None else present, self.by())
        return self

    async def cast(self, voter: Actor, slip: Slip, code: str | None = None) -> Vote:
        return await self.ballots.cast(self.id, voter, slip, code or new_code())

    async def counted(self) -> Receipt:
        await self.ballots.close(self.id, self.by())
        return await self.ballots.count(self.id, self.codes, self.by())
