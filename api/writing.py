"""How every write goes: one key, one command, one receipt; repeating it changes nothing."""

from typing import Annotated

from fastapi import Depends, Header, Request
from starlette.responses import JSONResponse, Response

from api.callers import Caller
from api.refusals import key_missing
from api.tools import Tools, WithTools
from domain.base import Command
from ledger.ballots import By
from ledger.requests import Receipt

_Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="本次写入的编号；重试时用同一编号，不会重复登记",
        json_schema_extra={"minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    ),
]


class Write:
    """One write as it came in: its key, and the instant at which it had arrived."""

    def __init__(self, request: Request, tools: WithTools, key: _Key) -> None:
        if not (0 < len(key) <= 200 and all("!" <= x <= "~" for x in key)):
            raise key_missing()
        self.key = key
        self._tools: Tools = tools
        told = "received_at" in request.state  # a write without a body arrived with its head
        self._received_at = request.state.received_at if told else tools.heart.arrived()

    async def record(
        self,
        caller: Caller,
        stream: str,
        command: Command,
        *,
        part: str = "",
        reason: str | None = None,
    ) -> Receipt:
        """Hand the command to the ledger.

        `part` tells the commands of one long write apart; they are dated as they are recorded.
        """
        return await self._tools.ledger.handle(
            stream,
            command,
            actor=caller.actor,
            client=caller.client,
            command_id=self.key + part,
            received_at=None if part else self._received_at,
            reason=reason,
        )

    def by(self, caller: Caller) -> By:
        """Who asks under this key, for what is recorded together with a ballot box."""
        return By(caller.actor, caller.client, self.key, self._received_at)


Writing = Annotated[Write, Depends(Write)]


def answer(receipt: Receipt) -> Response:
    """The receipt: 201 where something was recorded, 200 where the record knew it already.

    A repeat gets the first answer's bytes again, and a header that says so.
    """
    return JSONResponse(
        receipt.model_dump(mode="json", exclude={"repeated"}),
        status_code=201 if receipt.events else 200,
        headers={"Idempotency-Replayed": "true"} if receipt.repeated else None,
    )
