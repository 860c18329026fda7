"""签到: who was at a meeting, by reference, as the list of the day says. Told once, here; each
deputy's register reads it."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.base import Command, Event, Text, Value
from domain.organisation.chart import Ref

Refs = Annotated[tuple[Ref, ...], Field(max_length=10_000)]


class Attendance(Value):
    """The list of a meeting. Those sitting in 列席 are no members and are not in the roll."""

    present: Refs
    excused: Refs = ()
    absent: Refs = ()
    sitting_in: Refs = ()

    @model_validator(mode="after")
    def _once(self) -> Self:
        named = [*self.present, *self.excused, *self.absent, *self.sitting_in]
        if len(set(named)) != len(named):
            raise ValueError("同一名代表填了两次 / a deputy is named twice")
        return self


class TakeAttendance(Command):
    """登记签到; another list replaces the first, and says why."""

    attendance: Attendance
    because: Text | None = None


class AttendanceTaken(Event):
    """Who was there."""

    attendance: Attendance
    because: str | None
    by: str
