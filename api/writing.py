"""How every write goes: one key, one command, one receipt; repeating it changes nothing."""

from typing import Annotated

from fastapi import Depends, Header, Request
from starlette.responses import JSONResponse, Response

from api.callers import Caller
from api.depending import in_loop
from api.refusals import key_missing
from api.tools import Tools, WithTools
from domain.base import Command
from domain.countersign.weighty import weighty
from ledger.ballots import By
from ledger.countersign import Signer, propose
from ledger.proposed_before import Proposed
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

    async def weighty(self, caller: Caller, stream: str, command: Command) -> Response:
        """A weighty act: recorded where one person may do it here, else proposed to another.

        Raises besides what the record refuses NeedsTwo for a token.
        """
        ledger = self._tools.ledger
        act = weighty(command)
        if act is None or ledger.two is None or not ledger.two.asks(act, caller.actor):
            return answer(await self.record(caller, stream, command))
        done = await propose(ledger, stream, command, signer(caller), self.key)
        return proposed(stream, done)

    def by(self, caller: Caller) -> By:
        """Who asks under this key, for what is recorded together with a ballot box."""
        return By(caller.actor, caller.client, self.key, self._received_at)


Writing = Annotated[Write, Depends(in_loop(Write))]


def signer(caller: Caller) -> Signer:
    """One of the two persons of a weighty act."""
    return Signer(caller.actor, caller.acts_as or "token", caller.client)


def proposed(stream: str, done: Proposed) -> Response:
    """202: a second person is waited for, and where it is confirmed; a repeat gets the same,
    whatever became of it there."""
    body = done.receipt.model_dump(mode="json", exclude={"repeated"})
    at = f"/proposals/{stream}/{done.number}"
    return JSONResponse({**body, "proposal": at}, status_code=202, headers=_replayed(done.receipt))


def answer(receipt: Receipt) -> Response:
    """The receipt: 201 where something was recorded, 200 where the record knew it already.

    A repeat gets the first answer's bytes again, and a header that says so.
    """
    return JSONResponse(
        receipt.model_dump(mode="json", exclude={"repeated"}),
        status_code=201 if receipt.events else 200,
        headers=_replayed(receipt),
    )


def _replayed(receipt: Receipt) -> dict[str, str]:
    return {"Idempotency-Replayed": "true"} if receipt.repeated else {}
