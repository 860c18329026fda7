"""What a measure does about a slow project: when it is called slow again, who consults on it.

Our defaults after OUT-31…34 (rulebook §4.4), the consultation after S000.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.steps.instruments import Kind

Participant = Literal["expert", "group", "resident", "unit", "contractor"]
"""专家 · 小组成员 · 居民代表 · 责任部门 · 施工方 (S000)."""

PARTICIPANT_ZH: dict[Participant, str] = {
    "expert": "专家",
    "group": "小组成员",
    "resident": "居民代表",
    "unit": "责任部门",
    "contractor": "施工单位",
}


class Slowness(BaseModel):
    """The ladder of slowness, which is another one than that of lateness (rulebook §3.5)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$", max_length=60)]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()
    call_in_after: Annotated[int, Field(ge=1, le=4)] = 2
    """Red in so many consecutive quarters: call-in, and the next instrument is recommended."""
    recommend_after: Annotated[int, Field(ge=1, le=4)] = 3
    """Red in so many consecutive quarters: the higher instrument, and the Party committee."""
    instrument: Kind
    """What L4 is in this tier."""
    higher: Kind
    """What is recommended after it."""
    party_report: bool = False
    participants: tuple[Participant, ...]
    """Who takes part in a consultation; who is missing has to be explained."""
