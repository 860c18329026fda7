"""The choices of a board's region filter: one level at a time, each with all below it.

A province has thousands of regions. What can be chosen next are its parts, and of the part that
was chosen the parts of that. A count is of what choosing it would show: of a county that has
projects of its own beside its towns', all of them.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ledger.queries.board_columns import Codes, Ints

DEEPEST = 12
"""More parts than a region's path has."""


def one_level(
    counted: Sequence[tuple[Codes, Ints]], chosen: Sequence[str]
) -> tuple[Counter[str], ...]:
    """How many of each: codes of regions and their column, cut where regions part for the first
    time, or below the one that was chosen."""
    numbers = [np.bincount(x, minlength=len(codes.values)) for codes, x in counted]
    regions = [x[0] for x in counted]
    if len(chosen) == 1:
        (top,) = chosen
        return _at(regions, numbers, top.count("/") + 2, top)
    for parts in range(1, DEEPEST):
        found = _at(regions, numbers, parts)
        if len({x for y in found for x in y}) > 1:
            return found
    return _at(regions, numbers, 1)


def _at(
    regions: Sequence[Codes], numbers: Sequence[Ints], parts: int, top: str = ""
) -> tuple[Counter[str], ...]:
    found = []
    for codes, number in zip(regions, numbers, strict=True):
        names, places = codes.cut(parts, top)
        sums = np.bincount(places, weights=number, minlength=len(names.values)).astype(np.int64)
        of_region = names.said(sums)
        for ends in [x for x in of_region if x.count("/") + 1 < parts]:
            of_region[ends] = int(number[codes.within(ends)].sum())
        found.append(of_region)
    return tuple(found)
