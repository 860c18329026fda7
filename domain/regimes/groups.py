"""How a place sets up its groups, and by which criteria it gives each project one of them."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.parties import Role

Criterion = Literal["profession", "proximity", "even_load"]
CRITERION_ZH: dict[Criterion, str] = {
    "profession": "专业相关",
    "proximity": "就近",
    "even_load": "负荷均衡",
}
CRITERIA: tuple[Criterion, ...] = ("profession", "proximity", "even_load")
"""After the exclusion of conflicts, which is never weighed against anything (rulebook §10)."""
_Few = Annotated[int, Field(ge=1, le=100)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(max_length=60)]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()
    """What the source leaves silent and this section fills by our default, shown as such."""


class Setting(_Part):
    """`[organisation]`: how many leading and deputy groups a year has, and who leads them."""

    leading_groups: _Few | None = None
    deputy_groups: _Few | None = None
    led_by: Role | None = None


class Matching(_Part):
    """`[matching]`: which project is given whom.

    `of = "deputies"`: groups are made up of deputies, project by project (S000; S003 point to
    point). `of = "deputy_groups"`: the standing groups are handed out one to one (S001).
    """

    of: Literal["deputies", "deputy_groups"]
    criteria: tuple[Criterion, ...] = CRITERIA
    """The order in which they count; each is decided before the next is looked at."""
    leader: Literal["required"] = "required"
    per_item: Literal[1] = 1
    """Groups a project has (rulebook §4.6, no. 5)."""
    least: _Few = 1
    most: _Few = 1
    """Members of a group; of standing groups, whatever they are."""
    most_items: _Few = 3
    """Projects that one deputy, or one standing group, is given at most."""
    layers: tuple[Role, ...] = (Role.DEPUTY_GROUP,)
    """Who is named for each project, from above: leading organ, working committee, group."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.least > self.most:
            raise ValueError("matching: least is more than most")
        if len(set(self.criteria)) != len(self.criteria):
            raise ValueError("matching: a criterion is named twice")
        return self


DEFAULT = Matching(
    origin="ours",
    cite="办法未载匹配办法，按本系统默认",
    ours=("回避优先，其次专业、就近、负荷均衡", "每组3至10人", "每名代表最多3个项目"),
    of="deputies",
    least=3,
    most=10,
    layers=(Role.DEPUTY_GROUP,),
)
"""Where a measure says nothing (rulebook §10)."""
