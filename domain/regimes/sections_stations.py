"""[stations]: deputies' liaison stations 联络站 and activity rooms 活动室 (S002, S004)."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.terms import Term

StationKind = Literal["central", "village", "professional", "mobile", "industrial"]
KIND_ZH: dict[StationKind, str] = {
    "central": "镇（街道）代表中心联络站",
    "village": "村（居）代表联络站",
    "professional": "专业代表联络站",
    "mobile": "流动代表联络站",
    "industrial": "产业代表联络站",
}
"""The five kinds of S004."""
Function = Literal["reception", "work", "study", "service", "publicity"]
FUNCTION_ZH: dict[Function, str] = {
    "reception": "接待站",
    "work": "工作站",
    "study": "充电站",
    "service": "服务站",
    "publicity": "宣传站",
}
"""The "five stations" 五个站 of S002."""
_Cites = Annotated[str, Field(min_length=4)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rota(_Part):
    """轮值接待: on which days deputies receive voters, and how many of them."""

    every: Literal["week", "month"]
    weekday: Annotated[int, Field(ge=1, le=7)]
    """1 is Monday; of a month its first such day."""
    deputies: Annotated[int, Field(ge=1, le=20)]


class Stations(_Part):
    """The section."""

    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$")]
    cite: _Cites
    ours: tuple[str, ...] = ()
    word: Annotated[str, Field(min_length=2, max_length=20)]
    """What they are called here: 代表活动室, 代表联络站."""
    kinds: Annotated[tuple[StationKind, ...], Field(min_length=1)]
    functions: tuple[Function, ...] = ()
    rota: Rota
    answer_within: Term
    """How long an opinion that was sent to a unit may wait for its answer."""

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len(set(self.kinds)) != len(self.kinds) or len(set(self.functions)) != len(
            self.functions
        ):
            raise ValueError("a kind or a function is named twice")
        return self
