"""Publishing and changing the year's supervision-contact schedule 监督联系安排表 (S000)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, Sha256, ShortText, Text
from domain.matching.schedule import ContactRow, ContactSchedule, Rows
from domain.organisation.chart import Ref

Version = Annotated[int, Field(ge=1)]


class PublishContactSchedule(Command):
    """公布监督联系安排表: one line for every project of the list."""

    number: ShortText
    """文号."""
    published_on: date
    organisation: Ref
    organisation_version: Version
    """As which the organisation stood when conflicts were looked at."""
    proposal: Sha256 | None = None
    """The proposal it was made from."""
    rows: Rows


class ChangeContactSchedule(Command):
    """调整监督联系安排: another line for one project, with its reason."""

    on: date
    organisation: Ref
    organisation_version: Version
    row: ContactRow
    because: Text


class ContactSchedulePublished(Event):
    """The schedule as it was published; frozen."""

    number: ShortText
    published_on: date
    organisation: Ref
    organisation_version: Version
    proposal: Sha256 | None
    rows: Rows
    by: str


class ContactScheduleChanged(Event):
    """One line is another from that day on; the published one stays on record."""

    on: date
    organisation: Ref
    organisation_version: Version
    row: ContactRow
    because: Text
    by: str


ContactCommand = PublishContactSchedule | ChangeContactSchedule
ContactEvent = ContactSchedulePublished | ContactScheduleChanged


def evolve_schedule(known: ContactSchedule | None, event: ContactEvent) -> ContactSchedule | None:
    """The schedule after the event."""
    match event:
        case ContactSchedulePublished():
            return ContactSchedule(
                number=event.number,
                published_on=event.published_on,
                organisation=event.organisation,
                rows=event.rows,
            )
        case ContactScheduleChanged(row=row):
            if known is None:
                return None
            rows = tuple(row if x.project == row.project else x for x in known.rows)
            rows = rows if row in rows else (*rows, row)
            return known.model_copy(update={"rows": rows, "changes": known.changes + 1})
