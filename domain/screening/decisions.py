"""What may be done with a pool: one function per command, dispatched by `decide_pool`."""

from collections.abc import Sequence
from typing import assert_never

from domain.duty_events import DutyEvent
from domain.given import Given
from domain.screening import commenting, judging, listing, pooling, reserve
from domain.screening.before import Before
from domain.screening.candidate_messages import (
    ListCandidates,
    RecordHearing,
    WithdrawCandidate,
)
from domain.screening.comment_messages import (
    AnswerComment,
    CloseComment,
    CommentCommand,
    OpenComment,
    RecordComment,
)
from domain.screening.messages import PoolCommand, PoolEvent
from domain.screening.pool_messages import (
    AddPoolItem,
    AmendPoolItem,
    ItemCommand,
    LinkWishes,
    RecordReview,
    RejectItem,
    ScreenItem,
    UnlinkWish,
)
from domain.screening.reserve_messages import DrawReserve, ReleaseReserve, TakeReserve

Events = Sequence[PoolEvent | DutyEvent]


def decide_pool(state: Before, command: PoolCommand, given: Given) -> Events:
    """The events of such a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, ItemCommand):
        return _item(state, command, given)
    if isinstance(command, CommentCommand):
        return _comment(state, command, given)
    match command:
        case ListCandidates():
            return listing.list_(state, command, given)
        case RecordHearing():
            return listing.hear(state, command, given)
        case WithdrawCandidate():
            return listing.withdraw(state, command, given)
        case DrawReserve():
            return reserve.draw(state, command, given)
        case ReleaseReserve():
            return reserve.release(state, command, given)
        case TakeReserve():
            return reserve.take(state, command, given)
    assert_never(command)


def _item(state: Before, command: ItemCommand, given: Given) -> Events:
    match command:
        case AddPoolItem():
            return pooling.add(state, command, given)
        case AmendPoolItem():
            return pooling.amend(state, command, given)
        case LinkWishes():
            return pooling.link(state, command, given)
        case UnlinkWish():
            return pooling.unlink(state, command, given)
        case ScreenItem():
            return judging.screen(state, command, given)
        case RejectItem():
            return pooling.reject(state, command, given)
        case RecordReview():
            return judging.review(state, command, given)
    assert_never(command)


def _comment(state: Before, command: CommentCommand, given: Given) -> Events:
    match command:
        case OpenComment():
            return commenting.open_(state, command, given)
        case RecordComment():
            return commenting.record(state, command, given)
        case AnswerComment():
            return commenting.answer(state, command, given)
        case CloseComment():
            return commenting.close(state, command, given)
    assert_never(command)
