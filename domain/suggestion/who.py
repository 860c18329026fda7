"""Who may do what with a suggestion, and the duties that a step of its way fulfils or calls."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain import duty_decisions
from domain.base import refuse_unless
from domain.chains import fair
from domain.duty import Duty
from domain.duty_commands import FileDuty
from domain.duty_events import DutyAccepted, DutyEvent, DutyScheduled, DutyVoided
from domain.forms import Filing
from domain.given import Given
from domain.parties import Role, party
from domain.refusals import NotYours
from domain.regimes.model import Scope
from domain.regimes.sections_suggestions import Suggestions
from domain.regimes.when import After, Trigger
from domain.scheduling import Owners, schedule_after
from domain.suggestion.messages import SuggestionEvent
from domain.suggestion.refusals import NoSuggestions, OffTheList
from domain.suggestion.state import LIFE_ZH, Suggestion

Events = Sequence[SuggestionEvent]


def section(given: Given) -> Suggestions:
    """What the measure says of suggestions. Raises NoSuggestions."""
    if given.regime.suggestions is None:
        raise NoSuggestions(given.regime.ref)
    return given.regime.suggestions


def is_office(given: Given) -> bool:
    """Whether the congress's own office asks: its staff, or the organ that is its clerk."""
    return given.actor.role is None or given.actor.role is given.regime.clerk


def must_be_clerk(name: str, given: Given) -> None:
    """Raises NotYours unless the office asks."""
    if not is_office(given):
        raise NotYours(name)


def must_lead(state: Suggestion, given: Given) -> None:
    """Raises NotYours unless the lead unit asks."""
    if state.lead is None or given.actor.party != party(Role.UNIT, state.lead):
        raise NotYours(state.id)


def must_speak_for(state: Suggestion, given: Given) -> None:
    """Raises NotYours unless the deputy asks, or the office from a paper of the deputy's."""
    if given.actor.party != state.deputy and not is_office(given):
        raise NotYours(state.id)


def must_be_open(state: Suggestion) -> None:
    """Raises OffTheList."""
    if state.closed:
        raise OffTheList(state.title, LIFE_ZH[state.life])


def not_to_come(day: date, what: str, given: Given) -> None:
    """Raises Malformed for a day after today."""
    refuse_unless(
        day <= given.today,
        f"{what}日期 {day} 还没有到（今天是 {given.today}），请核对。",
        f"{day} is still to come (today is {given.today}).",
    )


def owed(state: Suggestion, given: Given, *triggers: Trigger) -> list[Duty]:
    """What is still owed after one of these facts, the oldest first."""
    lines = {
        x.name
        for x in given.regime.of(Scope.SUGGESTION)
        if isinstance(x.when, After) and x.when.trigger in triggers
    }
    return [x for x in state.duties.values() if x.owed and x.line in lines]


def called(
    trigger: Trigger, on: date, owners: Owners, given: Given, number: int = 1
) -> list[DutyScheduled]:
    """The duties of a fact of that day; the first of its kind bears no number."""
    instance = None if number == 1 else str(number)
    found = schedule_after(
        given.regime, Scope.SUGGESTION, trigger, on, owners, given.calendar, instance
    )
    return [fair(x, given) for x in found]


def opinion_of(
    unit: str, number: int, on: date, state: Suggestion, lead: str, given: Given
) -> list[DutyScheduled]:
    """The co-handler's opinion, owed to the lead unit."""
    made = called(Trigger.CO_HANDLER_ASSIGNED, on, state.owed_by(unit), given, number)
    return [x.model_copy(update={"obligee": party(Role.UNIT, lead)}) for x in made]


def fulfilled(state: Suggestion, duty: Duty, filing: Filing, given: Given) -> list[DutyEvent]:
    """Filed, and fulfilled by it: of a suggestion no clerk decides, the deputy's verdict does.

    The office may write down what its obligor said on paper. Raises what filing raises.
    """
    for_obligor = replace(given, actor=replace(given.actor, party=duty.obligor))
    filed = duty_decisions.file(state.duties, FileDuty(duty=duty.id, filing=filing), for_obligor)
    return [*filed, DutyAccepted(duty=duty.id, by=given.actor.ref, decided_late=False)]


def voided(duties: Sequence[Duty], because: str) -> list[DutyEvent]:
    """They fall away with what they stood on."""
    return [DutyVoided(duty=x.id, because=because) for x in duties]
