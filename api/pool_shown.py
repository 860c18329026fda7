"""A pool as it is answered: its items with their checks, and the candidates with their margin."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from domain.collection.state import Collection
from domain.regimes import named
from domain.regimes.sections_screening import CHECK_ZH, Check, Screening
from domain.screening.answering import proposed_answer
from domain.screening.hints import before_vote, hints, lacks
from domain.screening.item import SOURCE_ZH, PoolItem
from domain.screening.margins import told
from domain.screening.pool_messages import Verdict
from domain.screening.state import PHASE_ZH, Entry, Phase
from domain.wish.messages import Outcome

VERDICT_ZH = {Verdict.MET: "符合", Verdict.NOT_MET: "不符合"}


class CheckShown(BaseModel):
    """One check: who found what, and what a machine would look at."""

    check: Check
    zh: str
    verdict: Verdict | None
    verdict_zh: str
    reason: str | None
    by: str | None
    on: date | None
    outdated: bool
    """筛选之后又作了修改."""
    hints: tuple[str, ...]


class AnswerProposed(BaseModel):
    """What could be told to those whose wishes it answers."""

    outcome: Outcome
    text: str


class ItemShown(BaseModel):
    """One item of the pool."""

    id: str
    item: PoolItem
    source_zh: str
    phase: Phase
    phase_zh: str
    version: int
    checks: tuple[CheckShown, ...]
    hints: tuple[str, ...]
    """不属于某一项筛选的提示."""
    lacks: tuple[str, ...]
    """列为候选项目之前还缺什么；只有在库的项目才有."""
    reviewed: bool | None
    review_reason: str | None
    listed: int | None
    reserved: bool
    ended: str | None
    taken_by: str | None
    answer: AnswerProposed | None


class PoolShown(BaseModel):
    """项目库."""

    collection: str
    items: tuple[ItemShown, ...]
    counts: dict[str, int]
    reserve: tuple[str, ...]


class CandidatesShown(BaseModel):
    """候选项目."""

    collection: str
    seats: int | None
    margin_zh: str | None
    margin_ok: bool | None
    because: str | None
    document: str | None
    listed_on: date | None
    candidates: tuple[PoolItem, ...]
    before_vote: tuple[str, ...]
    """投票前还要办什么."""
    comment_opens: date | None
    comment_closes: date | None
    comment_closed_on: date | None
    comments: int
    unanswered: int
    heard_on: date | None


def pool_shown(one: Collection) -> PoolShown:
    """The whole pool."""
    pool, screening = one.pool, named(one.regime).screens
    reserve = {x.item.id for x in pool.reserve}
    shown = tuple(item_shown(one, x, screening, reserve) for x in pool.entries.values())
    counts = {str(x): sum(1 for y in shown if y.phase is x) for x in Phase}
    return PoolShown(collection=one.id, items=shown, counts=counts, reserve=tuple(sorted(reserve)))


def item_shown(one: Collection, entry: Entry, screening: Screening, reserve: set[str]) -> ItemShown:
    """One item."""
    found = list(hints(entry.item, one.pool, one.year))
    still = entry.phase is Phase.POOLED and not one.pool.settled
    answer = proposed_answer(entry, one.pool)
    return ItemShown(
        id=entry.item.id,
        item=entry.item,
        source_zh=SOURCE_ZH[entry.item.source],
        phase=entry.phase,
        phase_zh="储备" if entry.item.id in reserve else PHASE_ZH[entry.phase],
        version=entry.version,
        checks=tuple(
            _check(entry, x, [y.zh for y in found if y.check is x]) for x in screening.checks
        ),
        hints=tuple(x.zh for x in found if x.check not in screening.checks),
        lacks=tuple(lacks(entry, screening)) if still else (),
        reviewed=entry.review.passed if entry.review else None,
        review_reason=entry.review.reason if entry.review else None,
        listed=entry.listed,
        reserved=entry.item.id in reserve,
        ended=entry.ended,
        taken_by=entry.taken_by,
        answer=AnswerProposed(outcome=answer[0], text=answer[1]) if answer else None,
    )


def _check(entry: Entry, check: Check, hinted: Sequence[str]) -> CheckShown:
    found = next((x for x in entry.judged if x.check is check), None)
    return CheckShown(
        check=check,
        zh=CHECK_ZH[check],
        verdict=found.verdict if found else None,
        verdict_zh=VERDICT_ZH[found.verdict] if found else "未筛选",
        reason=found.reason if found else None,
        by=found.by if found else None,
        on=found.on if found else None,
        outdated=found is not None and found.version != entry.version,
        hints=tuple(hinted),
    )


def candidates_shown(one: Collection, today: date) -> CandidatesShown:
    """The candidates, what the margin says, and what is still to be done before the vote."""
    pool = one.pool
    said = pool.comment
    return CandidatesShown(
        collection=one.id,
        seats=pool.seats,
        margin_zh=told(pool.margin) if pool.margin else None,
        margin_ok=pool.margin.ok if pool.margin else None,
        because=pool.because,
        document=pool.document,
        listed_on=pool.listed_on,
        candidates=pool.candidates,
        before_vote=()
        if pool.settled
        else tuple(before_vote(pool, named(one.regime).screens, today)),
        comment_opens=said.opens if said else None,
        comment_closes=said.closes if said else None,
        comment_closed_on=said.closed_on if said else None,
        comments=len(pool.comments),
        unanswered=sum(1 for x in pool.comments.values() if x.taken is None),
        heard_on=pool.heard.on if pool.heard else None,
    )
