"""What the record itself knows of one deputy's year, each thing with the event that says it.

Nothing is copied into the book: sessions come from their attendance lists, inspections from their
records, ballots from who has voted (never what), receptions and opinions from stations, activities
and suggestions from their own streams. Only what lies in the book's own region is asked.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.activity.kinds import RULES as ACTIVITIES
from domain.activity.kinds import ActivityKind
from domain.calendar import day_of
from domain.meeting.kinds import MeetingKind
from domain.meeting.state import Meeting
from domain.project.inspections import KIND_ZH, InspectionKind
from domain.register.facts import Fact, Presence
from domain.register.state import Book
from domain.station.state import Station
from ledger.cache import UNKNOWN
from ledger.queries.history import Entry, entry_of
from ledger.states import read_state

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from ledger.door import Ledger

_MEETINGS = """
SELECT stream, version, opened_on FROM meetings
WHERE region = $1 AND opened_on BETWEEN $2 AND $3 ORDER BY opened_on, id
"""
_INSPECTIONS = """
SELECT * FROM events WHERE type IN ('InspectionRecorded', 'InspectionCorrected')
    AND stream IN (SELECT stream FROM projects WHERE region = $1)
    AND happened_at >= $2::date - interval '1 day' AND happened_at < $3::date + interval '2 days'
ORDER BY stream, version
"""
_BALLOTS = """
SELECT b.id, b.title, b.held_on, b.version, r.voted FROM ballots AS b
JOIN ballot_rolls AS r ON r.ballot = b.id
JOIN accounts AS a ON r.voter = 'account:' || a.id
WHERE b.region = $1 AND b.held_on BETWEEN $2 AND $3 AND a.party = $4 AND a.region = b.region
    AND b.status IN ('COUNTED', 'PUBLISHED') ORDER BY b.held_on, b.id
"""
_ACTIVITIES = """
SELECT * FROM activities WHERE region = $1 AND held_on BETWEEN $2 AND $3 AND NOT annulled
    AND $4 = ANY (deputies || excused || absent) ORDER BY held_on, id
"""
_STATIONS = "SELECT stream, version FROM stations WHERE region = $1 ORDER BY id"
_SUGGESTIONS = """
SELECT stream, title, raised, submitted_on FROM suggestions
WHERE region = $1 AND submitted_on BETWEEN $2 AND $3 AND life <> 'withdrawn'
    AND (deputy = $4 OR (raised = 'session' AND $4 = ANY (seconders))) ORDER BY submitted_on, id
"""
_SESSIONS = (
    *(MeetingKind.FIRST_SESSION, MeetingKind.MID_YEAR_SESSION, MeetingKind.EXTRA_SESSION),
    MeetingKind.DELIBERATIVE_MEETING,
)
_OF_VISIT: dict[str, str] = {
    InspectionKind.SYMPOSIUM: "hearing",
    InspectionKind.STUDY: "study",
    InspectionKind.CONTACT: "group_activity",
}
"""Every other kind of looking at a project is a site visit."""
_TITLE = 200
"""Characters of a place or a name in a fact's title."""


async def facts_of(ledger: "Ledger", book: Book) -> tuple[Fact, ...]:
    """The deputy's year as the record knows it, by day."""
    span = (book.region, date(book.year, 1, 1), date(book.year, 12, 31))
    async with ledger.pool.read(snapshot=True, whole=True) as connection:
        found = [
            *await _meetings(connection, book, span),
            *await _inspections(connection, book, span),
            *await _ballots(connection, book, span),
            *await _activities(connection, book, span),
            *await _stations(connection, book, span),
            *await _suggestions(connection, book, span),
        ]
    return tuple(sorted(found, key=lambda x: (x.on, x.act, x.source)))


async def _asked(connection: "AsyncConnection", sql: str, *values: Any) -> Any:
    return (await connection.exec_driver_sql(sql, values)).all()


async def _state(connection: "AsyncConnection", stream: str) -> object:
    read = await read_state(connection, stream, UNKNOWN)
    return None if read is None else read.state


async def _meetings(
    connection: "AsyncConnection", book: Book, span: tuple[str, date, date]
) -> list[Fact]:
    made = []
    for row in await _asked(connection, _MEETINGS, *span):
        state = await _state(connection, row.stream)
        if not isinstance(state, Meeting) or state.attendance is None:
            continue
        list_ = state.attendance
        presence: dict[str, Presence] = {
            **dict.fromkeys(list_.absent, "absent"),
            **dict.fromkeys(list_.excused, "excused"),
            **dict.fromkeys((*list_.present, *list_.sitting_in), "present"),
        }
        if book.deputy in presence:
            session = state.kind in _SESSIONS and book.deputy not in list_.sitting_in
            made.append(
                Fact(
                    act="congress_session" if session else "sit_in_committee",
                    on=row.opened_on,
                    title=state.title,
                    presence=presence[book.deputy],
                    source=f"{row.stream}#{row.version}",
                )
            )
    return made


async def _inspections(
    connection: "AsyncConnection", book: Book, span: tuple[str, date, date]
) -> list[Fact]:
    """One record of several projects is one visit; a correction says who really took part."""
    told: dict[tuple[str, str], Entry] = {}
    for row in await _asked(connection, _INSPECTIONS, *span):
        entry = entry_of(row)
        told[entry.stream, entry.event["number"]] = entry
    visits = {
        number: entry
        for (_, number), entry in told.items()
        if book.party in entry.event["visit"]["taking_part"]
    }
    made = []
    for number, entry in visits.items():
        visit = entry.event["visit"]
        on = day_of(entry.happened_at)
        if on.year == book.year:
            kind = InspectionKind(visit["kind"])
            made.append(
                Fact(
                    act=_OF_VISIT.get(kind, "site_visit"),
                    on=on,
                    title=f"{visit['place'][:_TITLE]}{KIND_ZH[kind]}（{number}）",
                    source=f"{entry.stream}#{entry.version}",
                )
            )
    return made


async def _ballots(
    connection: "AsyncConnection", book: Book, span: tuple[str, date, date]
) -> list[Fact]:
    """Whether he voted; what he voted nobody knows."""
    return [
        Fact(
            act="ballot",
            on=x.held_on,
            title=x.title,
            presence="present" if x.voted else "absent",
            source=f"ballot:{x.id}#{x.version}",
        )
        for x in await _asked(connection, _BALLOTS, *span, book.party)
    ]


async def _activities(
    connection: "AsyncConnection", book: Book, span: tuple[str, date, date]
) -> list[Fact]:
    made = []
    for x in await _asked(connection, _ACTIVITIES, *span, book.deputy):
        act = ACTIVITIES[ActivityKind(x.kind)].act
        if act is None:
            continue
        absent: Presence = "excused" if book.deputy in x.excused else "absent"
        presence: Presence = "present" if book.deputy in x.deputies else absent
        source = f"{x.stream}#{x.version}"
        made.append(Fact(act=act, on=x.held_on, title=x.title, presence=presence, source=source))
    return made


async def _stations(
    connection: "AsyncConnection", book: Book, span: tuple[str, date, date]
) -> list[Fact]:
    made: list[Fact] = []
    for row in await _asked(connection, _STATIONS, span[0]):
        state = await _state(connection, row.stream)
        if isinstance(state, Station):
            made += _at_station(state, book, f"{row.stream}#{row.version}")
    return made


def _at_station(state: Station, book: Book, source: str) -> list[Fact]:
    """Receptions, and what became of the opinions he took."""
    name = state.setup.name[:_TITLE]
    made = [
        ("reception", x.on, f"{name}接待{x.persons}人次", f"{source}/reception-{x.no}")
        for x in state.receptions
        if book.deputy in x.deputies
    ]
    for x in state.opinions:
        if book.deputy in x.deputies:
            label = f"{source}/opinion-{x.no}"
            made.append(("opinion", x.on, f"{name}第{x.no}号意见", label))
            if x.solved and x.answered_on is not None:
                made.append(("solved", x.answered_on, f"{name}第{x.no}号意见", label))
                if x.satisfied:
                    made.append(("satisfied", x.answered_on, f"{name}第{x.no}号意见", label))
    return [
        Fact(act=act, on=on, title=title, source=where)
        for act, on, title, where in made
        if on.year == book.year
    ]


async def _suggestions(
    connection: "AsyncConnection", book: Book, span: tuple[str, date, date]
) -> list[Fact]:
    """At a session, or between two: the monthly ones of the measure, for which signing along does
    not count."""
    return [
        Fact(
            act="suggestion" if x.raised == "session" else "monthly_suggestion",
            on=x.submitted_on,
            title=x.title,
            source=x.stream,
        )
        for x in await _asked(connection, _SUGGESTIONS, *span, book.deputy)
    ]
