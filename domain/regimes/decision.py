"""How a place decides its list, and what its measure leaves out on purpose."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.parties import Role


class Decision(BaseModel):
    """What the choice of projects is, and is called. Only a congress votes 票决 by a resolution;
    a street, which has no congress, selects 票选 or consults 会商 (rulebook §4.6 no. 6)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(max_length=60)]
    kind: Literal["ballot", "selection", "consultation"]
    body: Role
    """Who decides: the congress, or the street's deliberative meeting."""
    word: Annotated[str, Field(min_length=2, max_length=10)]
    """The act's own word: 票决, 票选, 会商."""
    act: Annotated[str, Field(min_length=2, max_length=20)]
    """The document it ends in: 决议, 票选结果."""
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()


class Omission(BaseModel):
    """A step that this measure does without, so that nobody takes its absence for an oversight."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    because: Annotated[str, Field(min_length=4)]
