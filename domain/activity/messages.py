"""What can be asked of an activity, and what can happen to it. Deputies stand by reference."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.activity.figures import Figure
from domain.activity.kinds import ActivityKind, FigureName
from domain.base import Command, Day, Event, ShortText, Text, Value
from domain.forms import Files
from domain.organisation.chart import Ref

ActivityId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Refs = Annotated[tuple[Ref, ...], Field(max_length=2000)]


class Told(Value):
    """What was done, when, where, by whom, and what came of it."""

    kind: ActivityKind
    title: ShortText
    on: Day
    until: Day | None = None
    place: ShortText | None = None
    organiser: ShortText
    """The organ or group in words: 镇人大主席团."""
    deputies: Refs = ()
    """Those who took part, where they are known one by one."""
    excused: Refs = ()
    absent: Refs = ()
    figures: Annotated[tuple[Figure, ...], Field(max_length=20)] = ()
    text: Text | None = None
    source: ShortText | None = None
    """Where it was published, for what is taken from a text."""
    evidence: Files = ()

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if self.until is not None and self.until < self.on:
            raise ValueError("结束日期早于开始日期 / it ends before it begins")
        named = [*self.deputies, *self.excused, *self.absent]
        if len(set(named)) != len(named):
            raise ValueError("同一名代表填了两次 / a deputy is named twice")
        if len({x.what for x in self.figures}) != len(self.figures):
            raise ValueError("同一数字填了两次 / a figure is given twice")
        for x in self.figures:
            if x.what is FigureName.PERSON_TIMES and x.value < len(self.deputies):
                raise ValueError("人次少于参加的代表 / fewer person-times than deputies named")
        return self

    def counted(self) -> tuple[Figure, ...]:
        """The figures, with those that follow from who took part."""
        said = {x.what for x in self.figures}
        own = [] if FigureName.TIMES in said else [Figure(what=FigureName.TIMES, value=1)]
        if self.deputies and FigureName.PERSON_TIMES not in said:
            own.append(Figure(what=FigureName.PERSON_TIMES, value=len(self.deputies)))
        return (*self.figures, *own)


class RecordActivity(Command):
    """登记代表活动."""

    id: ActivityId
    region: ShortText
    told: Told


class CorrectActivity(Command):
    """更正: told anew, whole."""

    told: Told
    because: Text


class AnnulActivity(Command):
    """撤销: it did not take place, or was told twice."""

    because: Text


class ActivityRecorded(Event):
    """It took place."""

    id: str
    region: str
    told: Told
    by: str


class ActivityCorrected(Event):
    """Told anew; what was told before stays in history."""

    told: Told
    because: str
    by: str


class ActivityAnnulled(Event):
    """It counts no more."""

    because: str
    by: str


ActivityCommand = RecordActivity | CorrectActivity | AnnulActivity
ActivityEvent = ActivityRecorded | ActivityCorrected | ActivityAnnulled
