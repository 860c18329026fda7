"""候选项目: items become candidates, are heard by the standing committee, or are withdrawn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain import duty_decisions
from domain.base import refuse_unless
from domain.duty_commands import FileDuty
from domain.duty_events import DutyEvent
from domain.forms import Report
from domain.given import Given
from domain.refusals import AlreadyThere
from domain.ruling import must_decide
from domain.screening.before import Before, must_handle, stands
from domain.screening.candidate_messages import (
    CandidatesHeard,
    CandidatesListed,
    CandidateWithdrawn,
    ListCandidates,
    RecordHearing,
    WithdrawCandidate,
)
from domain.screening.hints import lacks
from domain.screening.margins import judge, must_fit, told
from domain.screening.messages import PoolEvent
from domain.screening.refusals import NotScreened, WrongPhase
from domain.screening.state import Phase

Events = Sequence[PoolEvent | DutyEvent]
LIST, HEARING = "candidate_list", "candidate_hearing"
"""The duties that a candidate list and its hearing are (rulebook O03, B16)."""


def list_(state: Before, c: ListCandidates, given: Given) -> Events:
    """提出候选项目 (P1 → P2). Raises NotYours, Unknown, WrongPhase, Settled, NotScreened,
    MarginRefused, NotTheirsToDecide, Malformed."""
    must_handle(state.collection, given)
    _possible(c.on, given)
    refuse_unless(
        len(set(c.items)) == len(c.items), "同一项目填了两次，请核对。", "an item is named twice."
    )
    if _said_before(state, c):
        return []
    state.must_be_before_vote()
    for name in c.items:
        entry = state.pooled(name, "不能再次列为候选项目。")
        if found := lacks(entry, given.regime.screens):
            raise NotScreened(entry.item.title, found)
    candidates = (*state.pool.standing, *c.items)
    refuse_unless(bool(candidates), "请选定候选项目。", "name the candidates.")
    judged = judge(c.seats, len(candidates), given.regime)
    must_fit(judged, c.because, c.ruling, given)
    listed = CandidatesListed(
        number=state.pool.lists + 1,
        on=c.on,
        document=c.document,
        items=c.items,
        candidates=candidates,
        margin=judged,
        because=c.because,
        ruling=c.ruling,
        by=given.actor.ref,
    )
    said = Report(title=f"候选项目清单（{c.document}）", text=f"{told(judged)}{c.because or ''}")
    return [listed, *_filed(state, LIST, said, given)]


def hear(state: Before, c: RecordHearing, given: Given) -> Events:
    """常委会先行审议 (B16). Raises NotYours, WrongPhase without candidates, NotTheirsToDecide."""
    must_handle(state.collection, given)
    must_decide(c.ruling, given.regime.screens.hearers, "候选项目先行审议", given.today)
    known = state.pool.heard
    if known and (known.document, known.on) == (c.ruling.document, c.ruling.on):
        if known.agreed is c.agreed and known.candidates == state.pool.standing:
            return []
        raise AlreadyThere(f"审议意见 {c.ruling.document}")
    state.must_be_before_vote()
    if not state.pool.standing:
        raise WrongPhase("候选项目", "还没有提出", "不能登记审议。")
    heard = CandidatesHeard(
        ruling=c.ruling,
        agreed=c.agreed,
        opinion=c.opinion,
        candidates=state.pool.standing,
        by=given.actor.ref,
    )
    said = Report(title=f"候选项目审议意见（{c.ruling.document}）", text=c.opinion)
    return [heard, *_filed(state, HEARING, said, given)]


def withdraw(state: Before, c: WithdrawCandidate, given: Given) -> Events:
    """撤回 (P2 → X1). Raises NotYours, Unknown, WrongPhase, Settled, NotTheirsToDecide."""
    must_handle(state.collection, given)
    entry = state.entry(c.item)
    if entry.phase is Phase.WITHDRAWN and entry.ended == c.reason:
        return []
    state.must_be_before_vote()
    if entry.phase is not Phase.CANDIDATE:
        raise WrongPhase(entry.item.title, stands(entry), "只有候选项目才能撤回。")
    title = f"撤回候选项目“{entry.item.title}”"
    must_decide(c.ruling, given.regime.screens.consenting, title, given.today)
    assert state.pool.margin is not None, "a candidate was listed with its margin"
    left = len(state.pool.standing) - 1
    return [
        CandidateWithdrawn(
            item=c.item,
            reason=c.reason,
            ruling=c.ruling,
            margin=judge(state.pool.margin.seats, left, given.regime),
            wishes=entry.item.wishes,
            by=given.actor.ref,
        )
    ]


def _possible(on: date, given: Given) -> None:
    refuse_unless(
        on <= given.today,
        f"提出日期 {on} 还没有到（今天是 {given.today}），请在提出之后登记。",
        f"{on} is still to come.",
    )


def _said_before(state: Before, c: ListCandidates) -> bool:
    pool = state.pool
    if pool.document != c.document or pool.margin is None:
        return False
    last = tuple(x for x in pool.order if pool.entries[x].listed == pool.lists)
    return last == c.items and pool.margin.seats == c.seats and pool.because == c.because


def _filed(state: Before, line: str, said: Report, given: Given) -> Sequence[DutyEvent]:
    """What is put on record is what the duty asks for: it is filed, and the other side receives."""
    owed = [
        x
        for x in state.duties.values()
        if x.line == line and x.owed and x.submission is None and x.opens <= given.today
    ]
    if not owed:
        return []
    actor = replace(given.actor, party=owed[0].obligor)
    command = FileDuty(duty=owed[0].id, filing=said)
    return duty_decisions.file(state.duties, command, replace(given, actor=actor))
