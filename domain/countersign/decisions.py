"""Proposals of one stream's weighty acts: decided by two accounts, never by one.

A proposal that nobody settled lapses with its day; that needs no event, it is read from the day.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, assert_never

from domain.base import Text, Value
from domain.continuity.messages import Person
from domain.countersign.messages import (
    ActConfirmed,
    ActDeclined,
    ActProposed,
    ConfirmAct,
    CountersignCommand,
    CountersignEvent,
    DeclineAct,
    ProposeAct,
)
from domain.countersign.refusals import (
    NeedsLead,
    NeedsTwo,
    NotOfTheBench,
    OwnProposal,
    Settled,
    WaitsAlready,
)
from domain.countersign.weighty import BENCHES, Weighty
from domain.given import Given, must_reach
from domain.refusals import Unknown

Outcome = Literal["waits", "confirmed", "declined", "withdrawn"]


class Proposal(Value):
    """One proposal as it stands."""

    said: ActProposed
    outcome: Outcome = "waits"
    settled_by: Person | None = None
    reason: Text | None = None

    def waits_on(self, day: date) -> bool:
        """Whether it can still be confirmed that day."""
        return self.outcome == "waits" and day <= self.said.lapses_on


class Countersigned(Value):
    """All proposals of one stream, the oldest first."""

    proposals: tuple[Proposal, ...] = ()

    def numbered(self, number: int) -> Proposal:
        """That one. Raises Unknown."""
        if not 0 < number <= len(self.proposals):
            raise Unknown("提请", "proposal", str(number))
        return self.proposals[number - 1]


def decide(
    state: Countersigned | None, command: CountersignCommand, given: Given
) -> Sequence[CountersignEvent]:
    """The events of a command. Raises Unknown, NotYours, and `domain.countersign.refusals`."""
    state = state or Countersigned()
    match command:
        case ProposeAct():
            return _propose(state, command, given)
        case ConfirmAct():
            return _confirm(state, command, given)
        case DeclineAct():
            return _decline(state, command, given)
    assert_never(command)


def _propose(state: Countersigned, c: ProposeAct, given: Given) -> list[CountersignEvent]:
    _of_bench(c.act, c.role, c.region, given)
    for x in state.proposals:
        if (x.said.act, x.said.matter) != (c.act, c.matter) or not x.waits_on(given.today):
            continue
        if (x.said.by, x.said.body) == (given.actor.ref, c.body):
            return []
        raise WaitsAlready(x.said.subject, x.said.lapses_on)
    lapses = given.today + timedelta(days=c.days)
    said = {x: getattr(c, x) for x in type(c).model_fields if x != "days"}
    number = len(state.proposals) + 1
    return [ActProposed(**said, number=number, by=given.actor.ref, lapses_on=lapses)]


def _confirm(state: Countersigned, c: ConfirmAct, given: Given) -> list[CountersignEvent]:
    one = state.numbered(c.number)
    said = one.said
    _of_bench(said.act, c.role, said.region, given)
    if one.outcome == "confirmed" and one.settled_by == given.actor.ref:
        return []
    _must_wait(one, given)
    if said.by == given.actor.ref:
        raise OwnProposal
    if BENCHES[said.act].lead not in (c.role, said.role):
        raise NeedsLead(said.act)
    return [
        ActConfirmed(
            number=c.number,
            act=said.act,
            proposed_by=said.by,
            by=given.actor.ref,
            role=c.role,
        )
    ]


def _decline(state: Countersigned, c: DeclineAct, given: Given) -> list[CountersignEvent]:
    one = state.numbered(c.number)
    _of_bench(one.said.act, c.role, one.said.region, given)
    if (one.settled_by, one.reason) == (given.actor.ref, c.reason):
        return []
    _must_wait(one, given)
    return [
        ActDeclined(
            number=c.number,
            act=one.said.act,
            proposed_by=one.said.by,
            by=given.actor.ref,
            role=c.role,
            reason=c.reason,
        )
    ]


def _of_bench(act: Weighty, role: str, region: str | None, given: Given) -> None:
    """Raises NeedsTwo for who is no person, NotYours for another region, NotOfTheBench."""
    if not given.actor.ref.startswith("account:"):
        raise NeedsTwo(act)
    if region is not None:
        must_reach(region, act, given)
    if role not in BENCHES[act].roles:
        raise NotOfTheBench(act)


def _must_wait(one: Proposal, given: Given) -> None:
    match one.outcome:
        case "confirmed":
            raise Settled("已经确认并办理", "was confirmed and done")
        case "declined":
            raise Settled("没有获得同意", "was declined")
        case "withdrawn":
            raise Settled("已经撤回", "was taken back")
        case "waits":
            if not one.waits_on(given.today):
                raise Settled(f"在 {one.said.lapses_on} 以后失效", "has lapsed")


def evolve(state: Countersigned | None, event: CountersignEvent) -> Countersigned:
    """The proposals after the event."""
    known = (state or Countersigned()).proposals
    match event:
        case ActProposed():
            return Countersigned(proposals=(*known, Proposal(said=event)))
        case ActConfirmed():
            settled = {"outcome": "confirmed", "settled_by": event.by}
        case ActDeclined():
            own = event.by == event.proposed_by
            settled = {
                "outcome": "withdrawn" if own else "declined",
                "settled_by": event.by,
                "reason": event.reason,
            }
    at = event.number - 1
    changed = known[at].model_copy(update=settled)
    return Countersigned(proposals=(*known[:at], changed, *known[at + 1 :]))
