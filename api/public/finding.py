"""Finding one's town or project as people type it: 汉字, 全拼, first letters."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, product

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
    """The places whose own name or whose path is meant, those by their own name first."""
    every = list(known)
    plain = "".join(asked.split()).lower()
    found = []
    for n in _lines_with(plain, tuple(x.region for x in every)):
        own = every[n].region.rpartition("/")[2]
        rank = 2 if not _means(plain, own) else 0 if own.startswith(asked) else 1
        found.append((rank, every[n].region, every[n]))
    return [x for _, _, x in sorted(found, key=lambda y: y[:2])[:FOUND]]


def _lines_with(plain: str, regions: tuple[str, ...]) -> Iterator[int]:
    """Of which regions a line has it: a province's thousands are one text, looked through once."""
    text, starts = _lines(regions, typed=plain.isascii())
    at = text.find(plain)
    while at >= 0:
        n = bisect_right(starts, at) - 1
        yield n
        at = text.find(plain, starts[n + 1]) if n + 1 < len(starts) else -1


@lru_cache(maxsize=8)
def _lines(regions: tuple[str, ...], *, typed: bool) -> tuple[str, list[int]]:
    """Every region's parts and its path without strokes, and where each begins; `typed`: with all
    readings of them."""
    told = readings if typed else str.lower
    each = ["\n".join(map(told, (*x.split("/"), x.replace("/", "")))) + "\n" for x in regions]
    return "".join(each), [0, *accumulate(map(len, each))][: len(each)]


async def find_titles(asked: str, region: str, ledger: Ledger) -> list[str]:
    """Ids of projects of a region whose name is meant; where a region has more than anybody looks
    through (a province), by 汉字 alone."""
    every = await titles(ledger, region, "", MOST + 1)
    if len(every) > MOST:
        every = await titles(ledger, region, asked, FOUND)
    return [x.id for x in every if fits(asked, x.name)][:FOUND]
