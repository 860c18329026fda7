"""Publishing a holiday notice is a fact (T8): it settles provisional dates, which may come earlier.

The state is the calendar that everybody computes with: the shipped notices and those published
since. One notice a year; a corrected one is published as a later number.
"""

from collections.abc import Sequence

from pydantic import Field

from domain.base import Command, Event, Text, Value, is_none
from domain.calendar import Calendar, Notice
from domain.countersign.persons import Persons
from domain.given import Given


class PublishNotice(Command):
    """公布放假安排: the State Council's notice for one year, with number and source."""

    notice: Notice
    because: Text


class NoticePublished(Event):
    """The notice stands in the record; every date still owed is computed again."""

    notice: Notice
    because: Text
    by: str
    persons: Persons | None = Field(default=None, exclude_if=is_none)


class Almanac(Value):
    """The notices published through the record, beside the shipped ones."""

    notices: tuple[Notice, ...] = ()

    def calendar(self) -> Calendar:
        """The calendar that decisions use."""
        calendar = Calendar.seeded()
        for notice in self.notices:
            calendar = calendar.publish(notice)
        return calendar


AlmanacCommand = PublishNotice
AlmanacEvent = NoticePublished


def decide(
    state: Almanac | None, command: PublishNotice, given: Given
) -> Sequence[NoticePublished]:
    """The event of a notice; the same notice again gives none."""
    known = (state or Almanac()).calendar().notices.get(command.notice.year)
    if known == command.notice:
        return []
    return [
        NoticePublished(
            notice=command.notice,
            because=command.because,
            by=given.actor.ref,
            persons=given.persons,
        )
    ]


def evolve(state: Almanac | None, event: NoticePublished) -> Almanac:
    """The almanac after the event."""
    return Almanac(notices=(*(state or Almanac()).notices, event.notice))
