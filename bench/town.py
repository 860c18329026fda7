"""Projects of one real list, far into their year: streams as long as a supervised year makes them.

Longgang's first project of 2023 under Baofeng's measure: voted, its marks kept up to September,
then a monthly report filed and returned in turn, so that each command yields an event.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from domain.base import Command
from domain.calendar import SHANGHAI
from domain.duty_commands import FileDuty, ReturnDuty
from domain.forms import Progress, ProgressRow, WorkPlan
from domain.given import Actor
from domain.names import PROJECT, stream_id
from domain.project.messages import AdoptProject, Card, Subproject, Target
from ledger.clock import set_clock
from ledger.door import Ledger, Receipt

CLERK = Actor(ref="staff-1", party="clerk")
UNIT = Actor(ref="unit-clerk-7", party="unit:市消防救援大队")
VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
VOTED, LATER = datetime(2023, 4, 3, 9, tzinfo=SHANGHAI), datetime(2023, 9, 4, 9, tzinfo=SHANGHAI)
DUTY = "monthly_progress/2023-M08"
LONG = 200
"""Events of a stream before anything is measured."""
_REPORT = Progress(rows=(ProgressRow(subproject=1, planned=Decimal(40), claimed=Decimal(35)),))
FILE = FileDuty(duty=DUTY, filing=_REPORT)
WHY = "缺少资金安排，请补充后重新报送。"
RETURN = ReturnDuty(duty=DUTY, reason=WHY)
_PLAN = WorkPlan(target="完成 5800 户改造", planned_completion=date(2023, 11, 30))
FILE_PLAN = FileDuty(duty="work_plan", filing=_PLAN)
RETURN_PLAN = ReturnDuty(duty="work_plan", reason=WHY)


def card(number: int) -> Card:
    """One of as many projects as are wanted."""
    return Card(
        id=f"LG23-{number:05}",
        programme="LG23",
        list_id="LG23",
        item_no=str(number),
        name="农村老旧民房电气线路改造与智慧烟感安装",
        region="浙江省/温州市/龙港市",
        subprojects=(
            Subproject(
                no=1,
                name="农村老旧民房电气线路改造",
                target=Target(op="ge", value=Decimal(5800), unit="户"),
            ),
            Subproject(no=2, name="智慧烟感安装"),
        ),
        lead_unit="市消防救援大队",
    )


@dataclass
class Filer:
    """Files and returns one project's monthly report (or what else it is told), in turn."""

    ledger: Ledger
    number: int
    file: FileDuty = FILE
    back: ReturnDuty = RETURN
    asked: int = 0
    filed: bool = False

    @cached_property
    def stream(self) -> str:
        """The project's stream."""
        return stream_id(PROJECT, card(self.number).id)

    async def say(self, command: Command, by: Actor) -> Receipt:
        """One command under a key of its own."""
        self.asked += 1
        key = f"{self.number}-{self.asked}"
        return await self.ledger.handle(
            self.stream, command, actor=by, client=by.ref, command_id=key
        )

    async def adopt(self) -> Receipt:
        """The congress voted it."""
        adoption = AdoptProject(
            card=card(self.number),
            regime="baofeng@1",
            vote=VOTE,
            next_session=SESSION,
            session_assumed=False,
        )
        return await self.say(adoption, CLERK)

    async def step(self) -> Receipt:
        """The next filing, or its return: one event."""
        filed, self.filed = self.filed, not self.filed
        return await (self.say(self.back, CLERK) if filed else self.say(self.file, UNIT))

    async def grow(self, events: int = LONG) -> None:
        """Go on until the stream is that long."""
        while (await self.step()).version < events:
            pass


async def grown(ledger: Ledger, numbers: Sequence[int], events: int = LONG) -> list[Filer]:
    """Projects with streams of that many events."""
    filers = [Filer(ledger, x) for x in numbers]
    await set_clock(ledger, VOTED)
    await asyncio.gather(*(x.adopt() for x in filers))
    await set_clock(ledger, LATER)
    await asyncio.gather(*(x.ledger.keep(x.stream, by="clock") for x in filers))
    await asyncio.gather(*(x.grow(events) for x in filers))
    return filers


async def planning(ledger: Ledger, numbers: Sequence[int], events: int = LONG) -> list[Filer]:
    """Projects whose work plan goes to and fro in the first days of April."""
    filers = [Filer(ledger, x, FILE_PLAN, RETURN_PLAN) for x in numbers]
    await set_clock(ledger, VOTED)
    await asyncio.gather(*(x.adopt() for x in filers))
    await asyncio.gather(*(x.grow(events) for x in filers))
    return filers
