"""From a collection and its history to what its session's papers are composed from: each part with
the event that says it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from domain.collection.state import Collection
from domain.completion.entry import Told
from domain.papers.compose.session.gathered import (
    Agenda,
    Candidate,
    Collected,
    Convened,
    Item,
    SessionGathered,
)
from domain.papers.compose.session.voted import outcome_of, passed_of, rules_of
from domain.papers.ref import Ref
from domain.project.card import target_zh
from domain.refusals import Contradicted
from domain.regimes.model import Regime
from domain.regimes.sections_ballot import FamilyName, Shortfall
from domain.screening.candidate_messages import CandidatesListed, CandidateWithdrawn
from domain.screening.item import Benefit, PoolItem
from domain.screening.pool_messages import ItemAmended, ItemPooled, WishesLinked, WishUnlinked
from domain.screening.state import Phase
from domain.session.messages import AgendaDrafted, AgendaFixed


class Counts(NamedTuple):
    """The wishes of a collection, counted when everything was read."""

    received: int
    merged: int
    channels: tuple[tuple[str, int], ...]


class Proposal(NamedTuple):
    """What the draft of a voting method proposes where the measure leaves a choice."""

    family: FamilyName | None = None
    shortfall: Shortfall | None = None


class Histories(NamedTuple):
    """What was read in one look."""

    stream: str
    told: Sequence[Told]
    convened: Convened | None
    """The session; None while nobody convened it."""
    counts: Counts
    now: datetime

    def ref(self, *kinds: type) -> Ref | None:
        """The last event of these kinds."""
        found = next((x for x in reversed(self.told) if isinstance(x.event, kinds)), None)
        return None if found is None else self.at(found)

    def at(self, told: Told) -> Ref:
        """Where an event stands."""
        return Ref(stream=self.stream, version=told.version, hash=told.hash)


def gathered_from(
    state: Collection, read: Histories, regime: Regime, proposal: Proposal | None = None
) -> SessionGathered:
    """Everything for the papers of this collection's session. Raises Contradicted for a measure
    that does not say how projects are decided."""
    if regime.decision is None:
        raise Contradicted(
            f"办法 {regime.ref} 没有规定项目如何确定，不能编制会议文件。",
            f"{regime.ref} says nothing of the decision.",
        )
    listed = read.ref(CandidatesListed, CandidateWithdrawn)
    candidates = tuple(_candidate(n, x, read) for n, x in enumerate(state.pool.candidates, 1))
    convened = read.convened
    rules = rules_of(
        read.told, read.at, regime, state.pool.seats, len(candidates), listed, proposal
    )
    return SessionGathered(
        region=state.region,
        year=state.year,
        session=convened.title if convened else "",
        day=convened.opens if convened else None,
        convened=convened,
        regime=regime,
        decision=regime.decision,
        ref=read.at(read.told[-1]),
        now=read.now,
        candidates=candidates,
        listed=listed,
        margin_reason=state.pool.because or "",
        collected=_collected(state, read),
        agenda=_agenda(state, read),
        rules=rules,
        outcome=outcome_of(read.told, read.at),
        passed=passed_of(read.told, read.at),
    )


def _candidate(no: int, item: PoolItem, read: Histories) -> Candidate:
    parts = "；".join(x.name for x in item.parts)
    target = target_zh(item.target) if item.target else ""
    return Candidate(
        no=no,
        id=item.id,
        title=item.title,
        ref=_said_of(item.id, read),
        place=item.place or "",
        unit=item.unit or "",
        target="：".join(x for x in (target, parts) if x),
        cost=item.cost.wan if item.cost else None,
        benefit=_benefit(item.benefit),
        finish=item.finish,
        milestones=tuple(f"{x.by} {x.goal}" for x in item.milestones),
        wishes=item.wishes,
    )


def _benefit(found: Benefit | None) -> str:
    return "" if found is None else f"{found.whom}{found.number}{found.unit}"


def _said_of(item: str, read: Histories) -> Ref:
    """The last event that said something of the item."""
    for x in reversed(read.told):
        match x.event:
            case ItemPooled(item=pooled) if pooled.id == item:
                return read.at(x)
            case ItemAmended(item=name) | WishesLinked(item=name) | WishUnlinked(item=name):
                if name == item:
                    return read.at(x)
            case _:
                pass
    return read.at(read.told[-1])


def _collected(state: Collection, read: Histories) -> Collected:
    """Counted from the wishes themselves: as of the collection's newest event."""
    rejected = sum(1 for x in state.pool.entries.values() if x.phase is Phase.REJECTED)
    return Collected(
        ref=read.at(read.told[-1]),
        opened=state.opens,
        closed=state.last,
        received=read.counts.received,
        channels=read.counts.channels,
        merged=read.counts.merged,
        pooled=len(state.pool.entries),
        rejected=rejected,
    )


def _agenda(state: Collection, read: Histories) -> Agenda | None:
    ref = read.ref(AgendaDrafted, AgendaFixed)
    if state.agenda is None or ref is None:
        return None
    items = tuple(Item(no=n, zh=x.zh, by=x.by or "") for n, x in enumerate(state.agenda.items, 1))
    return Agenda(ref=ref, items=items, fixed=state.agenda.fixed_on)
