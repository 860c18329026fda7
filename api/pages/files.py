"""Evidence handed in with a form, and fetched again by who may see it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Path
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from api.intake import handed_out, take
from api.limits import FILE_MOST, too_large
from api.pages.rights import Signed, can
from api.pages.router import page_router
from api.pages.signed import WithSigned
from api.problems import not_found
from api.sight import sees_file
from api.sniff import safe_name
from api.tools import Tools, WithTools
from ledger.uploads import Upload

router = page_router()


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
    known = await tools.uploads.of(signed, named) if named else {}
    new = [x for x in form.getlist(fields[1]) if isinstance(x, UploadFile) and x.filename]
    kept = [await _kept(x, signed, tools, f"{key}:{n}") for n, x in enumerate(new)]
    found = {x.sha256: x for x in (*(known[x] for x in named if x in known), *kept)}
    return list(found.values())


async def _kept(file: UploadFile, signed: Signed, tools: Tools, key: str) -> Upload:
    name = safe_name(file.filename or "")
    if (file.size or 0) > FILE_MOST:
        raise too_large(FILE_MOST)
    # the same form may be sent again with another file
    return (await take(name, file.file, signed, tools, lambda x: f"{key}:{x[:16]}"))[0]


@router.get("/files/{sha256}")
async def fetch(
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")], signed: WithSigned, tools: WithTools
) -> Response:
    """The file, as a download that is never opened within our pages."""
    own = (await tools.uploads.of(signed, [sha256])).get(sha256)
    found = own or await _offered(await tools.uploads.uses(sha256), signed, tools)
    if found is None:
        raise not_found()
    return await handed_out(found, tools.store, tools.rules)


async def _offered(
    uses: Sequence[tuple[Upload, str]], signed: Signed, tools: Tools
) -> Upload | None:
    for upload, stream in uses:
        if can(signed, "read") and await sees_file(signed, upload.sha256, stream, tools.ledger):
            return upload
    return None
