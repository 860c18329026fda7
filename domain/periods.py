"""Calendar periods and their names: 2023-M05, 2023-Q2, 2023-H1, 2023 (`rulebook §10`).

A period keeps its name however late its artefact falls due.
"""

import re
from datetime import date, timedelta
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, model_validator

from domain.refusals import Malformed

Kind = Literal["month", "quarter", "half", "year"]
_MONTHS: dict[Kind, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LETTER: dict[Kind, str] = {"month": "M", "quarter": "Q", "half": "H"}
_NAME = re.compile(r"(\d{4})(?:-(?:M(0[1-9]|1[0-2])|Q([1-4])|H([12])))?", re.ASCII)


class BadPeriod(Malformed, ValueError):
    """A text or a number that names no period."""

    def __init__(self, text: object) -> None:
        text = " ".join(str(text).split())[:40]
        super().__init__(
            f"“{text}”不是期间名称；月、季、半年、年请写成 2023-M05、2023-Q2、2023-H1、2023",
            f"“{text}” names no period; write 2023-M05, 2023-Q2, 2023-H1 or 2023",
        )


class Period(BaseModel):
    """A calendar month, quarter, half-year or year: its name, its first and its last day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    first: date
    last: date

    @model_validator(mode="after")
    def _as_named(self) -> "Period":
        if (self.first, self.last) != _bounds(*_read(self.name)):
            raise BadPeriod(f"{self.name}: {self.first}/{self.last}")
        return self

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """2023-M05. Raises BadPeriod."""
        return _period("month", year, month)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Period":
        """2023-Q2: April to June. Raises BadPeriod."""
        return _period("quarter", year, quarter)

    @classmethod
    def half(cls, year: int, half: int) -> "Period":
        """2023-H1: January to June. Raises BadPeriod."""
        return _period("half", year, half)

    @classmethod
    def year(cls, year: int) -> "Period":
        """2023: January to December. Raises BadPeriod."""
        return _period("year", year, 1)

    @classmethod
    def parse(cls, name: str) -> "Period":
        """The period of that name. Raises BadPeriod."""
        return _period(*_read(name))

    @classmethod
    def containing(cls, kind: Kind, day: date) -> "Period":
        """The period of that kind in which the day lies."""
        if kind not in get_args(Kind):
            raise BadPeriod(kind)
        return _period(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)

    @property
    def kind(self) -> Kind:
        """month, quarter, half or year."""
        return _read(self.name)[0]

    def next(self) -> "Period":
        """The period of the same kind that begins the day after this one ends."""
        return Period.containing(self.kind, self.last + timedelta(1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.name


def _read(name: str) -> tuple[Kind, int, int]:
    match = _NAME.fullmatch(name)
    if match is None:
        raise BadPeriod(name)
    year, *numbers = match.groups()
    for kind, number in zip(_LETTER, numbers, strict=True):
        if number:
            return kind, int(year), int(number)
    return "year", int(year), 1


def _bounds(kind: Kind, year: int, number: int) -> tuple[date, date]:
    length = _MONTHS[kind]
    if not (1 <= year <= 9998 and 1 <= number <= 12 // length):
        raise BadPeriod(f"{year}-{_LETTER.get(kind, '')}{number}")
    first = date(year, (number - 1) * length + 1, 1)
    years, month = divmod(first.month - 1 + length, 12)
    return first, date(year + years, month + 1, 1) - timedelta(1)


def _period(kind: Kind, year: int, number: int) -> Period:
    first, last = _bounds(kind, year, number)
    digits = f"{number:02d}" if kind == "month" else str(number)
    name = f"{year:04d}" + (f"-{_LETTER[kind]}{digits}" if kind in _LETTER else "")
    return Period(name=name, first=first, last=last)
