"""One request on its way through the house, for the log of reads: what it asks for, who it turns
out to be by, what was looked at for it, and what came of it."""

from datetime import UTC, datetime
from typing import Any

import structlog
from fastapi import Request
from starlette.types import Message, Scope

from ledger.access.book import AccessBook, NotNoted
from ledger.access.visit import LONGEST, Phase, Visit, named
from ledger.behalf import PUBLIC, Behalf, behalf, read_for
from ledger.looked import look

READING = ("GET", "HEAD", "OPTIONS")
HIDDEN = ("form_token", "kept", "purpose", "next", "code", "state")
"""Of an address' query these stand nowhere: secrets, long texts, and what has a column."""
SECRETS = ("secret", "code")
"""Parts of an address that open what lies there."""
TURNED_AWAY = (404, 429, 503)
"""Nobody in particular was shown nothing: who is unknown cannot fill the log."""
log = structlog.get_logger("access")


class Visiting:
    """One request on its way: who it is by becomes known in the course of it."""

    def __init__(self, scope: Scope, book: AccessBook, ip: str) -> None:
        self._scope, self._book, self._ip = scope, book, ip
        self._looked = look()
        self._asked = self._done = False
        self.request: str = scope["state"]["request"]
        self.purpose: str | None = None
        self.maybe = False
        """Whether what was asked for was done, and only the answer could not be noted."""

    async def asked(self) -> None:
        """Before anything is done. Raises NotNoted."""
        if self._scope["method"] not in READING and not self._asked:
            self._asked = True
            await self._note("asked", None)

    async def answered(self, message: Message) -> None:
        """Before the first byte leaves. Raises NotNoted: what was asked for may be done by then."""
        status: int = message["status"]
        if self._done or not (self._scope["state"].get("caller") or self._shows(message)):
            return
        self._done = True
        try:
            await self._note("answered", status)
        except NotNoted:
            self.maybe = self._asked and status < 400
            self._scope["state"]["maybe"] = self.maybe
            raise

    async def broken(self) -> None:
        """What ended in a fault shows nothing; that it was asked for is noted if it can be."""
        if not self._done and self._scope["state"].get("caller"):
            try:
                await self._note("answered", 500)
            except NotNoted:
                log.exception("not noted", request=self.request)

    def _shows(self, message: Message) -> bool:
        """Whether nobody in particular is shown something, or tries to sign in. Who is only sent
        elsewhere is shown nothing; who got in on the way is known by then."""
        status: int = message["status"]
        if self._scope["path"].startswith("/login"):
            return status not in TURNED_AWAY and not 300 <= status < 400
        return status < 300

    async def _note(self, phase: Phase, result: int | None) -> None:
        state = self._scope["state"]
        if state.get("sample"):
            return  # what is made up for practice is nobody's
        caller = state.get("reader")
        account = getattr(caller, "account", None)
        told = self._scope.get("path_params", {}).items()
        given = {f"{k}:{v}" for k, v in told if k not in SECRETS}
        objects, number, digest = named(_plain(x, 300) for x in self._looked | given)
        await self._book.note(
            Visit(
                at=datetime.now(UTC),
                request=self.request,
                phase=phase,
                subject=state.get("caller"),
                role=account.role if account else getattr(caller, "role", None),
                party=getattr(caller, "party", None),
                region=getattr(caller, "region", None),
                action=_plain(f"{self._scope['method']} {_address(self._scope)}", 300),
                objects=objects,
                filter=_filter(self._scope["query_string"]),
                number=number,
                digest=digest,
                result=result,
                ip=self._ip,
                purpose=self.purpose,
            )
        )


def _address(scope: Scope) -> str:
    """The address as it is written in the routes, without the values of this one."""
    return str(getattr(scope.get("route"), "path", scope["path"]))


def _filter(query: bytes) -> str:
    """The query as it was sent, percent-encoded and so free of line ends."""
    parts = query.decode("ascii", "replace").split("&")
    kept = [x for x in parts if x and x.partition("=")[0] not in HIDDEN]
    return _plain("&".join(kept), LONGEST)


def _plain(text: str, longest: int) -> str:
    """A text that stands in one line of any table."""
    return "".join(x if x.isprintable() else "�" for x in text)[:longest]


async def known(request: Request, caller: Any, subject: str) -> None:
    """From here on it is known who asks; what may change something is noted before it is done.

    Raises NotNoted."""
    request.state.caller = subject
    request.state.reader = caller
    if behalf() != PUBLIC and not getattr(request.state, "sample", False):
        read_for(Behalf(caller.role, caller.party, caller.region or ""))
    visiting: Visiting | None = getattr(request.state, "visiting", None)
    if visiting is not None:
        await visiting.asked()
