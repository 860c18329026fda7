"""筛选: people check items, and the government goes through them together."""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.given import Given
from domain.refusals import AlreadyThere
from domain.regimes.sections_screening import CHECK_ZH
from domain.screening.before import Before, must_handle
from domain.screening.messages import PoolEvent
from domain.screening.pool_messages import ItemScreened, RecordReview, ReviewRecorded, ScreenItem

Events = Sequence[PoolEvent]


def screen(state: Before, c: ScreenItem, given: Given) -> Events:
    """筛选. Raises NotYours, Unknown, WrongPhase, Settled, Malformed for a check that the measure
    does not ask or that is named twice."""
    must_handle(state.collection, given)
    entry = state.pooled(c.item, "不再筛选。")
    state.must_be_open()
    asked = given.regime.screens.checks
    for x in c.judgements:
        refuse_unless(
            x.check in asked,
            f"本地办法没有“{CHECK_ZH[x.check]}”这一项，请去掉。",
            f"the measure does not ask {x.check}.",
        )
    refuse_unless(
        len({x.check for x in c.judgements}) == len(c.judgements),
        "同一项筛选填了两次，请保留一次。",
        "a check is named twice.",
    )
    known = {x: y for x in asked if (y := entry.judgement(x)) is not None}
    new = tuple(
        x
        for x in c.judgements
        if x.check not in known
        or (known[x.check].verdict, known[x.check].reason) != (x.verdict, x.reason)
    )
    if not new:
        return []
    return [
        ItemScreened(
            item=c.item,
            version=entry.version,
            judgements=new,
            on=given.today,
            by=given.actor.ref,
        )
    ]


def review(state: Before, c: RecordReview, given: Given) -> Events:
    """政府常务会议、联合筛选. Raises NotYours, Unknown, WrongPhase, Settled, AlreadyThere,
    Malformed."""
    must_handle(state.collection, given)
    named = [*c.passed, *(x.item for x in c.returned)]
    refuse_unless(bool(named), "请写明研究了哪些项目。", "name the items.")
    refuse_unless(
        len(set(named)) == len(named),
        "同一项目填了两次，或者既通过又退回，请核对。",
        "an item is named twice.",
    )
    refuse_unless(
        c.kind in given.regime.screens.reviews,
        "本地办法没有这种研究方式，请核对。",
        f"the measure knows no {c.kind}.",
    )
    refuse_unless(
        c.on <= given.today,
        f"会议日期 {c.on} 还没有到，请在会后登记。",
        f"{c.on} is still to come.",
    )
    if _said_before(state, c):
        return []
    state.must_be_open()
    for name in named:
        state.pooled(name, "不再研究。")
    return [
        ReviewRecorded(
            number=len(state.pool.reviews) + 1,
            kind=c.kind,
            on=c.on,
            document=c.document,
            organs=c.organs,
            passed=c.passed,
            returned=c.returned,
            by=given.actor.ref,
        )
    ]


def _said_before(state: Before, c: RecordReview) -> bool:
    same = (x for x in state.pool.reviews if (x.kind, x.document) == (c.kind, c.document))
    known = next(same, None)
    if known is None:
        return False
    said = {**dict.fromkeys(c.passed), **{x.item: x.reason for x in c.returned}}
    found = {name: x.review for name, x in state.pool.entries.items() if x.review is not None}
    of_it = {name: x.reason for name, x in found.items() if x.number == known.number}
    if known.on == c.on and of_it == said:
        return True
    raise AlreadyThere(f"会议纪要 {c.document}")
