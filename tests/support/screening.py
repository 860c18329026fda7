"""A pool in memory: published projects as items, screened and listed."""

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from domain.base import Event
from domain.collection.messages import OpenCollection
from domain.names import WISH, stream_id
from domain.parties import Role
from domain.project.card import Target
from domain.regimes.sections_screening import ReviewKind
from domain.ruling import Ruling, Sitting
from domain.screening.candidate_messages import ListCandidates, RecordHearing
from domain.screening.item import Benefit, Cost, Draft, Share, Source
from domain.screening.pool_messages import (
    AddPoolItem,
    Judgement,
    RecordReview,
    ScreenItem,
    Verdict,
)
from domain.screening.state import Pool
from domain.wish.state import Wish
from tests.support.collections import OPENED, OPENING, Months
from tests.support.real_lists import MANY, PROJECTS
from tests.support.wishes import SAID, taking

POOLED, SCREENED, LISTED = date(2023, 2, 20), date(2023, 2, 24), date(2023, 2, 27)
CONSENT = Ruling(
    decider=Role.PRESIDIUM,
    sitting=Sitting.PRESIDIUM,
    session="赵庄镇第十四届人大主席团第六次会议",
    on=LISTED,
    document="赵人大主席团〔2023〕6号",
)


def hearing(on: date, document: str = "人大常〔2023〕5号") -> RecordHearing:
    """The standing committee deliberated and agreed."""
    return RecordHearing(
        ruling=Ruling(
            decider=Role.STANDING_COMMITTEE,
            sitting=Sitting.STANDING_COMMITTEE,
            session="第二届人大常委会第十五次会议",
            on=on,
            document=document,
        ),
        agreed=True,
        opinion="同意将候选项目提请大会票决",
    )


@cache
def titles() -> Sequence[str]:
    """Names of published projects, no two alike."""
    with PROJECTS.open(encoding="utf-8", newline="") as lines:
        found = [x["item_name_zh"] for x in csv.DictReader(lines) if x["list_id"] in MANY]
    return tuple(dict.fromkeys(x for x in found if x))


def draft(n: int = 0, **changes: object) -> Draft:
    """A complete item under a published name; the rest is made up for the test."""
    whole = Draft(
        title=titles()[n],
        source=Source.WISHES,
        place="赵庄镇大寺社村",
        unit="赵庄镇农业农村办公室",
        target=Target(op="ge", value=Decimal(7), unit="个村"),
        cost=Cost(wan=Decimal(120), paid_by=(Share(payer="镇级财政", wan=Decimal(120)),)),
        benefit=Benefit(number=8295, unit="户", whom="7个村的村民"),
        finish=date(2023, 11, 30),
    )
    return whole.model_copy(update=changes)


def name(n: int) -> str:
    """The number of an item in the pool."""
    return f"K{n + 1:02d}"


class Proposing(Months):
    """A collection whose pool is filled, screened and listed step by step."""

    def __init__(self, opening: OpenCollection = OPENING, on: date = OPENED) -> None:
        super().__init__(opening, on)

    @property
    def pool(self) -> Pool:
        """As it stands."""
        return self.state.pool

    def hear(self, *wishes: str) -> None:
        """Wishes of the public, said at a reception."""
        for x in wishes:
            said = taking(x, SAID["ZZ23-ROAD"])
            self.ask(said, POOLED, stream_id(WISH, x))

    def wish(self, name: str) -> Wish:
        """One of them as it stands."""
        found: object = self.world.states[stream_id(WISH, name)]
        assert isinstance(found, Wish)
        return found

    def add(self, *drafts: Draft) -> list[Event]:
        """入库, numbered in order."""
        told: list[Event] = []
        for x in drafts:
            command = AddPoolItem(id=name(len(self.pool.entries)), draft=x)
            told += self.ask(command, POOLED)
        return told

    def fill(self, number: int) -> Sequence[str]:
        """So many complete items; their numbers."""
        first = len(self.pool.entries)
        self.add(*(draft(n) for n in range(first, first + number)))
        return [name(n) for n in range(first, first + number)]

    def screened(self, *items: str, on: date = SCREENED) -> None:
        """Every check met, and the government's meeting passed them."""
        for x in items:
            self.ask(self.met(x), on)
        self.ask(self.review(*items), on)

    def met(self, item: str) -> ScreenItem:
        """Every check that the measure asks."""
        found = tuple(
            Judgement(check=x, verdict=Verdict.MET, reason="经核实")
            for x in self.world.regime.screens.checks
        )
        return ScreenItem(item=item, judgements=found)

    def review(self, *items: str) -> RecordReview:
        """政府办公会议; numbered by how many there were."""
        return RecordReview(
            kind=ReviewKind.EXECUTIVE_MEETING,
            on=SCREENED,
            document=f"赵政纪〔2023〕{len(self.pool.reviews) + 3}号",
            organs=("镇财政所", "镇农业农村办公室"),
            passed=items,
        )

    def list_(
        self,
        *items: str,
        seats: int,
        because: str | None = None,
        ruling: Ruling | None = None,
        document: str = "赵政〔2023〕8号",
    ) -> list[Event]:
        """提出候选项目."""
        command = ListCandidates(
            on=LISTED,
            document=document,
            seats=seats,
            items=items,
            because=because,
            ruling=ruling,
        )
        return self.ask(command, LISTED)

    def listed(self, number: int, seats: int) -> Sequence[str]:
        """So many candidates for so many seats."""
        items = self.fill(number)
        self.screened(*items)
        self.list_(*items, seats=seats)
        return items
