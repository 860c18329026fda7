"""Who would be affected: the act is done on the streams as they stand, and nothing is written."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fastapi import Request
from starlette.responses import Response

from api.callers import Caller
from api.tools import Tools
from api.writing import Write, answer
from domain.base import Command
from domain.regime_change import ChangeRegime
from ledger import preview_regime
from ledger.dry_run import dry_run
from ledger.preview import Shift, shifts_of
from ledger.requests import Receipt


class Moved(NamedTuple):
    """One duty that would come, go or have another day."""

    stream: str
    zh: str
    obligor: str
    was: date | None
    due: date | None
    called_late: bool

    @property
    def change_zh(self) -> str:
        """What would become of it."""
        if self.was is None:
            return "新产生"
        if self.due is None:
            return "失效"
        return "改期" if self.due != self.was else "日期不变，内容更新"


class Looked(Exception):
    """What the act would do."""

    def __init__(self, streams: int, moved: Sequence[Moved]) -> None:
        super().__init__(streams)
        self.streams, self.moved = streams, moved
        self.late = sum(x.called_late for x in moved)


class Looking(Write):
    """A write that only looks."""

    def __init__(self, request: Request, tools: Tools, key: str) -> None:
        super().__init__(request, tools, key)
        self._ledger = tools.ledger

    async def record(
        self,
        caller: Caller,
        stream: str,
        command: Command,
        *,
        part: str = "",
        reason: str | None = None,
    ) -> Receipt:
        """Raises Looked instead of recording; what the domain refuses, like the record."""
        if isinstance(command, ChangeRegime):
            found = await preview_regime.preview_regime(self._ledger, stream, command, caller.actor)
            raise Looked(
                len({x.stream for x in found}),
                [Moved(x.stream, x.zh, x.obligor, x.was, x.due, False) for x in found],
            )
        effects = await dry_run(self._ledger, stream, command, caller.actor)
        shifts = sorted(shifts_of(effects), key=_order)
        raise Looked(
            len({x.stream for x in effects}),
            [Moved(x.stream, x.zh, x.obligor, x.was, x.due, x.called_late) for x in shifts],
        )

    async def weighty(self, caller: Caller, stream: str, command: Command) -> Response:
        """The same: who proposes sees first what would come of it."""
        return answer(await self.record(caller, stream, command))


def _order(shift: Shift) -> tuple[date, str, str]:
    return (shift.due or shift.was or date.max, shift.stream, shift.duty)
