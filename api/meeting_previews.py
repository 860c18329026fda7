"""Who would be affected by convening, moving or cancelling a meeting. Nothing is recorded."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Body
from pydantic import BaseModel

from api.convening import Planned, in_reach
from api.json_body import Strictly, invalid
from api.json_route import json_router
from api.problems import FieldError, not_found
from api.receipts import problems
from api.rights import Allowed
from api.tools import Tools, WithTools
from api.where import MeetingId
from domain.base import Command
from domain.collection.state import Collection
from domain.given import Actor
from domain.names import MEETING, PROJECT, kind_name, stream_id
from domain.parties import label_zh
from domain.programme.state import Programme
from domain.project.state import Project
from ledger.dry_run import Effect, dry_run
from ledger.preview import Shift, shifts_of

router = json_router("会议 meetings")
LOOKED = problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
Change = Literal["new", "moved", "void", "settled"]


class DutyAffected(BaseModel):
    """One duty whose date would change."""

    stream: str
    duty: str
    zh: str
    obligor: str
    obligor_zh: str
    was: date | None
    due: date | None
    change: Change
    settled: bool
    called_late: bool
    """有人已经因它被催办过."""


class StreamAffected(BaseModel):
    """A programme or a project."""

    kind: str
    id: str
    title: str
    region: str
    duties: int


class Affected(BaseModel):
    """Everybody who would be affected."""

    meeting: str
    streams: tuple[StreamAffected, ...]
    obligors: tuple[str, ...]
    duties: tuple[DutyAffected, ...]
    totals: dict[str, int]
    called_late: int


@router.post("/meetings/{meeting}/preview", responses=LOOKED)
async def preview(
    meeting: MeetingId,
    caller: Allowed,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Planned), Body()],
) -> Affected:
    """召集、改期或取消之前，看会影响哪些清单、项目、期限和单位. 不登记任何内容."""
    if sent.convene is None:
        command: Command = (sent.move or sent.cancel).command()
    else:
        if sent.convene.id != meeting:
            zh, en = "与地址中的会议编号不一致", "not the meeting of the address"
            raise invalid([FieldError(field="convene.id", zh=zh, en=en)])
        convening = await sent.convene.command(caller, tools)
        if not in_reach(caller, convening):
            raise not_found()
        command = convening
    return await affected(tools, meeting, command, caller.actor)


async def affected(tools: Tools, meeting: str, command: Command, actor: Actor) -> Affected:
    """Who would be affected. Raises what the domain refuses."""
    effects = await dry_run(tools.ledger, stream_id(MEETING, meeting), command, actor)
    shifts = shifts_of(effects)
    duties = tuple(_duty(x) for x in sorted(shifts, key=_order))
    changes = [x.change for x in duties]
    return Affected(
        meeting=meeting,
        streams=tuple(_streams(effects, shifts)),
        obligors=tuple(sorted({x.obligor for x in duties})),
        duties=duties,
        totals={x: changes.count(x) for x in ("new", "moved", "void", "settled")},
        called_late=sum(x.called_late for x in duties),
    )


def _order(shift: Shift) -> tuple[date, str, str]:
    return (shift.due or shift.was or date.max, shift.stream, shift.duty)


def _duty(shift: Shift) -> DutyAffected:
    return DutyAffected(
        stream=shift.stream,
        duty=shift.duty,
        zh=shift.zh,
        obligor=shift.obligor,
        obligor_zh=label_zh(shift.obligor),
        was=shift.was,
        due=shift.due,
        change=_change(shift),
        settled=shift.settled,
        called_late=shift.called_late,
    )


def _change(shift: Shift) -> Change:
    if shift.was is None:
        return "new"
    if shift.due is None:
        return "void"
    return "settled" if shift.due == shift.was else "moved"


def _streams(effects: Sequence[Effect], shifts: Sequence[Shift]) -> Sequence[StreamAffected]:
    found: dict[str, StreamAffected] = {}
    for effect in effects:
        state: object = effect.after
        kind, _, name = effect.stream.partition(":")
        if isinstance(state, Programme | Collection):
            title, region = state.title, state.region
        elif isinstance(state, Project):
            title, region = state.card.name, state.card.region
        else:
            continue
        number = sum(1 for x in shifts if x.stream == effect.stream)
        found[effect.stream] = StreamAffected(
            kind=kind, id=name, title=title, region=region, duties=number
        )
    return sorted(found.values(), key=lambda x: (kind_name(x.kind) == PROJECT, x.id))
