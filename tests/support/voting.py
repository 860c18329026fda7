"""A collection in the record whose candidates are listed, and the vote on them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.ballot.messages import OfProjects
from domain.base import Command
from domain.collection.messages import OpenCollection
from domain.collection.state import Collection
from domain.collection.vote import standing_of
from domain.given import Actor
from domain.names import COLLECTION, stream_id
from domain.parties import Role
from domain.regimes import named
from domain.ruling import Ruling, Sitting
from domain.screening.candidate_messages import ListCandidates, WithdrawCandidate
from domain.screening.pool_messages import (
    AddPoolItem,
    Judgement,
    RecordReview,
    ScreenItem,
    Verdict,
)
from domain.voting.adopting import body_of
from domain.voting.decisions import now_due, paper_of, rules
from domain.voting.messages import AdoptMethod
from domain.voting.method import Hands, Method
from ledger.door import Ledger
from ledger.requests import Receipt
from tests.support.box import CLERK, REGION, BallotDay
from tests.support.screening import draft, hearing, name

SESSION_NAME = "第三届人民代表大会第三次会议"


@dataclass
class Vote:
    """One congress's vote, from the listed candidates to the result."""

    ledger: Ledger
    day: date
    """The day on which everything here happens: the session's."""
    id: str = "GG24"
    regime: str = "gaogang@2"
    region: str = REGION
    office: str | None = None
    """The region of the clerk; none: he is the box's clerk."""
    asked: int = 0

    @property
    def clerk(self) -> Actor:
        return CLERK if self.office is None else Actor(CLERK.ref, CLERK.party, self.office)

    @property
    def stream(self) -> str:
        return stream_id(COLLECTION, self.id)

    async def tell(self, command: Command, actor: Actor = CLERK, key: str = "") -> Receipt:
        """Of the box's clerk, where nobody else is named, the one whose collection it is."""
        self.asked += 1
        who = self.clerk if actor is CLERK else actor
        return await self.ledger.handle(
            self.stream,
            command,
            actor=who,
            client=who.ref,
            command_id=key or f"{self.id}-{self.asked}",
        )

    async def state(self) -> Collection:
        found: object = (await self.ledger.standing(self.stream)).state
        assert isinstance(found, Collection)
        return found

    async def kept(self) -> Collection:
        """As it stands once what other streams owe it was carried out."""
        await self.ledger.keep(self.stream, by="clock")
        return await self.state()

    async def listed(self, number: int, seats: int) -> "Vote":
        """So many candidates, which have published names, for so many seats."""
        await self.tell(self.opening())
        checks = named(self.regime).screens.checks
        met = tuple(Judgement(check=x, verdict=Verdict.MET, reason="经核实") for x in checks)
        items = tuple(name(n) for n in range(number))
        finish = date(self.day.year, 12, 31)
        for n, item in enumerate(items):
            await self.tell(AddPoolItem(id=item, draft=draft(n, finish=finish)))
            await self.tell(ScreenItem(item=item, judgements=met))
        await self.tell(
            RecordReview(
                kind=named(self.regime).screens.reviews[0],
                on=self.day,
                document="政府常务会议纪要3号",
                organs=("区财政局", "区发改委"),
                passed=items,
            )
        )
        await self.tell(ListCandidates(on=self.day, document="8号", seats=seats, items=items))
        if named(self.regime).screens.hearing:
            await self.tell(hearing(self.day))
        return self

    def opening(self) -> OpenCollection:
        """Wishes were taken up to the day before."""
        return OpenCollection(
            id=self.id,
            title=f"{self.day.year}年民生实事项目",
            region=self.region,
            regime=self.regime,
            year=self.day.year,
            session=self.day,
            session_assumed=True,
            opens=date.fromordinal(self.day.toordinal() - 40),
            closes=date.fromordinal(self.day.toordinal() - 10),
        )

    async def adopted(self, roll: int, **more: Any) -> "Vote":
        """The method passed by the hands of all."""
        await self.tell(await self.method(roll, **more))
        return self

    async def method(self, roll: int, document: str = "1号", **more: Any) -> AdoptMethod:
        pool = (await self.state()).pool
        said: dict[str, Any] = {"family": "for_against", "way": "box"}
        said |= {"shortfall": "leave_unfilled", "announced": "大会主席团当场宣布"}
        said |= {"seats": pool.seats, "candidates": len(pool.candidates), **more}
        hands = Hands(roll=roll, present=roll, in_favour=roll)
        return AdoptMethod(
            method=Method(**said), hands=hands, on=self.day, session=SESSION_NAME, document=document
        )

    async def box(self, name: str = "GG24-vote-1") -> BallotDay:
        """A box for the vote that is due, not prepared yet."""
        state, regime = await self.state(), named(self.regime)
        due, adopted = now_due(standing_of(state), regime)
        return BallotDay(
            self.ledger,
            id=name,
            paper=paper_of(due, adopted),
            body=body_of(rules(regime)),
            regime=self.regime,
            region=self.region,
            purpose=OfProjects(collection=self.id, round=due.round, method=adopted.document),
        )

    async def withdraw(self, item: str) -> Receipt:
        """撤回候选项目."""
        consent = Ruling(
            decider=Role.PRESIDIUM,
            sitting=Sitting.PRESIDIUM,
            session=SESSION_NAME,
            on=self.day,
            document="9号",
        )
        return await self.tell(WithdrawCandidate(item=item, reason="用地未落实", ruling=consent))
