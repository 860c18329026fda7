"""What became of one try to send a message, and when to try again."""

from datetime import timedelta
from typing import Literal, assert_never

from domain.base import Value
from domain.dispatch import MOST_TRIES, MOST_UNKNOWN, wait_after


class Sent(Value):
    """The other side said that it has it."""

    outcome: Literal["sent"] = "sent"
    reason: str = "对方已接收"


class Refused(Value):
    """It certainly did not arrive."""

    outcome: Literal["refused"] = "refused"
    reason: str
    passing: bool = False
    """Whether a later try may fare better: nobody listens, too many at once."""


class Unknown(Value):
    """It may have arrived: there was no answer, or none that says so. Never shown as sent."""

    outcome: Literal["unknown"] = "unknown"
    reason: str


Outcome = Sent | Refused | Unknown
AFTER_A_DEATH = "发送中断，不知是否送达"
"""What a try is until it has an outcome, so that whoever dies in it leaves the truth."""

OUTCOME_ZH = {
    "waiting": "待发送",
    "sent": "已发送",
    "refused": "未送达",
    "unknown": "不知是否送达",
}
"""What people read."""


def wait_for_next(outcome: Outcome, attempt: int, unknowns: int) -> timedelta | None:
    """How long until the same message is tried again; None: never.

    `attempt` counts from 1; `unknowns` are the tries of unknown outcome, this one included.
    """
    match outcome:
        case Sent():
            return None
        case Refused():
            again = outcome.passing and attempt < MOST_TRIES
        case Unknown():
            again = unknowns < MOST_UNKNOWN
        case _:
            assert_never(outcome)
    return wait_after(attempt) if again else None
