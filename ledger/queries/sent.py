"""What became of a notice outside: its number, and each message that carries it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ledger.composing import NUMBER
from ledger.queries.page import Row

DELIVERIES = f"""
(SELECT {NUMBER.format("x")} FROM notice_numbers AS x WHERE x.notice = n.id) AS number,
(SELECT coalesce(json_agg(json_build_object(
        'channel', m.channel, 'contact', m.contact, 'message_id', m.message_id,
        'outcome', m.outcome, 'attempt', m.attempt, 'at', coalesce(a.ended_at, a.begun_at),
        'reason', a.reason, 'again_at', m.next_at) ORDER BY m.composed_at, m.id), '[]')
 FROM message_notices AS told JOIN messages AS m ON m.id = told.message
 LEFT JOIN message_attempts AS a ON a.message = m.id AND a.n = m.attempt
 WHERE told.notice = n.id) AS deliveries
"""  # noqa: S608  # our own words
"""Two columns for a query whose notices are called n."""


class Delivery(Row):
    """One message of a notice, as its last try left it. Anything but `sent` is not delivered."""

    channel: str
    contact: UUID
    """The address's opaque id; the address itself may be erased."""
    message_id: str
    outcome: Literal["waiting", "sent", "refused", "unknown"]
    attempt: int
    at: datetime | None
    """When the last try ended, or began if it did not end."""
    reason: str | None
    again_at: datetime | None
    """When the same message is tried again; None: never."""
