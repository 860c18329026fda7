"""A circular as it is recorded: what it says, beside what the units say; neither is corrected."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.base import Command, Event, Percent, Sha256, ShortText, Text, Value
from domain.project.inspections import Number, SubprojectNo


class Lamp(StrEnum):
    """The light that the circular gives. It is the source's, not ours."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLUE = "blue"


LAMP_ZH = {Lamp.GREEN: "绿灯", Lamp.YELLOW: "黄灯", Lamp.RED: "红灯", Lamp.BLUE: "蓝灯"}


class OwnClaim(Value):
    """What the responsible unit had reported of the same sub-project by the end of the period."""

    period: ShortText
    planned: Percent
    claimed: Percent


class CircularRow(Value):
    """One row that could be read."""

    row: ShortText
    """What the file calls it: its line."""
    project: ShortText
    subproject: SubprojectNo | None = None
    """None: the item as a whole."""
    planned: Percent | None = None
    actual: Percent | None = None
    light: Lamp | None = None
    note: Text | None = None
    period: ShortText
    own: OwnClaim | None = None
    """None where the unit had reported nothing that could be compared."""

    @property
    def differs_by(self) -> Decimal | None:
        """Actual by the circular minus claimed by the unit, in points; None without both."""
        if self.own is None or self.actual is None:
            return None
        return self.actual - self.own.claimed

    @property
    def contradicts(self) -> bool:
        """Whether the circular and the unit say different things. Nobody is put right here."""
        if self.own is None:
            return False
        planned = self.planned is not None and self.planned != self.own.planned
        return planned or bool(self.differs_by)


class RejectedRow(Value):
    """One row that was not taken, and why (zh / en)."""

    row: ShortText
    reason: ShortText


Rows = Annotated[tuple[CircularRow, ...], Field(min_length=1, max_length=2000)]
Rejected = Annotated[tuple[RejectedRow, ...], Field(max_length=2000)]


class Source(Value):
    """Where a circular comes from."""

    number: Number
    name: ShortText
    """Who issued it, in words."""
    dated: date
    period: ShortText
    sha256: Sha256
    file: ShortText


class ReadCircular(Command):
    """查阅登记: the rows of a file, and the programme's duty that reading it fulfils."""

    source: Source
    rows: Rows
    rejected: Rejected = ()
    counts_for: ShortText | None = None


class NoteCircular(Command):
    """What a circular says of one project; sent by the programme, nobody else."""

    source: Source
    rows: Rows


class CircularRead(Event):
    """A circular was read: every row of the file stands here, taken or with its reason."""

    by: str
    party: str
    digest: Sha256
    source: Source
    rows: Rows
    rejected: Rejected
    counts_for: str | None

    def notes(self) -> list[tuple[str, NoteCircular]]:
        """What each project is told: the rows that name it."""
        named = dict.fromkeys(x.project for x in self.rows)
        return [
            (
                project,
                NoteCircular(
                    source=self.source, rows=tuple(x for x in self.rows if x.project == project)
                ),
            )
            for project in named
        ]


class CircularNoted(Event):
    """The circular's rows of this project, shown beside the unit's own claims."""

    source: Source
    rows: Rows


class Known(Value):
    """A circular that was read: what a later decision asks about."""

    number: str
    digest: Sha256
