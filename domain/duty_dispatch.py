"""The commands to a duty that mean the same in every kind of stream."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from domain import agenda, duty_decisions, extension
from domain.duty_commands import (
    Acknowledge,
    AnswerLetter,
    DecideExtension,
    KeepMoment,
    RequestExtension,
    ReturnDuty,
    UrgeDuty,
    WaiveDuty,
    WithdrawOverdue,
)
from domain.duty_events import DutyEvent
from domain.duty_evolve import Duties
from domain.given import Given
from domain.urging import urge
from domain.withdrawing import withdraw

Plain = (
    ReturnDuty
    | WaiveDuty
    | Acknowledge
    | AnswerLetter
    | UrgeDuty
    | RequestExtension
    | DecideExtension
    | WithdrawOverdue
    | KeepMoment
)


def decide_plain(
    duties: Duties, command: Plain, given: Given, *, closed: bool, session: date | None = None
) -> Sequence[DutyEvent]:
    """The events of such a command. `closed`: the stream's clock rests for ever; `session`: the
    day beyond which what hangs on it is not extended."""
    match command:
        case ReturnDuty():
            return duty_decisions.return_(duties, command, given)
        case WaiveDuty():
            return duty_decisions.waive(duties, command, given)
        case Acknowledge():
            return duty_decisions.acknowledge(duties, command, given)
        case AnswerLetter():
            return duty_decisions.answer(duties, command, given)
        case UrgeDuty():
            return urge(duties, command, given)
        case RequestExtension():
            return extension.request(duties, command, given, session)
        case DecideExtension():
            return extension.settle(duties, command, given, session)
        case WithdrawOverdue():
            return withdraw(duties, command, given)
        case KeepMoment():
            return [] if closed else agenda.keep(duties, given)
    assert_never(command)
