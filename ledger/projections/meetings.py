"""Meetings, one row each: when they are, how far they are, which years hang on them."""

from domain.meeting.state import Meeting
from domain.names import MEETING
from ledger.projections.change import Change, Projection, upsert


def _row(change: Change) -> list[dict[str, object]]:
    meeting: object = change.after
    if not isinstance(meeting, Meeting):
        raise TypeError(change.stream)
    said = meeting.convened
    return [
        {
            "id": meeting.id,
            "stream": change.stream,
            "title": meeting.title,
            "kind": meeting.kind,
            "tier": meeting.tier,
            "region": meeting.region,
            "convened_by": said.convened_by,
            "document": meeting.document,
            "opens": meeting.opens,
            "closes": meeting.closes,
            "first_opens": said.opens,
            "moved": meeting.moved,
            "life": meeting.life,
            "opened_on": meeting.opened_on,
            "roll": meeting.roll,
            "present": meeting.present,
            "closed_on": meeting.closed_on,
            "programmes": [x.programme for x in meeting.serves],
            "anchors": [x.anchor or "" for x in meeting.serves],
            "version": change.version,
        }
    ]


_COLUMNS = """id stream title kind tier region convened_by document opens closes first_opens moved
life opened_on roll present closed_on programmes anchors version"""

MEETINGS = Projection((MEETING,), upsert("meetings", "id", _COLUMNS), _row, ("id",))
