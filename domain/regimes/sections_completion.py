"""[completion]: when a project counts as complete, and whether it may go on in the next year."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Completion(BaseModel):
    """The section; its defaults stand where a measure is silent (rulebook §10, A10)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$")]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()
    cross_year: Literal["needs_milestones", "never"] = "needs_milestones"
    """Whether a project may be carried over: with milestones and a finish fixed in the plan."""


SILENT = Completion(
    origin="ours",
    cite="跨年度项目应当明确年度节点和完成时限",
    ours=("办法未作规定，比照 OUT-4 第十七条，为本系统默认",),
)
