"""Items enter the pool, change there, and are turned down."""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.given import Given
from domain.refusals import AlreadyThere, Contradicted
from domain.screening.before import Before, must_handle
from domain.screening.item import Draft, PoolItem, Source
from domain.screening.messages import PoolEvent
from domain.screening.pool_messages import (
    AddPoolItem,
    AmendPoolItem,
    ItemAmended,
    ItemPooled,
    ItemRejected,
    LinkWishes,
    RejectItem,
    UnlinkWish,
    WishesLinked,
    WishUnlinked,
)
from domain.screening.state import Entry, Phase

Events = Sequence[PoolEvent]


def add(state: Before, c: AddPoolItem, given: Given) -> Events:
    """入库. Raises NotYours, AlreadyThere, Settled, Malformed."""
    must_handle(state.collection, given)
    wishes = tuple(dict.fromkeys(c.wishes))
    item = PoolItem.model_validate({**_said(c.draft), "id": c.id, "wishes": wishes})
    known = state.pool.entries.get(c.id)
    if known is not None:
        if known.version == 1 and known.item == item:
            return []
        raise AlreadyThere(c.id)
    state.must_be_open()
    refuse_unless(
        c.draft.source is not Source.RESERVE,
        "储备项目请用“从往年储备库提取”，以便连同原有记录一并转入。",
        "items of a reserve are drawn from it.",
    )
    return [ItemPooled(item=item, by=given.actor.ref)]


def amend(state: Before, c: AmendPoolItem, given: Given) -> Events:
    """修改. Raises NotYours, Unknown, WrongPhase, Settled, Malformed."""
    must_handle(state.collection, given)
    entry = state.entry(c.item)
    if entry.item.draft == c.draft:
        return []
    state.must_be_open()
    state.pooled(c.item, "内容不能再修改；候选项目确需修改的，请经同意撤回后列入下一年度。")
    was, now = entry.item.source is Source.RESERVE, c.draft.source is Source.RESERVE
    refuse_unless(
        was == now, "项目是否来自储备库不能修改。", "whether it came from a reserve stays."
    )
    return [
        ItemAmended(
            item=c.item,
            draft=c.draft,
            version=entry.version + 1,
            because=c.because,
            by=given.actor.ref,
        )
    ]


def link(state: Before, c: LinkWishes, given: Given) -> Events:
    """对应群众建议. Raises NotYours, Unknown, WrongPhase, Settled."""
    must_handle(state.collection, given)
    entry = _alive(state, c.item)
    new = tuple(dict.fromkeys(x for x in c.wishes if x not in entry.item.wishes))
    if not new:
        return []
    state.must_be_open()
    return [WishesLinked(item=c.item, wishes=new, by=given.actor.ref)]


def unlink(state: Before, c: UnlinkWish, given: Given) -> Events:
    """解除对应. Raises NotYours, Unknown, WrongPhase, Settled."""
    must_handle(state.collection, given)
    entry = _alive(state, c.item)
    if c.wish not in entry.item.wishes:
        return []
    state.must_be_open()
    return [WishUnlinked(item=c.item, wish=c.wish, because=c.because, by=given.actor.ref)]


def reject(state: Before, c: RejectItem, given: Given) -> Events:
    """不予列入 (P1 → X0). Raises NotYours, Unknown, WrongPhase, Settled, Contradicted where it is
    on record with another reason."""
    must_handle(state.collection, given)
    entry = state.entry(c.item)
    if entry.phase is Phase.REJECTED:
        if entry.ended == c.reason:
            return []
        raise Contradicted(
            f"“{entry.item.title}”已作不予列入处理，理由是：{entry.ended}；如需重新提出，请另编编号入库。",
            "it was rejected with another reason.",
        )
    state.must_be_open()
    state.pooled(c.item, "不能再作不予列入处理；候选项目由政府撤回，须经同意。")
    return [
        ItemRejected(
            item=c.item,
            reason=c.reason,
            on=given.today,
            wishes=entry.item.wishes,
            by=given.actor.ref,
        )
    ]


def _said(draft: Draft) -> dict[str, object]:
    return {x: getattr(draft, x) for x in Draft.model_fields}


def _alive(state: Before, name: str) -> Entry:
    entry = state.entry(name)
    if entry.phase not in (Phase.POOLED, Phase.CANDIDATE):
        return state.pooled(name, "不能再改动它对应的建议。")
    return entry
