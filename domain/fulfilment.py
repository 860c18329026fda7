"""What is published fulfils the duty that asks for it, without a second filing by hand.

A line of the measure names the artefact (`fulfilled_by`). It was made from the record, and issued
or announced by an office of its own: there is nothing left that anybody would have to check.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain import duty_decisions
from domain.base import Command, Instant, ShortText
from domain.chains import after_acceptance
from domain.duty import Duty
from domain.duty_commands import FileDuty
from domain.duty_events import DutyAccepted, DutyEvent
from domain.duty_evolve import Duties, evolve_duties
from domain.forms import Report
from domain.given import Actor, Given
from domain.refusals import NotYours
from domain.regimes.artefacts import Artefact
from domain.regimes.model import Form, Regime, Scope
from domain.regimes.when import EachPeriod
from domain.scheduling import Owners


class Fulfil(Command):
    """Something was published, in this stream or in another, that a duty here may ask for."""

    artefact: Artefact
    reference: ShortText
    """Its number as people cite it, or the id of the box."""
    title: ShortText
    on: date
    period: ShortText | None = None
    """Of what period it is; None for what comes once a year."""
    at: Instant | None = None
    """When it was published: on time is decided by that, however late this is carried out."""


def fulfil(
    duties: Duties, c: Fulfil, scope: Scope, owners: Owners, given: Given
) -> Sequence[DutyEvent]:
    """Filed and accepted, for every duty that asks for this artefact and is still owed, with what
    follows by the measure's lines; nothing where it was filed by hand before. Raises NotYours for
    anybody but the system."""
    if given.actor.party != "system":
        raise NotYours(str(c.artefact))
    events = published(duties, c, given)
    after = duties
    for event in events:
        after = evolve_duties(after, event)
    called: list[DutyEvent] = []
    for event in events:
        if isinstance(event, DutyAccepted):
            called += after_acceptance(after, after[event.duty], scope, owners, given)
    return [*events, *called]


def published(duties: Duties, c: Fulfil, given: Given) -> Sequence[DutyEvent]:
    """The filings and acceptances alone, in the decision that publishes it."""
    events: list[DutyEvent] = []
    for duty in duties.values():
        if duty.owed and _asks(duty, c, given.regime):
            events += _fulfilled(duties, duty, c, given)
    return events


def _asks(duty: Duty, c: Fulfil, regime: Regime) -> bool:
    line = next((x for x in regime.lines if x.name == duty.line), None)
    if line is None or line.fulfilled_by is not c.artefact or duty.form is not Form.REPORT:
        return False
    if c.period is not None and duty.period != c.period:
        return False
    if not duty.opens <= c.on:
        return False
    after = isinstance(line.when, EachPeriod) and line.when.term is not None
    return not after or duty.period_end is None or c.on > duty.period_end


def _fulfilled(duties: Duties, duty: Duty, c: Fulfil, given: Given) -> Iterator[DutyEvent]:
    """A paper issued before its period is over says too little to be that period's (`_asks`)."""
    actor = Actor(ref=c.reference, party=duty.obligor)
    at = min(c.at or given.received_at, given.received_at)
    filing = Report(title=c.title, text=f"{c.on} 发布《{c.title}》（{c.reference}）。")
    command = FileDuty(duty=duty.id, filing=filing)
    yield from duty_decisions.file(duties, command, replace(given, actor=actor, received_at=at))
    note = f"由 {c.reference} 的发布办结，不另报送。"
    yield DutyAccepted(duty=duty.id, by=actor.ref, decided_late=False, note=note)
