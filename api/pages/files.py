"""Evidence handed in with a form, and fetched again by who may see it."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Annotated, BinaryIO
from urllib.parse import quote

from fastapi import Path
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from api.limits import FILE_MOST, too_large
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.signed import WithSigned
from api.problems import not_found
from api.sight import sees_file
from api.sniff import media_type, safe_name
from api.tools import Tools, WithTools
from ledger.uploads import Upload

router = page_router()
_AT_ONCE = asyncio.Semaphore(4)


async def taken(
    form: FormData,
    signed: Signed,
    tools: Tools,
    key: str,
    fields: tuple[str, str] = ("evidence", "files"),
) -> list[Upload]:
    """The files of the form: those sent now, and those named that were sent before; `fields` are
    where the form names the one and sends the other.

    Raises Problem for a file that is not taken.
    """
    named = [x for x in form.getlist(fields[0]) if isinstance(x, str)]
    known = await tools.uploads.of(signed.party, named) if named else {}
    new = [x for x in form.getlist(fields[1]) if isinstance(x, UploadFile) and x.filename]
    kept = [await _kept(x, signed, tools, f"{key}:{n}") for n, x in enumerate(new)]
    found = {x.sha256: x for x in (*(known[x] for x in named if x in known), *kept)}
    return list(found.values())


async def _kept(file: UploadFile, signed: Signed, tools: Tools, key: str) -> Upload:
    name = safe_name(file.filename or "")
    async with _AT_ONCE:
        content, kind = await asyncio.to_thread(_looked_at, name, file.file)
        sha256 = hashlib.sha256(content).hexdigest()
        await tools.store.keep(sha256, content)
    new = Upload(sha256=sha256, party=signed.party, name=name, media_type=kind, size=len(content))
    own_key = f"{key}:{sha256[:16]}"  # the same form may be sent again with another file
    return (await tools.uploads.keep(new, signed.client, own_key))[0]


def _looked_at(name: str, spool: BinaryIO) -> tuple[bytes, str]:
    spool.seek(0, 2)
    if spool.tell() > FILE_MOST:
        raise too_large(FILE_MOST)
    spool.seek(0)
    kind = media_type(name, spool)
    spool.seek(0)
    return spool.read(), kind


@router.get("/files/{sha256}")
async def fetch(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], signed: WithSigned, tools: WithTools
) -> Response:
    """The file, as a download that is never opened within our pages."""
    own = (await tools.uploads.of(signed.party, [sha256])).get(sha256)
    found = own or await _offered(await tools.uploads.uses(sha256), signed, tools)
    if found is None:
        raise not_found()
    return Response(
        await tools.store.fetch(sha256),
        media_type=found.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


async def _offered(
    uses: Sequence[tuple[Upload, str]], signed: Signed, tools: Tools
) -> Upload | None:
    for upload, stream in uses:
        if can(signed, "read") and await sees_file(signed, upload.sha256, stream, tools.ledger):
            return upload
    return None
