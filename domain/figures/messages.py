"""What can be asked of a region's book of figures 统计台账, and what can stand in it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value

FiguresId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
Period = Annotated[str, Field(pattern=r"^\d{4}(-(H[12]|Q[1-4]|\d{2}))?$")]
"""A year, half, quarter or month: 2023, 2023-H1, 2023-Q2, 2023-06."""
Bound = Literal["exact", "at_least", "about"]
Number = Annotated[int, Field(ge=0, le=10_000_000_000)]


class Told(Value):
    """A leaf: one figure of one region. `value` is None where the region says it is unknown."""

    metric: ShortText
    region: ShortText
    period: Period | None = None
    """None for what stands at a day and is of no period: stations, deputies."""
    as_of: date
    value: Number | None
    bound: Bound = "exact"
    whole: bool = False
    """The region with all that lies below it, and not its own congress's or office's alone."""

    @property
    def key(self) -> str:
        """What may be told once only."""
        whole = "|whole" if self.whole else ""
        return f"{self.metric}|{self.region}|{self.period or ''}|{self.as_of}{whole}"


class Claim(Value):
    """A published total, as it was printed. It is never summed and never changed."""

    metric: ShortText
    region: ShortText
    """The whole that the total speaks of."""
    periods: Annotated[tuple[Period, ...], Field(max_length=40)] = ()
    as_of: date
    value: Annotated[str, Field(pattern=r"^\d{1,12}(\.\d{1,4})?$")]
    """As printed: its decimals belong to it."""
    bound: Bound = "exact"
    source: ShortText
    quote: ShortText

    @property
    def key(self) -> str:
        """The same claim of the same source, told again."""
        return f"{self.metric}|{self.region}|{','.join(self.periods)}|{self.as_of}|{self.source}"


Figures = Annotated[tuple[Told, ...], Field(min_length=1, max_length=2_000)]
Claims = Annotated[tuple[Claim, ...], Field(min_length=1, max_length=500)]


class OpenFigures(Command):
    """A region keeps a book of figures."""

    id: FiguresId
    region: ShortText
    title: ShortText


class TellFigures(Command):
    """Figures with the document they come from; what stands already is not told twice."""

    figures: Figures
    document: ShortText


class CorrectFigure(Command):
    """A figure that was told wrongly; what was told stays beside it."""

    figure: Told
    reason: Text
    document: ShortText


class NoteClaims(Command):
    """Published totals are kept beside the sums."""

    claims: Claims


class WithdrawClaim(Command):
    """A published total that was noted wrongly: it is no longer laid beside the sums."""

    metric: ShortText
    region: ShortText
    periods: Annotated[tuple[Period, ...], Field(max_length=40)] = ()
    as_of: date
    source: ShortText
    because: Text

    @property
    def key(self) -> str:
        """The claim's own."""
        return f"{self.metric}|{self.region}|{','.join(self.periods)}|{self.as_of}|{self.source}"


class FiguresOpened(Event):
    """The book of a region and of all below it."""

    id: str
    region: str
    title: str


class FiguresTold(Event):
    """Those figures that were not told before."""

    figures: tuple[Told, ...]
    document: str
    by: str


class FigureCorrected(Event):
    """A figure counts as this from now on."""

    figure: Told
    was: Told
    reason: Text
    document: str
    by: str


class ClaimsNoted(Event):
    """Those totals that were not noted before."""

    claims: tuple[Claim, ...]
    by: str


class ClaimWithdrawn(Event):
    """It was mistyped or is not what the source says; the history keeps it."""

    claim: Claim
    because: Text
    by: str


FiguresCommand = OpenFigures | TellFigures | CorrectFigure | NoteClaims | WithdrawClaim
FiguresEvent = FiguresOpened | FiguresTold | FigureCorrected | ClaimsNoted | ClaimWithdrawn
