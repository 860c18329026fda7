"""Deliberation opinions 审议意见: made at a meeting, handed over, replied to, judged, published.

The dates come from the measure's lines, one after the other: `opinion_drafted` calls for the
hand-over (`LAW-6 art. 20/44`: closing + 10 d), the hand-over for the reply (`LAW-6 art. 11`: R + 3
months), the reply for its publication (`监督法 art. 17`). Each opinion's duties carry its number.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import Command, Event, ShortText, Text, Value, refuse_unless
from domain.given import Given
from domain.refusals import Contradicted, Unknown
from domain.steps.decisions import of_this_list
from domain.steps.messages import Number

Verdict = Literal["satisfied", "basic", "dissatisfied"]
VERDICT_ZH: dict[Verdict, str] = {
    "satisfied": "满意",
    "basic": "基本满意",
    "dissatisfied": "不满意",
}


class DraftOpinion(Command):
    """A meeting deliberated and made an opinion."""

    title: ShortText
    text: Text
    meeting: ShortText
    closed_on: date
    """The day the meeting closed: the hand-over is counted from it."""
    projects: Annotated[tuple[ShortText, ...], Field(max_length=300)] = ()
    """The projects it is about; none for the year's list as a whole."""


class EvaluateReply(Command):
    """The body that made the opinion says what it thinks of the reply."""

    opinion: Number
    verdict: Verdict
    on: date
    document: ShortText


class OpinionDrafted(Event):
    """An opinion was made."""

    opinion: int
    title: str
    text: str
    meeting: str
    closed_on: date
    projects: tuple[str, ...]
    by: str


class OpinionReplyEvaluated(Event):
    """The reply was judged; a dissatisfied body wants another (`LAW-9` rules art. 29, OUT-13)."""

    opinion: int
    verdict: Verdict
    on: date
    document: str
    again: bool
    by: str


class Opinion(Value):
    """An opinion as the state keeps it."""

    no: int
    title: str
    replies: int = 1
    """How many replies were called for."""
    verdict: Verdict | None = None
    """Of the newest reply; None until it is judged."""


OpinionCommand = DraftOpinion | EvaluateReply
OpinionEvent = OpinionDrafted | OpinionReplyEvaluated


def draft(
    opinions: Sequence[Opinion], projects: Sequence[str], c: DraftOpinion, given: Given
) -> OpinionDrafted:
    """Raises Malformed for a meeting to come, or a project that is not of this list."""
    refuse_unless(
        c.closed_on <= given.today,
        f"会议闭会日 {c.closed_on} 还没有到（今天是 {given.today}），请在会后登记审议意见。",
        f"the meeting closes on {c.closed_on}, which is still to come.",
    )
    of_this_list(c.projects, projects)
    return OpinionDrafted(
        opinion=len(opinions) + 1,
        title=c.title,
        text=c.text,
        meeting=c.meeting,
        closed_on=c.closed_on,
        projects=c.projects,
        by=given.actor.ref,
    )


def evaluate(
    opinions: Sequence[Opinion], c: EvaluateReply, replied: bool, given: Given
) -> OpinionReplyEvaluated | None:
    """Judge the newest reply; None where the same was said before. Raises Unknown, Contradicted
    (no reply was accepted yet, or it is judged otherwise), Malformed."""
    one = next((x for x in opinions if x.no == c.opinion), None)
    if one is None:
        raise Unknown("审议意见", "opinion", str(c.opinion))
    refuse_unless(
        c.on <= given.today,
        f"评价日 {c.on} 还没有到（今天是 {given.today}）。",
        f"the day {c.on} is still to come.",
    )
    if one.verdict == c.verdict:
        return None
    if one.verdict is not None or not replied:
        raise Contradicted(
            f"“{one.title}”的办理报告还没有受理，或者已经评价过；请先受理新的报告。",
            f"the reply to “{one.title}” is not accepted yet, or is judged already.",
        )
    return OpinionReplyEvaluated(
        opinion=one.no,
        verdict=c.verdict,
        on=c.on,
        document=c.document,
        again=c.verdict == "dissatisfied",
        by=given.actor.ref,
    )


def evolve_opinions(opinions: tuple[Opinion, ...], event: OpinionEvent) -> tuple[Opinion, ...]:
    """The opinions after the event."""
    if isinstance(event, OpinionDrafted):
        return (*opinions, Opinion(no=event.opinion, title=event.title))
    return tuple(_judged(x, event) if x.no == event.opinion else x for x in opinions)


def _judged(opinion: Opinion, event: OpinionReplyEvaluated) -> Opinion:
    if event.again:
        return opinion.model_copy(update={"replies": opinion.replies + 1, "verdict": None})
    return opinion.model_copy(update={"verdict": event.verdict})


def instance(opinion: Opinion) -> str:
    """`2`, and `2-2` where a second reply to it is owed."""
    return str(opinion.no) if opinion.replies == 1 else f"{opinion.no}-{opinion.replies}"
