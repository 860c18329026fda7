"""What the public said of a collection's candidates, with the answers: read from the events."""

from datetime import date
from typing import TYPE_CHECKING

from domain.screening.comment_messages import CommentAnswered, CommentRecorded
from ledger.queries.page import Row
from ledger.reading import read_event

if TYPE_CHECKING:
    from ledger.door import Ledger

_COMMENTS = """
SELECT type, schema, body FROM events
WHERE stream = $1 AND type IN ('CommentRecorded', 'CommentAnswered') ORDER BY version
"""


class CommentRow(Row):
    """One comment and its newest answer."""

    number: str
    item: str | None
    text: str
    channel: str
    on: date
    answer: str | None
    taken: bool | None


async def comments_of(ledger: "Ledger", stream: str) -> list[CommentRow]:
    """The comments of a collection's stream, the first ones first."""
    async with ledger.pool.read() as connection:
        rows = (await connection.exec_driver_sql(_COMMENTS, (stream,))).all()
    found: dict[str, CommentRow] = {}
    for row in rows:
        event = read_event(stream, row.type, row.schema, row.body)
        if isinstance(event, CommentRecorded):
            found[event.number] = CommentRow(
                number=event.number,
                item=event.item,
                text=event.text,
                channel=event.channel,
                on=event.on,
                answer=None,
                taken=None,
            )
        elif isinstance(event, CommentAnswered):
            told = {"answer": event.answer, "taken": event.taken}
            found[event.number] = found[event.number].model_copy(update=told)
    return list(found.values())
