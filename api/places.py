"""The places next below a region: the rows of a table of a county, a city or of everything."""

from collections.abc import Iterable
from functools import cached_property
from itertools import takewhile


class Places:
    """Regions as they are shown from above."""

    def __init__(self, region: str | None, regions: Iterable[str]) -> None:
        self.regions = frozenset(regions)
        self.top = region if region is not None else _shared_by(self.regions)

    def below(self, region: str) -> str:
        """The place next below the top in which the region lies; the top itself is its own."""
        if region == self.top or not region.startswith(f"{self.top}/" if self.top else ""):
            return region
        rest = region[len(self.top) :].strip("/").split("/")
        return f"{self.top}/{rest[0]}".strip("/")

    def within(self, region: str) -> str | None:
        """The region itself where it can be looked into."""
        return region if region != self.top else None

    def zh(self, region: str) -> str:
        """Its last name; two of the same name have the name above before it."""
        if region == self.top and len(self.regions) > 1:
            return f"{_last(region)}本级"
        return "".join(region.split("/")[-2:]) if _last(region) in self._shared else _last(region)

    @cached_property
    def _shared(self) -> set[str]:
        shown = {self.below(x) for x in self.regions}
        names = [_last(x) for x in shown]
        return {x for x in names if names.count(x) > 1}


def _shared_by(regions: Iterable[str]) -> str:
    """The region that all of them lie in, or are."""
    parts = [x.split("/") for x in regions]
    first, last = min(parts, default=[]), max(parts, default=[])
    same = takewhile(lambda x: x[0] == x[1], zip(first, last, strict=False))
    return "/".join(x for x, _ in same)


def _last(region: str) -> str:
    return region.rsplit("/", 1)[-1]
