"""What is printed by an expression, said in English: a known text, or a known form with its gaps.

Python's own sentences are literals and f-strings in Chinese; each is a message, an f-string with
numbered gaps (`{1}到期，{2}`). A value that was made by such a form is found again by it, and what
stands in the gaps is said likewise. What no form knows is somebody's own words, and stays.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from api.language.days import english_day
from api.language.pieces import HAN

_GAP = re.compile(r"\{(\d+)\}")
_ENDS = re.compile(r"([。；，、：（）“”《》·/ ]+)")
_STOPS = str.maketrans("。；，、：（）　", ".;,,:() ")
_LISTING = frozenset({"·", "、", "/", ""})
"""Between things that stand side by side, of which some may be names."""
_DEEP = 4


class Form(NamedTuple):
    """A message with gaps, ready to be found."""

    shape: re.Pattern[str]
    longest: str
    """Its longest piece of text: what does not hold it cannot be of this form."""
    said: str


def reader(catalogue: Mapping[str, str]) -> Callable[[str], str]:
    """A function that says a text in English by the catalogue, Chinese → English."""
    forms = _forms(catalogue)

    @lru_cache(maxsize=20_000)
    def say(text: str, deep: int = 0) -> str:
        if not HAN.search(text):
            return text
        known = catalogue.get(text) or english_day(text)
        if known:
            return known
        if deep == _DEEP:
            return text
        for form in forms:
            found = form.shape.fullmatch(text) if form.longest in text else None
            if found:
                return _GAP.sub(lambda x: say(found[f"g{x[1]}"], deep + 1), form.said)
        parts = _ENDS.split(text)
        if len(parts) == 1:
            return text
        said = [x if at % 2 else say(x, deep + 1) for at, x in enumerate(parts)]
        listed = all(x.strip() in _LISTING for x in parts[1::2])
        unsaid = [x for x, y in zip(parts[::2], said[::2], strict=True) if HAN.search(x) and x == y]
        if unsaid and not (listed and len(unsaid) < len(parts[::2])):
            return text
        return _spaced(said)

    return lambda text: say(text)


def _spaced(parts: Iterable[str]) -> str:
    text = "".join(x.translate(_STOPS) for x in parts)
    return re.sub(r"([.;,:])(?=[A-Za-z0-9])", r"\1 ", text)


def _forms(catalogue: Mapping[str, str]) -> list[Form]:
    """The forms, the most particular first."""
    found = []
    for message, said in catalogue.items():
        pieces = _GAP.split(message)
        texts = pieces[::2]
        if len(pieces) == 1 or not said or not HAN.search("".join(texts)):
            continue
        shape = "".join(
            re.escape(x) if at % 2 == 0 else f"(?P<g{x}>.*?)" for at, x in enumerate(pieces)
        )
        weight = (len(HAN.findall("".join(texts))), len("".join(texts)), -len(texts))
        found.append((weight, Form(re.compile(shape, re.DOTALL), max(texts, key=len), said)))
    return [x for _, x in sorted(found, key=lambda x: x[0], reverse=True)]
