"""催办 by hand: a reminder to whom a duty waits for, beside the ladder and without its effects."""

from collections.abc import Sequence

from domain.duty import LEVEL, Duty, Rung
from domain.duty_commands import UrgeDuty
from domain.duty_decisions import find
from domain.duty_events import DutyEvent, DutyUrged
from domain.duty_evolve import Duties
from domain.given import Given
from domain.ladder_marks import addressee
from domain.refusals import NothingToUrge, NotYours


def awaited(duty: Duty, given: Given) -> str:
    """For whom a duty waits: whom its highest rung addresses, up to the deputy group."""
    rung = next((x for x in (Rung.LETTER, Rung.ESCALATED) if LEVEL[x] == duty.level), Rung.OVERDUE)
    return addressee(duty, rung, given.regime)


def urge(duties: Duties, c: UrgeDuty, given: Given) -> Sequence[DutyEvent]:
    """催办: once a day and revision; a second time on that day says nothing new. Raises NotYours
    for who is no staff, NothingToUrge for what is filed, done, released or paused."""
    duty = find(duties, c.duty)
    if given.actor.role is not None:
        raise NotYours(c.duty)
    if duty.urged == given.today:
        return []
    if not duty.owed:
        raise NothingToUrge(duty.zh)
    by_hand = c.text or f"{duty.zh} 应于 {duty.due} 报送，请抓紧办理"
    return [
        DutyUrged(
            duty=duty.id,
            revision=duty.revision,
            on=given.today,
            to=awaited(duty, given),
            because=by_hand,
            by=given.actor.ref,
        )
    ]
