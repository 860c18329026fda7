"""Files that a request names by their hash, as the record will name them."""

from collections.abc import Iterable, Mapping

from api.callers import Caller
from api.json_body import invalid
from api.problems import FieldError
from api.tools import Tools
from domain.forms import Evidence


async def known_files(
    named: Mapping[str, Iterable[str]], caller: Caller, tools: Tools
) -> dict[str, tuple[Evidence, ...]]:
    """The caller's own files by the field that names them.

    Raises Problem for a file of nobody's or of another's, in the same words.
    """
    told = {field: list(dict.fromkeys(hashes)) for field, hashes in named.items()}
    asked = {x for hashes in told.values() for x in hashes}
    known = await tools.uploads.of(caller, asked) if asked else {}
    missing = [
        f"{field}.{n}" for field, x in told.items() for n, y in enumerate(x) if y not in known
    ]
    if missing:
        zh, en = "没有这个文件，请先在 /api/v1/evidence 上传", "upload this file first"
        raise invalid([FieldError(field=x, zh=zh, en=en) for x in missing])
    return {field: tuple(known[x].evidence for x in hashes) for field, hashes in told.items()}
