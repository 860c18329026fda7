"""The postman: in office hours, folds what is untold into messages and carries them out.

A process beside the clocks, so that a dead mail server never delays a moment. Each channel goes
its own way: one that hangs keeps no other waiting, and after a few troubles it rests until the next
round. What is on its way stands in the ledger, so that a new postman goes on where one died.
"""

import asyncio
from collections.abc import Mapping

import structlog

from activities.channels.port import Letter, WayOut
from domain.dispatch import Channel, OfficeHours, room_left
from domain.outcomes import Outcome, Refused, Unknown
from ledger.compose_news import compose_news
from ledger.composing import compose
from ledger.deliveries import Message, begin, end, recent, today
from ledger.door import Ledger
from ledger.pulse import Pulse
from watch.rounds import rounds

PAUSE = 10.0
TROUBLES = 3
"""So many tries in vain end a channel's round: whoever is away need not be asked by all."""
LONGEST = 60.0
"""Seconds for one try, well within its lease."""
GONE = Refused(reason="联系方式已删除，没有发送")
BROKEN = Unknown(reason="发送程序出错，不知是否送达")

log = structlog.get_logger("postman")


class Postman:
    """Carries messages by the ways out that are configured. `host` ends each Message-ID."""

    def __init__(
        self,
        ledger: Ledger,
        ways: Mapping[Channel, WayOut],
        hours: OfficeHours,
        *,
        host: str = "bihuan.invalid",
    ) -> None:
        self._ledger = ledger
        self._ways = ways
        self._hours = hours
        self._host = host

    @property
    def carries(self) -> bool:
        """Whether there is any way out."""
        return bool(self._ways)

    async def run(self) -> None:
        """Until cancelled. Without a way out there is nothing to do."""
        if self.carries:
            await rounds("postman", self.round, PAUSE, Pulse(self._ledger))

    async def round(self) -> int:
        """Compose and carry, if it is office time. How many messages were sent."""
        now, calendar = await today(self._ledger)
        if not self._hours.open_at(now, calendar):
            return 0
        ways = tuple(self._ways)
        composed = 0
        while made := await compose(self._ledger, ways, self._hours, self._host):
            composed += made
        composed += await compose_news(self._ledger, ways, self._hours, self._host)
        carrying = (self._carry(x) for x in self._ways)
        results = await asyncio.gather(*carrying, return_exceptions=True)
        sent = sum(x for x in results if isinstance(x, int))
        if composed or sent:
            log.info("round", composed=composed, sent=sent)
        failed = [x for x in results if isinstance(x, BaseException)]
        if failed:
            raise failed[0]
        return sent

    async def _carry(self, channel: Channel) -> int:
        sent = troubles = 0
        for _ in range(room_left(channel, await recent(self._ledger, channel))):
            message = await begin(self._ledger, channel)
            if message is None:
                break
            outcome = await self._try(message)
            await end(self._ledger, message, outcome)
            if outcome.outcome == "sent":
                sent += 1
            else:
                self._say(message, outcome)
            troubles += isinstance(outcome, Unknown)
            troubles += isinstance(outcome, Refused) and outcome.passing
            if troubles == TROUBLES:
                break
        return sent

    async def _try(self, message: Message) -> Outcome:
        if message.address is None:
            return GONE
        letter = Letter(
            str(message.id), message.message_id, message.subject, message.body, message.composed_at
        )
        try:
            async with asyncio.timeout(LONGEST):
                return await self._ways[message.channel].send(letter, message.address)
        except Exception as fault:  # noqa: BLE001  # a fault of one message stops no other
            log.error("fault", message=str(message.id), fault=type(fault).__name__)  # noqa: TRY400
            return BROKEN

    def _say(self, message: Message, outcome: Outcome) -> None:
        """No address, no text, no exception: those may hold what a log must not."""
        log.warning(
            "not sent",
            message=str(message.id),
            channel=message.channel,
            attempt=message.attempt,
            outcome=outcome.outcome,
            reason=outcome.reason,
        )
