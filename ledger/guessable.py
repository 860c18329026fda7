"""Passwords that a guesser tries first: the commonest ones, and those with our own words in them.

Any characters may be used (ASVS 6.2.5); what is refused is known beforehand, not badly composed.
"""

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

WORDS = (
    "bihuan",
    "闭环",
    "rendaban",
    "renda",
    "人大",
    "人大办",
    "minsheng",
    "民生",
    "民生实事",
    "admin",
)
"""Names of this system and of the offices that use it, which nobody's password may be (ASVS 6.1.2):
alone, repeated, or with digits and signs before or after."""
_FILE = Path(__file__).with_name("common_passwords.txt")


def guessable(password: str, login: str) -> bool:
    """Whether it is a known one, a word of ours or the login, however often repeated and whatever
    digits and signs stand about it."""
    plain = password.casefold().strip()
    if plain in common() or len(_unit(plain)) <= 4:
        return True
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    unit = _unit(core)
    if unit in (*WORDS, login.casefold()) or unit in common():
        return True
    digits = re.sub(r"\D", "", plain)
    return core == "" and (digits in common() or _runs(digits))


@cache
def common() -> frozenset[str]:
    """The shipped list."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(x for x in lines if x and not x.startswith("# "))


def _unit(text: str) -> str:
    """What it repeats: `abc` for `abcabc`, itself where it repeats nothing."""
    at = (text + text).find(text, 1)
    return text[:at] if text else ""


def _runs(digits: str) -> bool:
    """One after another, up or down, as in 3456789012."""
    steps = {(int(y) - int(x)) % 10 for x, y in pairwise(digits)}
    return len(steps) == 1 and steps <= {0, 1, 9}
