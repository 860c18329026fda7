"""Bodies about meetings, and what is looked up before they become commands."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from api.callers import Caller
from api.json_body import invalid
from api.problems import FieldError
from api.sight import reads, sees
from api.tools import Tools
from domain.base import ShortText, Text, Value
from domain.collection.state import Collection
from domain.meeting.attendance import Attendance, TakeAttendance
from domain.meeting.kinds import RULES, MeetingKind, Tier
from domain.meeting.messages import (
    CancelMeeting,
    CloseMeeting,
    ConveneMeeting,
    MoveMeeting,
    OpenMeeting,
    Proposal,
    Served,
)
from domain.names import COLLECTION, PROGRAMME, stream_id
from domain.parties import Role
from domain.programme.state import Programme
from domain.refusals import Unknown
from domain.regimes import named
from domain.regimes.when import Anchor

Year = Programme | Collection
_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"


class Serving(Value):
    """一份年度清单，以及本次会议确定其中哪个日子."""

    programme: Annotated[str, Field(pattern=_ID)]
    before: bool = False
    """票决之前的征集：此处填征集编号，日子为 session（本次会议）."""
    anchor: Anchor | None = None


class Convening(Value):
    """召集一次会议. 地区、层级、召集机关不填的，按所服务的清单和法律规定."""

    id: Annotated[str, Field(pattern=_ID)]
    title: ShortText
    kind: MeetingKind
    opens: date
    closes: date | None = None
    document: ShortText
    """文号."""
    region: ShortText | None = None
    tier: Tier | None = None
    convened_by: Role | None = None
    proposal: Proposal | None = None
    serves: Annotated[tuple[Serving, ...], Field(max_length=50)] = ()

    async def command(self, caller: Caller, tools: Tools) -> ConveneMeeting:
        """The command, with what the served years say. Raises Problem 422."""
        years = [await self._year(n, x, caller, tools) for n, x in enumerate(self.serves)]
        tiers: list[Tier] = [named(x.regime).tier for x in years]
        tier = self.tier or next(iter(tiers), None)
        region = self.region or next((x.region for x in years), None) or caller.region
        if tier is None or region is None:
            raise invalid([_missing(x) for x, y in (("tier", tier), ("region", region)) if not y])
        served = tuple(
            Served(
                programme=x.programme,
                anchor=x.anchor,
                region=year.region,
                vote=year.anchors.vote,
                projects=year.projects if isinstance(year, Programme) else (),
                before=x.before,
            )
            for x, year in zip(self.serves, years, strict=True)
        )
        by = self.convened_by or _convener(self.kind, tier)
        said = {x: getattr(self, x) for x in ("id", "title", "kind", "opens", "closes", "document")}
        return ConveneMeeting(
            **said,
            tier=tier,
            region=region,
            convened_by=by,
            proposal=self.proposal,
            serves=served,
        )

    async def _year(self, n: int, one: Serving, caller: Caller, tools: Tools) -> Year:
        kind, shape = (COLLECTION, Collection) if one.before else (PROGRAMME, Programme)
        try:
            state = (await tools.ledger.standing(stream_id(kind, one.programme))).state
        except Unknown:
            state = None
        if not isinstance(state, Year) or not isinstance(state, shape) or not sees(caller, state):
            zh, en = "没有找到这份清单，请核对编号", "there is no such programme"
            raise invalid([FieldError(field=f"serves.{n}.programme", zh=zh, en=en)])
        return state


class Moving(Value):
    """改期."""

    opens: date
    closes: date | None = None
    reason: Text
    document: ShortText

    def command(self) -> MoveMeeting:
        """The command."""
        return MoveMeeting(**dict(self))


class Cancelling(Value):
    """取消."""

    reason: Text
    document: ShortText

    def command(self) -> CancelMeeting:
        """The command."""
        return CancelMeeting(**dict(self))


class OpeningDay(Value):
    """开幕: 应到、实到."""

    on: date
    roll: Annotated[int, Field(ge=1, le=10_000)]
    present: Annotated[int, Field(ge=0, le=10_000)]

    def command(self) -> OpenMeeting:
        """The command."""
        return OpenMeeting(**dict(self))


class ClosingDay(Value):
    """闭幕."""

    on: date

    def command(self) -> CloseMeeting:
        """The command."""
        return CloseMeeting(**dict(self))


class SigningIn(Attendance):
    """签到; another list says why it replaces the first."""

    because: Text | None = None

    def command(self) -> TakeAttendance:
        """The command."""
        told = {x: getattr(self, x) for x in Attendance.model_fields}
        return TakeAttendance(attendance=Attendance(**told), because=self.because)


class Planned(Value):
    """A change that is only looked at: exactly one of the three."""

    convene: Convening | None = None
    move: Moving | None = None
    cancel: Cancelling | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "Planned":
        if sum(x is not None for x in (self.convene, self.move, self.cancel)) != 1:
            raise ValueError("convene、move、cancel 三项中填且只填一项 / exactly one of the three")
        return self


def in_reach(caller: Caller, command: ConveneMeeting) -> bool:
    """Whether the meeting is one of the caller's own region or of what lies below."""
    return reads(caller, command.region)


def _convener(kind: MeetingKind, tier: Tier) -> Role:
    by = RULES[kind].conveners
    return by[tier][0] if tier in by else next(iter(by.values()))[0]


def _missing(field: str) -> FieldError:
    return FieldError(field=field, zh="没有所服务的清单时必须填写", en="say it, or a programme")
