"""Duty registers, activities and stations, one row each."""

from pydantic_core import to_json

from domain.activity.activities import Activity
from domain.names import ACTIVITY, REGISTER, STATION
from domain.register.catalogue import ORAL, WRITTEN
from domain.register.state import Book
from domain.station.state import Station
from ledger.projections.change import Change, Projection, upsert


def _book(change: Change) -> list[dict[str, object]]:
    book: object = change.after
    if not isinstance(book, Book):
        raise TypeError(change.stream)
    plain = ("id", "congress", "deputy", "region", "regime", "year", "term", "direct")
    live = [x.told for x in book.entries if x.struck is None]
    grade = book.grade
    return [
        {
            **{x: getattr(book, x) for x in plain},
            "stream": change.stream,
            "group_id": book.group,
            "entries": len(live),
            "oral": sum(x.act == ORAL for x in live),
            "written": sum(x.act == WRITTEN for x in live),
            "checks": sorted(x.period for x in book.checks),
            "wanting": sorted(x.period for x in book.checks if not x.complete),
            "total": grade.total if grade else None,
            "grade": grade.grade if grade else None,
            "grade_zh": grade.zh if grade else None,
            "graded_on": grade.ruling.on if grade else None,
            "appeal_open": book.open_appeal is not None,
            "version": change.version,
        }
    ]


def _activity(change: Change) -> list[dict[str, object]]:
    found: object = change.after
    if not isinstance(found, Activity):
        raise TypeError(change.stream)
    told = found.told
    plain = ("kind", "title", "organiser", "deputies", "excused", "absent", "source")
    return [
        {
            **{x: getattr(told, x) for x in plain},
            "id": found.id,
            "stream": change.stream,
            "region": found.region,
            "held_on": told.on,
            "ended_on": told.until,
            "figures": to_json(told.counted()).decode(),
            "annulled": found.annulled,
            "version": change.version,
        }
    ]


def _station(change: Change) -> list[dict[str, object]]:
    station: object = change.after
    if not isinstance(station, Station):
        raise TypeError(change.stream)
    plain = ("id", "region", "regime", "since", "closed_on", "persons", "routed", "answered")
    setup = station.setup
    return [
        {
            **{x: getattr(station, x) for x in plain},
            "stream": change.stream,
            "name": setup.name,
            "kind": setup.kind,
            "seat": setup.seat,
            "group_id": setup.group,
            "deputies": len(setup.deputies),
            "receptions": len(station.receptions),
            "opinions": len(station.opinions),
            "solved": sum(x.solved is True for x in station.opinions),
            "satisfied": sum(x.satisfied is True for x in station.opinions),
            "version": change.version,
        }
    ]


_BOOK = """id stream congress deputy region regime group_id year term direct entries oral written
checks wanting total grade grade_zh graded_on appeal_open version"""
_ACTIVITY = """id stream region kind title held_on ended_on organiser deputies excused absent
figures source annulled version"""
_STATION = """id stream region regime name kind seat group_id deputies since closed_on receptions
persons opinions routed answered solved satisfied version"""

BOOKS = Projection((REGISTER,), upsert("books", "id", _BOOK), _book, ("id",))
ACTIVITIES = Projection((ACTIVITY,), upsert("activities", "id", _ACTIVITY), _activity, ("id",))
STATIONS = Projection((STATION,), upsert("stations", "id", _STATION), _station, ("id",))
