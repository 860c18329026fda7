"""Finding one's town or project as people type it: 汉字, 全拼, first letters."""

from collections.abc import Iterable
from functools import cache, lru_cache, partial
from itertools import product

from ledger.door import Ledger
from ledger.queries.opened import Place, titles

FOUND = 40
"""So many places are offered; who finds more types another letter."""
MOST = 2_000
"""So many names are looked through for one reader."""
_READINGS = 64
"""Of a name with several readings, so many are tried."""


@lru_cache(maxsize=20_000)
def readings(text: str) -> str:
    """How a name may be typed, a line each: as it is, every reading whole and by first letters."""
    return "\n".join((text.lower(), *_joined(text), *_joined(text, first=True)))


def _joined(text: str, *, first: bool = False) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # dictionaries of seconds: who searches first pays for them

    style = Style.FIRST_LETTER if first else Style.NORMAL
    read = pinyin(text, style=style, heteronym=True, errors="default")
    each = [tuple(dict.fromkeys(y.lower() for y in x)) for x in read]
    number = 1
    for n, x in enumerate(each):
        number *= len(x)
        if number > _READINGS:
            each[n] = x[:1]
            number //= len(x)
    return tuple(dict.fromkeys("".join(x) for x in product(*each)))


def fits(asked: str, text: str) -> bool:
    """Whether what was typed means this name."""
    return _means("".join(asked.split()).lower(), text)


def _means(plain: str, text: str) -> bool:
    return plain in (readings(text) if plain.isascii() else text.lower())


def find_places(asked: str, known: Iterable[Place]) -> list[Place]:
    """The places whose own name or whose path is meant, those by their own name first. A part of
    a path, which thousands of places may share, is asked once."""
    means = cache(partial(_means, "".join(asked.split()).lower()))
    found = []
    for x in known:
        *above, own = x.region.split("/")
        if means(own):
            found.append((0 if own.startswith(asked) else 1, x.region, x))
        elif any(map(means, above)) or means("".join((*above, own))):
            found.append((2, x.region, x))
    return [x for _, _, x in sorted(found, key=lambda y: y[:2])[:FOUND]]


async def find_titles(asked: str, region: str, ledger: Ledger) -> list[str]:
    """Ids of projects of a region whose name is meant; where a region has more than anybody looks
    through (a province), by 汉字 alone."""
    every = await titles(ledger, region, "", MOST + 1)
    if len(every) > MOST:
        every = await titles(ledger, region, asked, FOUND)
    return [x.id for x in every if fits(asked, x.name)][:FOUND]
