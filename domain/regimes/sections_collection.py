"""[collection]: who collects the people's wishes, for how long, and which ways they come in."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.parties import Role
from domain.terms import Term
from domain.wish.channels import BY_PEOPLE, Channel

_Origin = Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$", max_length=60)]
_Cite = Annotated[str, Field(min_length=4)]


class Way(BaseModel):
    """One way by which wishes come in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Channel
    by: Role
    """Who keeps it open."""
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    """Held every week on this day, Monday being 1."""
    before_session: bool = False
    """Held before the congress besides."""
    origin: _Origin
    cite: _Cite
    ours: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_held(self) -> "Way":
        if (self.weekday or self.before_session) and self.kind not in BY_PEOPLE:
            raise ValueError(f"nobody receives people at a {self.kind}")
        return self


class Collecting(BaseModel):
    """The section. Raises ValidationError for a contradiction."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: _Origin
    cite: _Cite
    ours: tuple[str, ...] = ()
    mode: Literal["single", "dual"]
    """`dual`: congress and government each collect by their own ways (S001)."""
    lead: Annotated[tuple[Role, ...], Field(min_length=1, max_length=2)]
    opens: Term
    closes: Term
    """First and last day as they are proposed, counted from the session."""
    days_at_least: Annotated[int, Field(ge=1, le=366)] | None = None
    """Fewer are refused; None where no rule says so."""
    ways: Annotated[tuple[Way, ...], Field(alias="channel", min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> "Collecting":
        if (self.mode == "dual") is not (len(self.lead) == 2):
            raise ValueError("dual collecting has two who lead, single has one")
        if self.opens.sign > 0 or self.closes.sign > 0:
            raise ValueError("wishes are taken before the session")
        kinds = [x.kind for x in self.ways]
        if len(set(kinds)) != len(kinds):
            raise ValueError("a channel stands twice")
        return self

    def way(self, kind: Channel) -> Way | None:
        """The measure's line on a channel; None where it says nothing: it is taken all the same."""
        return next((x for x in self.ways if x.kind is kind), None)
