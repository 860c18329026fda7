"""The ids of lists and items: the same whatever the order of rows, never one id for two things.

An item's id is its list's, a hyphen, and a part without hyphens: its number with two digits
(`LG23-01`), or a digest of its name or of a number that is no number (`LG23-n1f9c03ab`).
"""

import hashlib
import re
import unicodedata

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}", re.ASCII)
_MADE = re.compile(r".*_[0-9a-f]{10}", re.ASCII)
_STRANGE = re.compile(r"[^A-Za-z0-9._-]+", re.ASCII)
_NUMERAL = re.compile(r"0*([0-9]{1,6})", re.ASCII)


def list_key(list_id: str) -> str:
    """The list's id as streams can carry it: itself where it is plain, else a readable rest of it
    with a digest."""
    if _PLAIN.fullmatch(list_id) and not _MADE.fullmatch(list_id):
        return list_id
    rest = _STRANGE.sub("", list_id).lstrip("._-")[:40]
    return f"{rest or 'list'}_{_digest(list_id, 10)}"


def item_key(item_no: str | None, name: str) -> str:
    """The item's part of the id, which is also what rows of one item have in common."""
    if item_no is None:
        return f"n{_digest(name, 8)}"
    numeral = _NUMERAL.fullmatch(unicodedata.normalize("NFKC", item_no))
    return f"{int(numeral[1]):02d}" if numeral else f"i{_digest(item_no, 8)}"


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]
