"""In which letters a form may be sent: in UTF-8 alone.

The reader of forms would decode each field with whatever codec the sender names, and among those
that Python knows are some that take minutes for a short text, or make one that nobody can store.
"""

from python_multipart.multipart import parse_options_header
from starlette.types import Scope

from api.problems import Problem

_OURS = (b"utf-8", b"utf8")


def strangely_written(scope: Scope) -> Problem | None:
    """415 for a form in parts whose charset is told and is another. Every line is looked at, and
    read as the reader of forms reads it: the other kind of form it takes as UTF-8 in any case,
    and what a part says of its own letters it does not heed."""
    said = (x.decode("latin-1") for name, x in scope["headers"] if name == b"content-type")
    if any(map(_in_other_letters, said)):
        return Problem(
            "unsupported",
            "表单请以 UTF-8 编码发送，不要在 Content-Type 中注明其他 charset。",
            "Send the form in UTF-8 and name no other charset in Content-Type.",
            headers={"Connection": "close"},
        )
    return None


def _in_other_letters(kind: str) -> bool:
    plain, told = parse_options_header(kind)
    charsets = [x.strip().lower() for name, x in told.items() if name.strip().lower() == b"charset"]
    return plain.strip() == b"multipart/form-data" and any(x not in _OURS for x in charsets)
