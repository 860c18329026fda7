"""A desk at the ledger: who adopts, files and accepts there, in words short enough to read."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from domain.base import Command
from domain.duty_commands import AcceptDuty, FileDuty, ReturnDuty
from domain.given import Actor
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject, Card
from ledger.door import Ledger, Receipt
from tests.support.year import CARD, CLERK, UNIT, work_plan

VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
STREAM = stream_id(PROJECT, CARD.id)
LIST = stream_id(PROGRAMME, CARD.programme)
_NUMBERS = count(1)


def adoption(card: Card = CARD, regime: str = "baofeng@1") -> AdoptProject:
    """The congress voted it on 31 March 2023."""
    return AdoptProject(
        card=card, regime=regime, vote=VOTE, next_session=SESSION, session_assumed=False
    )


def opening(*projects: str) -> OpenProgramme:
    """The list of that congress."""
    return OpenProgramme(
        id=CARD.programme,
        title="龙港市2023年民生实事项目",
        region=CARD.region,
        regime="baofeng@1",
        vote=VOTE,
        next_session=SESSION,
        session_assumed=False,
        projects=projects or (CARD.id,),
    )


@dataclass
class Desk:
    """Says commands to a ledger, each with a new key unless one is given."""

    ledger: Ledger

    async def say(
        self,
        command: Command,
        stream: str = STREAM,
        by: Actor = CLERK,
        key: str | None = None,
        received_at: datetime | None = None,
    ) -> Receipt:
        return await self.ledger.handle(
            stream,
            command,
            actor=by,
            client=by.ref,
            command_id=key or f"key-{next(_NUMBERS)}",
            received_at=received_at,
        )

    async def adopt(self, card: Card = CARD, regime: str = "baofeng@1") -> Receipt:
        return await self.say(adoption(card, regime), stream_id(PROJECT, card.id))

    async def file(self, duty: str = "work_plan", filing: Any = None, **how: Any) -> Receipt:
        command = FileDuty(duty=duty, filing=filing or work_plan())
        return await self.say(command, **{"by": UNIT, **how})

    async def accept(self, duty: str = "work_plan", **how: Any) -> Receipt:
        return await self.say(AcceptDuty(duty=duty), **how)

    async def return_(self, duty: str = "work_plan", **how: Any) -> Receipt:
        return await self.say(ReturnDuty(duty=duty, reason="缺少资金安排"), **how)


def types(receipt: Receipt | None) -> list[str]:
    """The events of a receipt by name."""
    return [] if receipt is None else [x.type for x in receipt.events]
