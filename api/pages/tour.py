"""The guided tour of a running demonstration, as the demonstration itself writes it down."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ValidationError

from api.tools import Tools


class Stop(BaseModel, frozen=True):
    """One stop: as whom to sign in, what to look at, and the page."""

    login: str
    zh: str
    at: str


class Tour(BaseModel, frozen=True):
    """Where the play stands, and where to look."""

    today: date
    last: date
    ended: bool
    line: str
    """The newest line of the commentary."""
    tour: tuple[Stop, ...]


def tour_of(tools: Tools) -> Tour | None:
    """The tour; None where no demonstration runs, or its note cannot be read just now."""
    return read(tools.tour) if tools.tour is not None else None


def read(note: Path) -> Tour | None:
    """What the note says; None without one."""
    try:
        return Tour.model_validate_json(note.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
