"""The clerk: reads the agenda and keeps the moment that has come, through the ledger's one door."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.agenda import Agenda
from activities.reading import HELD, SPREAD, Supervised, agenda_of, gone, superseded
from domain.refusals import Refused, Unknown
from ledger.door import Ledger
from ledger.refusals import OlderEpoch, Unavailable
from ledger.standing import Standing

RELUCTANTLY = timedelta(minutes=5)
"""When to try again what the ledger refused: asking at once would not make it say yes."""


class Clerk:
    """What the clock may ask of the ledger. Each answer says what comes next."""

    def __init__(self, ledger: Ledger, *, spread: timedelta = SPREAD) -> None:
        self._ledger = ledger
        self._spread = spread

    @activity.defn
    async def read_agenda(self, stream: str, epoch: int = 0) -> Agenda:
        """How the stream stands. Changes nothing in the record, but for a stream that a command
        owed to it has yet to open. A clock of an older epoch is told to end."""
        with _refusals_seldom_repeated():
            try:
                standing = await self._ledger.standing(stream)
                version, next_at = standing.version, standing.next_at
                await self._ledger.record_keeper(stream, version, next_at, epoch=epoch)
            except Unknown:
                return await self._attended(stream, epoch)
            except OlderEpoch as older:
                return superseded(stream, older)
            return self._agenda(standing, held=timedelta(0))

    @activity.defn
    async def keep_moment(self, stream: str, epoch: int = 0) -> Agenda:
        """Make every mark that is due by now, and hand over what was issued; what then comes next.
        Repeating it does nothing. A clock of an older epoch keeps nothing, and is told to end."""
        with _refusals_seldom_repeated():
            return await self._attended(stream, epoch)

    async def _attended(self, stream: str, epoch: int) -> Agenda:
        try:
            standing = await self._ledger.attend(stream, epoch)
        except OlderEpoch as older:
            return superseded(stream, older)
        self._ledger.failpoint.reach("clerk")
        return gone(stream) if standing is None else self._agenda(standing, held=HELD)

    def _agenda(self, standing: Standing, *, held: timedelta) -> Agenda:
        if not isinstance(standing.state, Supervised):
            return gone(standing.stream)
        return agenda_of(
            standing.stream,
            standing.version,
            standing.state,
            standing.now,
            spread=self._spread,
            held=held,
        )


@contextmanager
def _refusals_seldom_repeated() -> Iterator[None]:
    try:
        yield
    except Unavailable:
        raise
    except Refused as refusal:
        local = activity.info().is_local  # then the server asks next, and seldom
        raise ApplicationError(
            str(refusal),
            type=type(refusal).__name__,
            non_retryable=local,
            next_retry_delay=None if local else RELUCTANTLY,
        ) from refusal
