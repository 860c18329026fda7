"""[suggestions]: how deputies' suggestions 代表建议 are handled, replied to and counted.

Their deadlines are lines of the measure (`scope = "suggestion"`); what is no deadline of somebody
stands here: the stages and whether they bind, the classes of a reply, the days in which a wrong
addressee may send one back, the months of a difficult one, how many a deputy hands in a month.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.regimes.when import After, Trigger, When
from domain.terms import Term


class HandlingStage(StrEnum):
    """The four stages of handling, in their order (S002)."""

    CONTACT = "contact"
    COMMUNICATE = "communicate"
    REPLY = "reply"
    RETURN_VISIT = "return_visit"


STAGE_ZH: dict[HandlingStage, str] = {
    HandlingStage.CONTACT: "办前联系",
    HandlingStage.COMMUNICATE: "办中沟通",
    HandlingStage.REPLY: "办结答复",
    HandlingStage.RETURN_VISIT: "办后回访",
}


class ReplyClass(StrEnum):
    """What became of it, as the reply says (OUT-43)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


CLASS_ZH: dict[ReplyClass, str] = {
    ReplyClass.A: "A类：已经解决或者采纳",
    ReplyClass.B: "B类：正在解决或者列入计划",
    ReplyClass.C: "C类：留待以后解决",
    ReplyClass.D: "D类：供参考",
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    origin: Annotated[str, Field(pattern=r"^(S00[0-4]|LAW-\d+.*|OUT-\d+.*|ours)$")]
    cite: Annotated[str, Field(min_length=4)]
    ours: tuple[str, ...] = ()


class Monthly(_Part):
    """So many suggestions a deputy and month. Shown as coverage; it brings no ladder."""

    per_deputy: Annotated[int, Field(ge=1, le=31)]
    since: Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    """The first month for which it is asked, `2022-04`."""


class Suggestions(_Part):
    """The section."""

    stages: tuple[HandlingStage, ...] = tuple(HandlingStage)
    binding: bool
    """Whether a skipped stage refuses the reply, and a missing return visit the strike-off."""
    classes: Annotated[tuple[ReplyClass, ...], Field(min_length=1)]
    return_within: Term
    """How long a wrong addressee may send it back, in writing."""
    difficult: Term
    """The reply's term, from assignment, where handling was declared difficult."""
    silence: Literal["strike_off", "wait"]
    """Whether a deputy who lets the time for a verdict pass keeps it on the list."""
    procuratorate: bool = False
    """Whether suggestions and the procuratorate's recommendations are turned into each other."""
    monthly: Monthly | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 2

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        wanted = tuple(x for x in HandlingStage if x in self.stages)
        if self.stages != wanted or HandlingStage.REPLY not in self.stages:
            raise ValueError("stages: contact, communicate, reply, return_visit, in this order")
        return self


OF_SUGGESTION = frozenset(
    {
        Trigger.SUGGESTION_SUBMITTED,
        Trigger.SUGGESTION_ASSIGNED,
        Trigger.CO_HANDLER_ASSIGNED,
        Trigger.SUGGESTION_RETURNED,
        Trigger.SUGGESTION_REPLIED,
        Trigger.SUGGESTION_DISSATISFIED,
        Trigger.SUGGESTION_FAILED,
    }
)
"""The facts of a suggestion's own life: lines of its scope follow them, and no others do."""


def check_line(name: str, when: When, *, of_suggestion: bool) -> None:
    """Raises ValueError for a line that waits for what never happens in its stream."""
    follows = isinstance(when, After) and when.trigger in OF_SUGGESTION
    if of_suggestion and not follows:
        raise ValueError(f"{name}: a suggestion's duties follow a fact of its own life")
    if follows and not of_suggestion:
        raise ValueError(f'{name}: this happens to suggestions only: scope = "suggestion"')
