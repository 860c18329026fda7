"""Merging wishes that say the same, one level deep: a main wish and its members.

A merge is told to both in one transaction, `MergeWish` to the member and `JoinWish` to the main
one, and taken back likewise. So nobody is ever merged into a member, or into himself.
"""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.given import Given
from domain.refusals import Contradicted
from domain.wish.messages import (
    JoinWish,
    KeepApart,
    MergeWish,
    PartWish,
    UnmergeWish,
    WishEvent,
    WishJoined,
    WishKeptApart,
    WishMerged,
    WishParted,
    WishUnmerged,
)
from domain.wish.state import Wish

Events = Sequence[WishEvent]


def merge(state: Wish, c: MergeWish, given: Given) -> Events:
    """归并. Raises Contradicted for a wish that is merged elsewhere or has members, Malformed for
    itself or one of another collection's numbers."""
    _another(state, c.into)
    if state.merged_into == c.into:
        return []
    if state.merged_into is not None:
        raise Contradicted(
            f"建议 {state.id} 已归并到 {state.merged_into}，请先取消归并。",
            f"{state.id} is merged into {state.merged_into}; take that back first.",
        )
    if state.members:
        raise Contradicted(
            f"建议 {state.id} 下已归并 {len(state.members)} 条建议，请反过来把 {c.into} 归并到它，"
            "或先取消这些归并。",
            f"{state.id} has members; merge the other one into it.",
        )
    return [WishMerged(into=c.into, by=given.actor.ref)]


def join(state: Wish, c: JoinWish, given: Given) -> Events:
    """The other side. Raises Contradicted for a wish that is a member itself."""
    _another(state, c.wish)
    if c.wish in state.members:
        return []
    if state.merged_into is not None:
        raise Contradicted(
            f"建议 {state.id} 已归并到 {state.merged_into}，请直接归并到 {state.merged_into}。",
            f"{state.id} is merged into {state.merged_into}; merge into that one.",
        )
    return [WishJoined(wish=c.wish, by=given.actor.ref)]


def unmerge(state: Wish, c: UnmergeWish, given: Given) -> Events:
    """取消归并: what the main one was answered no longer answers this one. Raises Contradicted
    where it was merged into another meanwhile: both must hear of it, and only one was asked."""
    if state.merged_into is None:
        return []
    if c.main not in (None, state.merged_into):
        raise Contradicted(
            f"这条建议现在归并在 {state.merged_into}，不在 {c.main}；没有改动，刷新后再办。",
            f"it is merged into {state.merged_into} by now, not {c.main}; nothing was changed.",
        )
    return [WishUnmerged(was=state.merged_into, because=c.because, by=given.actor.ref)]


def part(state: Wish, c: PartWish, given: Given) -> Events:
    """The other side of taking back."""
    return [WishParted(wish=c.wish, by=given.actor.ref)] if c.wish in state.members else []


def keep_apart(state: Wish, c: KeepApart, given: Given) -> Events:
    """不归并."""
    _another(state, c.other)
    if c.other in state.apart:
        return []
    return [WishKeptApart(other=c.other, by=given.actor.ref)]


def _another(state: Wish, other: str) -> None:
    refuse_unless(
        other != state.id, "一条建议不能与它自己归并，请选另一条。", "a wish is not another one."
    )
