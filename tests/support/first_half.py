"""The months before a vote as lines that are said: collection, pool, candidates, vote, resolution.

Titles are real item names where a test gives them; money, units, votes and days are SYN.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from domain.adoption.messages import AnnounceResult, PassResolution
from domain.base import Command
from domain.calendar import start_of
from domain.collection.messages import OpenCollection
from domain.given import Actor
from domain.names import COLLECTION, stream_id
from domain.parties import Role
from domain.project.card import Target
from domain.regimes import named
from domain.regimes.sections_screening import ReviewKind
from domain.ruling import Ruling, Sitting
from domain.screening.candidate_messages import ListCandidates
from domain.screening.comment_messages import CloseComment, OpenComment
from domain.screening.item import Benefit, Cost, Draft, Share, Source
from domain.screening.pool_messages import (
    AddPoolItem,
    Judgement,
    RecordReview,
    ScreenItem,
    Verdict,
)
from domain.voting.messages import AdoptMethod, EnterCount
from domain.voting.method import Hands, Method
from domain.voting.outcome import Tallied
from ledger.clock import set_clock
from ledger.door import Ledger
from tests.support.play import Said
from tests.support.real_lists import real_lists
from tests.support.screening import hearing
from tests.support.year import CLERK


@cache
def real_titles(number: int) -> tuple[str, ...]:
    """So many item names as they were published (tests/data)."""
    found: dict[str, None] = {}
    for voted in real_lists().voted:
        found |= {x.name: None for x in voted.cards}
    return tuple(found)[:number]


async def say_all(ledger: Ledger, said: Iterable[Said]) -> None:
    """The lines, one after the other; the same line again is the same request."""
    for x in said:
        now = await ledger.now()
        if x.at > now:
            await set_clock(ledger, x.at)
        what = hashlib.sha256(x.command.model_dump_json().encode()).hexdigest()[:16]
        await ledger.handle(
            x.stream,
            x.command,
            actor=x.by,
            client=x.by.ref,
            command_id=f"{x.stream} {x.at.isoformat()} {what}",
            received_at=x.at,
        )


OTHER = Actor("account:second-teller", "clerk")
VOTE = date(2023, 3, 31)
"""The latest day on which the twelve townships of S003 can have voted."""
REGION = "河南省/平顶山市/宝丰县/赵庄镇"


@dataclass(frozen=True)
class FirstHalf:
    """One congress's months before its vote."""

    id: str = "ZZ23"
    region: str = REGION
    titles: Sequence[str] = ("项目一（样本）", "项目二（样本）", "项目三（样本）")
    seats: int = 2
    roll: int = 45
    present: int = 42
    vote: date = VOTE
    regime: str = "baofeng@2"
    approvals: Sequence[int] = field(default=())
    """By item; without them the first `seats` win and the others come just below the majority."""

    @property
    def stream(self) -> str:
        return stream_id(COLLECTION, self.id)

    @property
    def items(self) -> list[str]:
        return [f"P{n:02}" for n in range(1, len(self.titles) + 1)]

    @property
    def elected(self) -> tuple[str, ...]:
        return tuple(self.items[: self.seats])

    def day(self, before: int, hour: int = 9) -> datetime:
        """So many days before the vote."""
        return start_of(self.vote - timedelta(days=before)) + timedelta(hours=hour)

    def say(self, before: int, command: Command, by: Actor = CLERK, hour: int = 9) -> Said:
        return Said(self.day(before, hour), self.stream, command, by)

    def opening(self) -> OpenCollection:
        return OpenCollection(
            id=self.id,
            title=f"{self.region.rsplit('/', 1)[-1]}{self.vote.year}年民生实事项目征集",
            region=self.region,
            regime=named(self.regime).ref,
            year=self.vote.year,
            session=self.vote,
            session_assumed=False,
            opens=self.vote - timedelta(days=50),
            closes=self.vote - timedelta(days=35),
        )

    def draft(self, n: int) -> Draft:
        return Draft(
            title=self.titles[n],
            source=Source.WISHES,
            place=f"第{n + 1}村（样本）",
            unit=f"承办单位{n + 1}（样本）",
            target=Target(op="ge", value=Decimal(n + 1), unit="处"),
            cost=Cost(wan=Decimal(100), paid_by=(Share(payer="县财政"),)),
            benefit=Benefit(number=100 * (n + 1), whom="村民"),
            finish=date(self.vote.year, 11, 30),
        )

    def tallies(self) -> tuple[Tallied, ...]:
        majority, all_ = self.roll // 2 + 1, len(self.titles)
        first = [max(majority, self.present - x) for x in range(self.seats)]
        given = self.approvals or (*first, *[majority - 1] * (all_ - self.seats))
        return tuple(
            Tallied(item=x, approvals=y, against=self.present - y)
            for x, y in zip(self.items, given, strict=True)
        )

    def collected(self) -> list[Said]:
        """Opened, pooled, screened, gone through, listed, shown to the public."""
        said = [self.say(51, self.opening())]
        for n, item in enumerate(self.items):
            said += [self.say(40, AddPoolItem(id=item, draft=self.draft(n)))]
        asked = named(self.regime).screens.checks
        met = tuple(Judgement(check=x, verdict=Verdict.MET, reason="经核对符合") for x in asked)
        said += [self.say(30, ScreenItem(item=x, judgements=met)) for x in self.items]
        review = RecordReview(
            kind=ReviewKind.EXECUTIVE_MEETING,
            on=self.day(20).date(),
            document=f"{self.id}纪要1号",
            passed=tuple(self.items),
        )
        listed = ListCandidates(
            on=self.day(15).date(),
            document=f"{self.id}政函1号",
            seats=self.seats,
            items=tuple(self.items),
        )
        shown = OpenComment(
            opens=self.day(14).date(), closes=self.day(9).date(), where="镇政务公开栏"
        )
        heard = CloseComment(on=self.day(8).date(), note="没有收到意见")
        first = [hearing(self.day(10).date())] if named(self.regime).screens.hearing else []
        return [
            *said,
            self.say(20, review),
            self.say(15, listed),
            self.say(14, shown),
            *(self.say(10, x) for x in first),
            self.say(8, heard),
        ]

    def reasoned(self, listing: Said) -> Said:
        """The same list, with the reason and the presidium's decision that another margin takes."""
        ruling = Ruling(
            decider=Role.PRESIDIUM,
            sitting=Sitting.PRESIDIUM,
            session="主席团会议（样本）",
            on=listing.at.date(),
            document=f"{self.id}主席团1号",
        )
        said = {"because": "符合条件的项目只有这些", "ruling": ruling}
        return replace(listing, command=listing.command.model_copy(update=said))

    def method(self) -> AdoptMethod:
        hands = Hands(roll=self.roll, present=self.present, in_favour=self.present)
        return AdoptMethod(
            method=Method(
                seats=self.seats,
                candidates=len(self.titles),
                family="for_against",
                way="papers",
                shortfall="leave_unfilled",
                announced="大会主席团公告",
            ),
            hands=hands,
            on=self.vote,
            session=f"{self.id}会议（样本）",
            document=f"{self.id}票决办法",
        )

    def count(self) -> EnterCount:
        return EnterCount(
            round=1,
            source="papers",
            held_on=self.vote,
            roll=self.roll,
            present=self.present,
            issued=self.present,
            returned=self.present,
            lines=self.tallies(),
        )

    def voted(self) -> list[Said]:
        """The method, and the count as two people entered it."""
        return [
            self.say(0, self.method(), hour=10),
            self.say(0, self.count(), hour=11),
            self.say(0, self.count(), OTHER, hour=11),
        ]

    def resolution(self, *chosen: str) -> PassResolution:
        return PassResolution(
            number=f"{self.id}决议1号",
            document="关于民生实事项目的决议（样本）",
            chosen=chosen or self.elected,
            passed_on=self.vote,
            in_favour=self.present,
            next_session=None,
        )

    def announcement(self) -> AnnounceResult:
        return AnnounceResult(
            number=f"{self.id}公告1号",
            on=self.vote,
            where="镇政务公开栏",
            text="经大会票决，下列项目确定为本年度民生实事项目。",
        )

    def resolved(self) -> list[Said]:
        return [
            self.say(0, self.resolution(), hour=15),
            self.say(0, self.announcement(), hour=16),
        ]

    def whole(self) -> list[Said]:
        """From the opening to the announcement."""
        return [*self.collected(), *self.voted(), *self.resolved()]
