"""打算: what a deputy group says it will do when it signs for an escalation.

Deputies propose and supervise; they do not execute (代表法 art. 31). Signing means that the group
has seen it and intends this, no more.
"""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator

from domain.base import ShortText, Value

Way = Literal["visit", "meet", "consult"]
WAY_ZH: dict[Way, str] = {
    "visit": "到现场看",
    "meet": "约见单位负责人",
    "consult": "请工委组织会商",
}


def _on_the_minute(at: time) -> time:
    if at.tzinfo is not None or at.second or at.microsecond:
        raise ValueError("时间写成09:30的样子 / write the time like 09:30")
    return at


class Intention(Value):
    """What the group will do about it, and when, in Asia/Shanghai."""

    way: Way
    on: date
    at: Annotated[time, AfterValidator(_on_the_minute)] | None = None
    place: ShortText | None = None
    """Where the group meets."""
