"""How Chinese names are read: their order by pinyin, and finding them by 汉字, 全拼 or initials.

A reading is the dictionary's, not a fact of the record: it is made on looking and kept in memory,
so that a better dictionary needs no rebuilding.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

KEPT = 50_000
"""So many names' readings are kept: a prefecture's projects and deputies several times over."""
TEXTS = 200_000
"""So many names are kept as words are looked for in them: a province's twice. Fewer than are
looked through in one go would be forgotten before they are asked for again, each of them."""
_HAN = re.compile(r"[㐀-䶿一-鿿]")
_WORD = re.compile(r"[a-z0-9]")
SURNAMES = {
    "仇": "qiu2",
    "单": "shan4",
    "区": "ou1",
    "查": "zha1",
    "解": "xie4",
    "任": "ren2",
    "曾": "zeng1",
    "朴": "piao2",
    "盖": "ge3",
    "缪": "miao4",
    "翟": "zhai2",
    "召": "shao4",
    "华": "hua4",
    "燕": "yan1",
    "纪": "ji3",
    "覃": "qin2",
    "逄": "pang2",
    "乜": "nie4",
    "尉": "yu4",
}
"""What is read otherwise in front of a given name."""


class Letters(NamedTuple):
    """A name written as `/充chong/电dian`, and of each part the place of its character."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]


def by_pinyin(name: str) -> tuple[tuple[str, str], ...]:
    """The key that puts a name in its place: syllable and tone of each character, then itself."""
    return _key(name, person=False)


def by_surname(name: str) -> tuple[tuple[str, str], ...]:
    """As `by_pinyin` for persons: 单 is Shan and 解 is Xie."""
    return _key(name, person=True)


@lru_cache(KEPT)
def _key(name: str, *, person: bool) -> tuple[tuple[str, str], ...]:
    sounds = list(_sounds(name, tones=True))
    if person and name[:1] in SURNAMES:
        sounds[0] = SURNAMES[name[:1]]
    return tuple(zip(sounds, name, strict=True))


def _sounds(name: str, *, tones: bool = False) -> Sequence[str]:
    """One syllable a character; what is not Chinese stands for itself."""
    from pypinyin import Style, lazy_pinyin

    style = Style.TONE3 if tones else Style.NORMAL
    errors: Any = list  # one for each character: documented, though not in the types
    told = lazy_pinyin(name, style=style, errors=errors, neutral_tone_with_five=True)
    return [x.lower() for x in told]


@cache
def _alone(sign: str) -> str:
    return _sounds(sign)[0]


@lru_cache(KEPT)
def _letters(name: str) -> tuple[Letters, ...]:
    """As the words are read, and where that differs, as each character is read alone (重庆)."""
    together, alone = tuple(_sounds(name)), tuple(map(_alone, name))
    return tuple(_written(name, x) for x in dict.fromkeys((together, alone)))


def _written(name: str, sounds: Sequence[str]) -> Letters:
    parts, starts, places, length = [], [], [], 0
    for place, (sign, sound) in enumerate(zip(name, sounds, strict=True)):
        if _HAN.match(sign):
            part = f"/{sign}{sound}"
        elif _WORD.match(sign.lower()):
            part = f"/{sign.lower()}{sign.lower()}"
        else:
            continue
        parts.append(part)
        starts.append(length)
        places.append(place)
        length += len(part)
    return Letters("".join(parts), tuple(starts), tuple(places))


@lru_cache(TEXTS)
def texts_of(name: str) -> tuple[str, ...]:
    """A name as words are looked for in it."""
    return tuple(x.text for x in _letters(name))


def is_found(word: re.Pattern[str], name: str) -> bool:
    """Whether one word of what is sought is found in the name."""
    return any(map(word.search, texts_of(name)))


class Sought:
    """What somebody looks for: every word of it must be found, each as 汉字, pinyin or initials."""

    def __init__(self, text: str) -> None:
        self.words = tuple(_pattern(x) for x in text.lower().replace("'", "").split() if _said(x))

    def __bool__(self) -> bool:
        return bool(self.words)

    def within(self, *names: str) -> bool:
        """Whether every word is found in one of the names."""
        found = map(self.found_in, names)
        return all(map(any, zip(*found, strict=True)))

    def found_in(self, name: str) -> tuple[bool, ...]:
        """Of each word, whether it is found in the name."""
        return tuple(is_found(x, name) for x in self.words)

    def marked(self, name: str) -> list[tuple[str, bool]]:
        """The name in pieces, and of each whether it is what was found."""
        hit = [False] * len(name)
        for word in self.words:
            for first, last in _found(word, name) or ():
                hit[first : last + 1] = [True] * (last + 1 - first)
        return _pieces(name, hit)


def _said(word: str) -> list[str]:
    return [x for x in word.lower() if _HAN.match(x) or _WORD.match(x)]


def _pattern(word: str) -> re.Pattern[str]:
    """Letters go on within a syllable or begin the next; a character begins one."""
    parts = ["/"]
    for number, sign in enumerate(_said(word)):
        if _HAN.match(sign):
            parts.append(sign if not number else f"[a-z0-9]*/{sign}")
        elif not number:
            parts.append(f".{sign}")
        elif _HAN.match(_said(word)[number - 1]):
            parts.append(f"[a-z0-9]*/.{sign}")
        else:
            parts.append(f"(?:[a-z0-9]*/.)?{sign}")
    return re.compile("".join(parts))


def _found(word: re.Pattern[str], name: str) -> list[tuple[int, int]]:
    """The first and the last character of each place where the word is found."""
    for told in _letters(name):
        spans = [x.span() for x in word.finditer(told.text)]
        if spans:
            return [(_place(told, first), _place(told, last - 1)) for first, last in spans]
    return []


def _place(told: Letters, at: int) -> int:
    return max(place for start, place in zip(told.starts, told.places, strict=True) if start <= at)


def _pieces(name: str, hit: Sequence[bool]) -> list[tuple[str, bool]]:
    pieces: list[tuple[str, bool]] = []
    for sign, is_hit in zip(name, hit, strict=True):
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + sign, is_hit)
        else:
            pieces.append((sign, is_hit))
    return pieces


def in_order(names: Iterable[str]) -> list[str]:
    """The names by pinyin."""
    return sorted(names, key=by_pinyin)
