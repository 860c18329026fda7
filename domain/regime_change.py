"""Moving a running year to another measure: a decision on record, never a silent edit.

What was due before the effective day stays as it was; what was fulfilled, filed, waived or void
stays for ever. Duties still owed take the new measure's dates and organs, those it does not know
fall away, those it adds are owed from now on; nobody is late by a change of today.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from domain.anchors import Anchors
from domain.base import Command, Event, ShortText, Text, is_none, refuse_unless
from domain.countersign.persons import Persons
from domain.duty import Counted, Duty
from domain.duty_commands import Rebase
from domain.duty_events import DutyRedated, DutyRestated, DutyScheduled, DutyVoided
from domain.duty_evolve import Duties, evolve_duties
from domain.given import Given
from domain.parties import ROLE_ZH, Role
from domain.rebase import redate_all
from domain.refusals import Contradicted, NotYours
from domain.regimes import named
from domain.regimes.model import Line, Scope
from domain.regimes.when import EachPeriod
from domain.scheduling import Owners, schedule, terms_of
from domain.terms import Term

DECIDERS = (
    Role.CONGRESS,
    Role.STANDING_COMMITTEE,
    Role.CHAIRMENS_MEETING,
    Role.PRESIDIUM,
    Role.STREET_WORKING_COMMITTEE,
)
"""The congress's side alone decides by which measure it supervises."""


class ChangeRegime(Command):
    """改用办法: from a day on, this year is supervised under another measure."""

    regime: ShortText
    """`PLACE@2`, or a place for its newest version."""
    decision: ShortText
    """The document, as 人大〔2025〕12号."""
    because: Text
    decided_by: Role
    effective: date


class RegimeChanged(Event):
    """The year is pinned to another measure."""

    was: str
    regime: str
    decision: str
    because: Text
    decided_by: Role
    effective: date
    by: str
    persons: Persons | None = Field(default=None, exclude_if=is_none)


Changed = RegimeChanged | DutyRestated | DutyRedated | DutyVoided | DutyScheduled


def change(
    pinned: str,
    duties: Duties,
    scope: Scope,
    owners: Owners,
    anchors: Anchors,
    c: ChangeRegime,
    given: Given,
) -> Sequence[Changed]:
    """The events of the decision; `given.regime` is the measure moved to, `pinned` the one left.

    Raises NotYours for who is not staff, Malformed for a day or an organ that cannot be,
    Contradicted for a measure of another tier.
    """
    if given.actor.role is not None:
        raise NotYours(c.regime)
    if given.regime.ref == pinned:
        return []
    _must_be_possible(pinned, anchors, c, given)
    changed = RegimeChanged(
        was=pinned,
        regime=given.regime.ref,
        decision=c.decision,
        because=c.because,
        decided_by=c.decided_by,
        effective=c.effective,
        by=given.actor.ref,
        persons=given.persons,
    )
    open_ = {x.id: x for x in duties.values() if not (x.owed and x.due < c.effective)}
    restated = list(_restated(open_, owners, c, given))
    for event in restated:
        open_ = evolve_duties(open_, event)
    reason = Rebase(because=_because(c, given), reference=c.decision)
    moved = redate_all(open_, scope, owners, anchors, reason, given)
    moved = [x for x in moved if x.duty in open_ or x.duty not in duties]
    year = schedule(given.regime, scope, anchors, owners, given.calendar)
    past = {x.duty for x in year if x.terms.due < c.effective}
    moved = [x for x in moved if not (isinstance(x, DutyScheduled) and x.duty in past)]
    return [changed, *restated, *moved, *_spared(duties, restated, moved, reason, given)]


def _must_be_possible(pinned: str, anchors: Anchors, c: ChangeRegime, given: Given) -> None:
    refuse_unless(
        c.decided_by in DECIDERS,
        f"改用办法由人大一方决定，{ROLE_ZH[c.decided_by]}不能决定。",
        f"a measure is changed by the congress's side, not by {c.decided_by}.",
    )
    refuse_unless(
        anchors.vote <= c.effective <= given.today,
        f"施行日 {c.effective} 应在票决日 {anchors.vote} 之后，且不晚于今天 {given.today}；"
        "尚未施行的，请在施行之日登记。",
        f"the effective day lies between the vote ({anchors.vote}) and today ({given.today}).",
    )
    old, new = named(pinned), given.regime
    if old.tier != new.tier:
        raise Contradicted(
            f"{new.ref} 是 {new.tier} 层级的办法，不能用于 {old.tier} 层级的清单。",
            f"{new.ref} is a measure for a {new.tier}, not for a {old.tier}.",
        )


def _because(c: ChangeRegime, given: Given) -> str:
    return f"自 {c.effective} 起改用办法 {given.regime.ref}（{c.decision}）：{c.because}"


def _restated(
    duties: Duties, owners: Owners, c: ChangeRegime, given: Given
) -> Iterator[DutyRestated | DutyVoided]:
    lines = {x.name: x for x in given.regime.lines}
    for duty in duties.values():
        if not duty.owed:
            continue
        line = lines.get(duty.line)
        if line is None and duty.counted is not None:
            yield DutyVoided(duty=duty.id, because=_because(c, given))
        elif line is not None and (event := _restatement(duty, line, owners, c, given)):
            yield event


def _restatement(
    duty: Duty, line: Line, owners: Owners, c: ChangeRegime, given: Given
) -> DutyRestated | None:
    now = DutyRestated(
        duty=duty.id,
        zh=f"{line.zh} {duty.period}" if duty.period else line.zh,
        stage=line.stage,
        form=line.form,
        obligor=owners.of(line.obligor),
        obligee=owners.of(line.obligee),
        until_verified=isinstance(line.when, EachPeriod) and line.when.until_verified,
        origin=line.origin,
        cite=line.cite,
        ours=line.ours,
        because=_because(c, given),
    )
    parts = ("zh", "stage", "form", "obligor", "obligee", "until_verified")
    same = all(getattr(now, x) == getattr(duty, x) for x in parts)
    return None if same else now


def _spared(
    duties: Duties,
    restated: Sequence[DutyRestated | DutyVoided],
    moved: Sequence[DutyRedated | DutyVoided | DutyScheduled],
    reason: Rebase,
    given: Given,
) -> Iterator[DutyRedated]:
    """Who owes something only since today is not late with it: the days of a return."""
    dated = {x.duty for x in moved}
    for event in restated:
        duty = duties[event.duty]
        if isinstance(event, DutyVoided) or event.duty in dated or event.obligor == duty.obligor:
            continue
        if duty.level == 0 and given.now < duty.due_at:
            continue
        days = Term.parse(f"{given.regime.filing.rearm_at_least}wd")
        counted = Counted(since=given.today, term=days)
        yield DutyRedated(
            duty=duty.id,
            revision=duty.revision + 1,
            terms=terms_of(counted, given.today, given.regime, given.calendar),
            because=reason.because,
            reference=reason.reference,
        )
