"""The service's heartbeat, the outages that its gaps are, and the time that requests are given."""

import time
from datetime import datetime, timedelta

from domain.given import Actor
from domain.names import API_SERVICE
from domain.service.outages import RecordOutage
from ledger.canon import instant
from ledger.carrying import Carrying
from ledger.deciding import GAP
from ledger.line import Asking
from ledger.projections.change import Change
from ledger.refusals import FactsHeld
from ledger.requests import Request

FRESH = 20.0
"""For how many seconds a beat tells this process the database's time: longer than a starved process
misses its beats, shorter than a receipt may be old (`ledger.deciding`)."""
_HEART = Actor(ref="system:heart", party="system")

_SEEN = """
WITH seen AS MATERIALIZED (
    SELECT ledger_at, real_at FROM heartbeats WHERE service = 'api' FOR UPDATE
)
SELECT seen.ledger_at, seen.real_at, ledger_now() AS now, clock_timestamp() AS real_now,
       facts_are_held() AS shut
FROM (VALUES (1)) AS once LEFT JOIN seen ON true
"""
_BEAT = """
INSERT INTO heartbeats (service, ledger_at, real_at) VALUES ('api', $1, $2)
ON CONFLICT (service) DO UPDATE SET ledger_at = excluded.ledger_at, real_at = excluded.real_at
"""


class Heart(Carrying):
    """What the API tells the ledger every second, and learns from it."""

    _heard: tuple[datetime, float] | None = None

    async def beat(self) -> datetime:
        """Say that the service answers; a gap before it becomes an outage. Returns the time.

        Call it once before the first request is taken, then every second, from every API
        process: there is an outage only when none of them beats. Raises Unavailable, FactsHeld.
        """
        now, change = await self.pool.record(self._beat)
        self.remember(change)
        self._heard = (now, time.monotonic())
        return now

    def arrived(self, waited: float = 0.0) -> datetime | None:
        """When a request that is complete now was received, on the database's clock, if it had
        waited so many seconds before anybody read it.

        Waiting for a connection or a lock then costs the unit nothing. None where this process
        has not learnt the time lately or the clock may jump: then it is the time of the lock.
        """
        if self._heard is None or self.clock == "settable":
            return None
        now, at = self._heard
        ago = time.monotonic() - at
        return now + timedelta(seconds=ago - waited) if ago <= FRESH else None

    async def _beat(self, connection: Asking) -> tuple[datetime, Change | None]:
        seen = (await connection.exec_driver_sql(_SEEN)).one()
        if seen.shut:  # nobody can file: the silence goes on, and becomes one outage at its end
            raise FactsHeld
        change = None
        if seen.real_at is not None:
            # A clock that was set forward is no outage: only real silence counts.
            silent = min(seen.real_now - seen.real_at, seen.now - seen.ledger_at)
            if silent > GAP:
                change = await self._outage(connection, seen.ledger_at, seen.ledger_at + silent)
        await connection.exec_driver_sql(_BEAT, (seen.now, seen.real_now))
        return seen.now, change

    async def _outage(
        self, connection: Asking, started: datetime, ended: datetime
    ) -> Change | None:
        command = RecordOutage(started=started, ended=ended)
        key = f"outage:{instant(started)}/{instant(ended)}"
        request = Request(API_SERVICE, command, _HEART, "system", key)
        return (await self.carry_out(connection, request))[1]
