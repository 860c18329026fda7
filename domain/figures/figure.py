"""What a roll-up is made of: its scope, leaves, the figure, and what contradicts it."""

from datetime import date
from decimal import Decimal
from typing import Literal

from domain.base import Value
from domain.figures.messages import Claim, Told


class Scope(Value):
    """What a figure is about."""

    region: str
    periods: tuple[str, ...] = ()
    as_of: date

    def holds(self, region: str) -> bool:
        """Whether a region lies in it."""
        return region == self.region or region.startswith(f"{self.region}/")


class Leaf(Told):
    """One region's figure of one period, and where it stands: an event, or streams counted."""

    counted: bool = False
    """Counted in the ledger itself, not told by somebody."""
    told_in: str = ""
    """The stream that says so."""


class DataConflict(Value):
    """A number that stands beside the sum and is not the same. Both are kept."""

    code: Literal["DATA_CONFLICT"] = "DATA_CONFLICT"
    stated: str
    computed: Decimal
    difference: Decimal
    """Computed less stated."""
    source: str
    quote: str
    like: tuple[str, ...] = ()
    """Other metrics whose sum is what was stated: perhaps it was another that was meant."""


class Figure(Value):
    """A sum or a rate with all it rests on."""

    metric: str
    zh: str
    unit: str
    scope: Scope
    value: Decimal | None
    """None where no leaf is known: unknown is not nought."""
    exact: Decimal | None = None
    """Before rounding: what changes over the years are counted from."""
    at_least: bool = False
    """Leaves are unknown or said to be lower bounds: the sum is one too."""
    about: bool = False
    leaves: tuple[Leaf, ...] = ()
    unknown: tuple[str, ...] = ()
    """Regions and periods that gave no figure."""
    claims: tuple[Claim, ...] = ()
    conflicts: tuple[DataConflict, ...] = ()
