"""Handing a page's command to the ledger: one key a form, so that pressing twice is one fact."""

import re
import secrets

from starlette.datastructures import FormData
from starlette.requests import Request

from api.pages.rights import Signed
from api.pages.signed import foreign
from api.tools import Tools
from domain.base import Command
from ledger.requests import Receipt

_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


def new_key() -> str:
    """The key of a form that is shown now."""
    return secrets.token_hex(16)


def key_of(form: FormData) -> str:
    """The key that the form was shown with. Raises Problem for one that is none of ours."""
    key = form.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise foreign()
    return key


async def record(
    request: Request, tools: Tools, signed: Signed, stream: str, command: Command, key: str
) -> Receipt:
    """The receipt; on time is told by the instant at which the form had arrived completely."""
    told = "received_at" in request.state
    return await tools.ledger.handle(
        stream,
        command,
        actor=signed.actor,
        client=signed.client,
        command_id=key,
        received_at=request.state.received_at if told else tools.heart.arrived(),
    )
