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
_JOINTS = tuple(re.compile(f"([{x}]+)") for x in ("。；", "，", "：", "、·/", "（）", " 　"))
"""What sentences, clauses and lists are joined by, the wider first."""
_STOPS = str.maketrans(
    {"。": ".", "；": ";", "，": ",", "、": ",", "：": ":", "（": " (", "）": ")"}
)
_STRONG = 4
"""So many characters of its own let a form hold words that are not ours, such as names."""
_DEEP = 5
_LONGEST = 600
"""Characters of a sentence of ours; what is longer was written by somebody."""


def punctuated(text: str) -> str:
    """The text with the stops of English."""
    return re.sub(r"([.;,:)])(?=[A-Za-z0-9{<“])", r"\1 ", text.translate(_STOPS))


class Form(NamedTuple):
    """A message with gaps, ready to be found."""

    shape: re.Pattern[str]
    longest: str
    """Its longest piece of text: what does not hold it cannot be of this form."""
    said: str
    own: int
    """How many Chinese characters it has itself."""


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
            known = self._by_parts(text, deep) or self._by_form(text, deep)
        return known or text

    def _by_form(self, text: str, deep: int) -> str | None:
        for form in self._forms:
            found = form.shape.fullmatch(text) if form.longest in text else None
            said = self._filled(form, found.groupdict(), deep) if found else None
            if said is not None:
                return said
        return None

    def _filled(self, form: Form, held: Mapping[str, str], deep: int) -> str | None:
        """The form's English with its gaps said; None where it holds what is not ours and has too
        few characters of its own to be sure that this is it."""
        said = {}
        for gap, text in held.items():
            bare = text.strip()
            word = self.say(bare, deep + 1)
            if word == bare and HAN.search(bare) and form.own < _STRONG:
                return None
            said[gap] = text.replace(bare, word) if bare else text
        return _GAP.sub(lambda x: said[f"g{x[1]}"], form.said)

    def _by_parts(self, text: str, deep: int) -> str | None:
        """Sentences, clauses and lists of which every part is ours."""
        for joint in _JOINTS:
            parts = joint.split(text)
            if len(parts) == 1:
                continue
            words = [x.strip() for x in parts[::2]]
            said = [self.say(x, deep + 1) for x in words]
            if not any(HAN.search(x) and x == y for x, y in zip(words, said, strict=True)):
                parts[::2] = said
                joined = (punctuated(x) if at % 2 else x for at, x in enumerate(parts))
                return punctuated("".join(joined))
        return None


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
        own = len(HAN.findall("".join(texts)))
        weight = (own, len("".join(texts)), -len(texts))
        found.append((weight, Form(re.compile(shape, re.DOTALL), max(texts, key=len), said, own)))
    return [x for _, x in sorted(found, key=lambda x: x[0], reverse=True)]
