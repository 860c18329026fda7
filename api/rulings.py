"""Decisions and documents as they are sent: files by their hash, as everywhere."""

from typing import Any

from pydantic import create_model

from api.callers import Caller
from api.files_named import known_files
from api.forms import Hashes
from api.tools import Tools
from domain.ruling import Ruling

RulingSent: Any = create_model(
    "RulingSent", __base__=Ruling, __doc__=Ruling.__doc__, evidence=(Hashes, ())
)


async def ruling_of(
    sent: Ruling | None, field: str, stream: str, caller: Caller, tools: Tools
) -> Any:
    """The decision as the record keeps it; None where none was sent. Raises Problem."""
    if sent is None:
        return None
    said = sent.model_dump()
    said["evidence"] = await documents_of(said["evidence"], field, stream, caller, tools)
    return Ruling.model_validate(said)


async def documents_of(
    hashes: tuple[str, ...], field: str, stream: str, caller: Caller, tools: Tools
) -> Any:
    """The files as the record names them, noted as offered in that stream. Raises Problem."""
    files = (await known_files({field: hashes}, caller, tools))[field]
    if files:
        await tools.uploads.offered(caller, {x.sha256 for x in files}, stream)
    return files
