"""Which wishes may say the same: pairs of characters in common, for people to look at.

Chinese is written without blanks, so that words are not parted: texts are compared by the runs of
two and three characters that they share (Dice). What every wish begins with, 建议, 希望, counts
for nothing. Nothing is merged by this; it only proposes.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

ALIKE = 0.25
"""From this on a pair is proposed. Ours; a person decides on each."""
_COMMONPLACE = 400
"""A run that so many wishes have in common says nothing, and would make all pairs of them."""
_RAREST = ((800, 64), (3000, 24), (1_000_000, 16))
"""By how many of its rarest runs a wish is looked for, among up to so many wishes: in a township
by nearly all, in a city by those that tell most, where what is half alike is still found."""
_FORMULAE = re.compile(
    "建议|希望|请求|恳请|请|能否|能够|可否|是否|尽快|有关部门|相关部门|政府|我们|群众|居民|"
    "问题|解决|一下|进行|加强"
)
_WORDS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+")


class Pair(NamedTuple):
    """Two wishes that may say the same, and how much alike they are, from 0 to 1."""

    first: str
    second: str
    likeness: float


def grams(text: str) -> frozenset[str]:
    """The runs of two and three characters of a text, without formulae and punctuation."""
    plain = unicodedata.normalize("NFKC", text).lower()
    found: set[str] = set()
    for word in _WORDS.findall(_FORMULAE.sub(" ", plain)):
        if word.isascii():
            found.add(word)
            continue
        found |= {word[n : n + size] for size in (2, 3) for n in range(len(word) - size + 1)}
    return frozenset(found)


def likeness(first: str, second: str) -> float:
    """How much alike two texts are: 0 nothing in common, 1 the same."""
    return _dice(grams(first), grams(second))


def pairs(
    texts: Mapping[str, str],
    apart: Collection[frozenset[str]] = (),
    *,
    alike: float = ALIKE,
    most: int = 50,
) -> list[Pair]:
    """The pairs that are alike, the most alike first; those that were told `apart` are left out.

    Each pair's names are in their order, so that the answer hangs on the texts alone.
    """
    known = {name: grams(texts[name]) for name in sorted(texts)}
    firsts: dict[frozenset[str], str] = {}
    found = []
    for name, own in known.items():
        first = firsts.setdefault(own, name)
        if first != name and own:
            found.append(Pair(first, name, 1.0))
    for first, second in _sharing({name: own for own, name in firsts.items()}):
        how = _dice(known[first], known[second])
        if how >= alike:
            found.append(Pair(first, second, how))
    told = set(apart)
    wanted = (x for x in found if frozenset((x.first, x.second)) not in told)
    return sorted(wanted, key=lambda x: (-x.likeness, x.first, x.second))[:most]


def like(text: str, texts: Iterable[tuple[str, str]], *, most: int = 5) -> list[tuple[str, float]]:
    """Those of several texts that are like one, the most alike first."""
    own = grams(text)
    found = [(name, _dice(own, grams(x))) for name, x in texts]
    return sorted((x for x in found if x[1] >= ALIKE), key=lambda x: (-x[1], x[0]))[:most]


def _sharing(known: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """The pairs that have one of their rarest runs in common: those that are alike have, and
    comparing all with all would take minutes for a county's wishes."""
    most = next(keys for up_to, keys in _RAREST if len(known) <= up_to)
    often = Counter(gram for own in known.values() for gram in own)
    having: dict[str, list[str]] = defaultdict(list)
    for name in sorted(known):
        rarest = sorted(known[name], key=lambda x: (often[x], x))[:most]
        keys = [x for x in rarest if 1 < often[x] <= _COMMONPLACE]
        for first in {x for key in keys for x in having[key]}:
            yield first, name
        for key in keys:
            having[key].append(name)


def _dice(first: frozenset[str], second: frozenset[str]) -> float:
    size = len(first) + len(second)
    return 2 * len(first & second) / size if size else 0.0
