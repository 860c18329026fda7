"""What is printed by an expression, said in English: a known text, or a known form with its gaps.

Python's own sentences are literals and f-strings in Chinese; each is a message, an f-string with
numbered gaps (`{1}到期，{2}`). A value that was made by such a form is found again by it, and what
stands in the gaps is said likewise. What no form knows is somebody's own words, and stays.
"""

import re
from collections.abc import Mapping
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
_LONGEST = 600
"""Characters of a sentence of ours; what is longer was written by somebody."""


class Form(NamedTuple):
    """A message with gaps, ready to be found."""

    shape: re.Pattern[str]
    longest: str
    """Its longest piece of text: what does not hold it cannot be of this form."""
    said: str


class Reader:
    """Says texts in English by a catalogue, Chinese → English; it remembers what it said."""

    def __init__(self, catalogue: Mapping[str, str]) -> None:
        self._catalogue = catalogue
        self._forms = _forms(catalogue)
        self.say = lru_cache(maxsize=20_000)(self._say)

    def _say(self, text: str, deep: int = 0) -> str:
        if not HAN.search(text) or len(text) > _LONGEST:
            return text
        known = self._catalogue.get(text) or english_day(text)
        if known is None and deep < _DEEP:
            whole = self._by_parts(text, deep, every=True)
            known = whole or self._by_form(text, deep) or self._by_parts(text, deep)
        return known or text

    def _by_form(self, text: str, deep: int) -> str | None:
        for form in self._forms:
            found = form.shape.fullmatch(text) if form.longest in text else None
            if found:
                gaps = {x: self.say(y, deep + 1) for x, y in found.groupdict().items()}
                return _GAP.sub(lambda x: gaps[f"g{x[1]}"], form.said)  # noqa: B023  # used at once
        return None

    def _by_parts(self, text: str, deep: int, *, every: bool = False) -> str | None:
        """Sentences and lists: each part said. Without `every`, what stands in a list may be
        somebody's name."""
        parts = _ENDS.split(text)
        if len(parts) == 1:
            return None
        words = parts[::2]
        said = [self.say(x, deep + 1) for x in words]
        listed = all(x.strip() in _LISTING for x in parts[1::2])
        unsaid = [x for x, y in zip(words, said, strict=True) if HAN.search(x) and x == y]
        if unsaid and (every or not listed or len(unsaid) == len(words)):
            return None
        parts[::2] = said
        text = "".join(x.translate(_STOPS) if at % 2 else x for at, x in enumerate(parts))
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
