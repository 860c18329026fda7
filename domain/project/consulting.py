"""会商 on a slow project (S000): who has to be there; what is proposed becomes a unit's duty."""

import re
from collections.abc import Sequence

from domain.base import refuse_unless
from domain.chains import fair, line_of
from domain.duty import Duty
from domain.duty_events import DutyScheduled
from domain.forms import Consultation
from domain.given import Given
from domain.parties import Role, party
from domain.project.state import Project
from domain.regimes.model import Form, Scope
from domain.regimes.slowness import PARTICIPANT_ZH
from domain.regimes.when import After, Trigger
from domain.scheduling import schedule_after

_CONSULTED = Trigger.CONSULTED
_CONSULTATION = re.compile(r"(?P<consultation>\d{4}-[MQH]\d{1,2})(-(?P<number>\d+))?")


def check_consultation(filing: Consultation, given: Given) -> None:
    """Raises Malformed for a day to come, a proposal due before it was made, or a kind of
    participant that the measure names, missing without a word."""
    refuse_unless(
        filing.held_on <= given.today,
        f"会商日期 {filing.held_on} 还没有到（今天是 {given.today}），请在会商之后报送。",
        f"the consultation of {filing.held_on} is still to come.",
    )
    for one in filing.proposals:
        refuse_unless(
            one.by > filing.held_on,
            f"“{one.text[:20]}”的完成期限 {one.by} 应晚于会商日期 {filing.held_on}。",
            f"a proposal cannot be due on {one.by}, before the consultation.",
        )
    rule = given.regime.slowness
    there = {x.kind for x in filing.participants}
    missing = [x for x in (rule.participants if rule else ()) if x not in there]
    names = "、".join(PARTICIPANT_ZH[x] for x in missing)
    refuse_unless(
        not missing or filing.absent_because is not None,
        f"会商缺少{names}参加，请说明原因后再报送。",
        f"{missing} took no part: say why.",
    )


def proposed(state: Project, duty: Duty, given: Given) -> Sequence[DutyScheduled]:
    """What an accepted consultation calls into being: each proposal, by its unit and its day."""
    found: list[DutyScheduled] = []
    for n, one in enumerate(state.proposals, 1):
        made = schedule_after(
            given.regime,
            Scope.PROJECT,
            Trigger.PROPOSED,
            given.today,
            state.owners,
            given.calendar,
            instance=f"{duty.period or duty.id}-{n}",
            by=one.by,
        )
        unit = party(Role.UNIT, one.unit) if one.unit else state.owners.of(Role.UNIT)
        found += [fair(x, given).model_copy(update={"obligor": unit}) for x in made]
    return [x for x in found if x.duty not in state.duties]


def followed_up(state: Project, duty: Duty, given: Given) -> Sequence[DutyScheduled]:
    """The next follow-up (S000: each quarter), as long as a proposal of that consultation is not
    settled: `2023-M05` is followed by `2023-M05-2`, `2023-M05-3` …"""
    line = line_of(duty, given)
    if line is None or not isinstance(line.when, After) or line.when.trigger is not _CONSULTED:
        return []
    of = _CONSULTATION.match(duty.period or "")
    if of is None or not _unsettled(state, of["consultation"]):
        return []
    number = int(of["number"] or 1) + 1
    made = schedule_after(
        given.regime,
        Scope.PROJECT,
        _CONSULTED,
        given.today,
        state.owners,
        given.calendar,
        instance=f"{of['consultation']}-{number}",
    )
    return [x for x in made if x.line == duty.line and x.duty not in state.duties]


def _unsettled(state: Project, consultation: str) -> bool:
    proposals = [
        x for x in state.duties.values() if (x.period or "").startswith(f"{consultation}-")
    ]
    return any(x.form is Form.REPORT and x.closed is None and not x.accepted for x in proposals)
