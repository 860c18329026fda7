"""Numbers that point to a person have no place in the record: a wish's text stays for ever."""

import re

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\w)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_KINDS = (_IDENTITY, _MOBILE, _LANDLINE, _MAIL)
MASK = "〔已隐去〕"


def points_to_a_person(text: str) -> bool:
    """Whether the text holds a telephone number, an identity number or a mail address."""
    return any(x.search(_plain(text)) for x in _KINDS)


def masked(text: str) -> str:
    """The text with such numbers taken out: what comes as a list is not sent back for them."""
    plain = _plain(text)
    for kind in _KINDS:
        plain = kind.sub(MASK, plain)
    return plain if plain != _plain(text) else text


def _plain(text: str) -> str:
    """Full-width digits and signs as plain ones, which is how they are looked for."""
    wide = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF0D: "-", 0xFF20: "@", 0xFF38: "X"}
    return text.translate(wide)
