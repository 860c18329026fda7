"""改用办法: what another measure would change for a running year, and the decision on record."""

from datetime import date
from typing import Annotated, Any

from fastapi import Body
from starlette.responses import Response

from api.json_body import Strictly
from api.json_route import json_router
from api.receipts import WEIGHTY, problems
from api.rights import Allowed
from api.tools import WithTools
from api.where import ProgrammeId
from api.writing import Writing
from domain.base import ShortText, Text, Value
from domain.names import PROGRAMME, stream_id
from domain.parties import Role
from domain.regime_change import ChangeRegime
from domain.regimes import named
from ledger.preview_regime import preview_regime

router = json_router("清单 programmes")


class Decision(Value):
    """The decision to supervise a year under another measure."""

    regime: ShortText
    """办法，如 baofeng@2."""
    decision: ShortText
    """决定文号."""
    because: Text
    decided_by: Role
    """作出决定的机关."""
    effective: date
    """施行日：此前到期的义务不变."""

    def command(self) -> ChangeRegime:
        """The command; the measure's newest version where none is named. Raises Unknown."""
        said = {x: getattr(self, x) for x in type(self).model_fields}
        return ChangeRegime.model_validate({**said, "regime": named(self.regime).ref})


class ShiftShown(Value):
    """One duty that would change: `gone`, `new`, `redated` or `restated` (改由他人承担等)."""

    stream: str
    duty: str
    zh: str
    kind: str
    was: date | None
    due: date | None
    obligor: str
    obligee: str


class Preview(Value):
    """What would change; nothing is recorded."""

    regime: str
    shifts: tuple[ShiftShown, ...]


@router.post(
    "/programmes/{programme}/regime/previews",
    responses=problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
)
async def preview_regime_change(
    programme: ProgrammeId,
    caller: Allowed,
    tools: WithTools,
    sent: Annotated[Any, Strictly(Decision), Body()],
) -> Preview:
    """改用办法之前：哪些义务会增加、失效、改期或改由他人承担。不作登记."""
    command = sent.command()
    stream = stream_id(PROGRAMME, programme)
    shifts = await preview_regime(tools.ledger, stream, command, caller.actor)
    shown = tuple(ShiftShown(**x._asdict()) for x in shifts)
    return Preview(regime=command.regime, shifts=shown)


@router.put("/programmes/{programme}/regime", status_code=201, responses=WEIGHTY)
async def change_regime(
    programme: ProgrammeId,
    caller: Allowed,
    write: Writing,
    sent: Annotated[Any, Strictly(Decision), Body()],
) -> Response:
    """改用另一部办法，清单中的项目随之改用."""
    command = sent.command()
    return await write.weighty(caller, stream_id(PROGRAMME, programme), command)
