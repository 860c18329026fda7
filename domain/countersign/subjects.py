"""What a proposal is about, in one sentence, and whose it is."""

from domain.almanac.almanac import PublishNotice
from domain.base import Command
from domain.collection.state import Collection
from domain.duty import Duty
from domain.duty_commands import DecideExtension, WaiveDuty, WithdrawOverdue
from domain.measures import PublishMeasure
from domain.programme.state import Programme
from domain.project.state import Project
from domain.regime_change import ChangeRegime
from domain.suggestion.state import Suggestion
from domain.withdrawing import withdrawn_by


def subject_of(command: Command, state: object) -> str:
    """The sentence. Raises LookupError for what is no weighty act."""
    match command:
        case DecideExtension(duty=name):
            duty = _duty(state, name)
            to = duty.wish.to if duty is not None and duty.wish is not None else None
            return f"{_zh(duty, name)}延期到{to}（{command.ruling.document}）"
        case WaiveDuty(duty=name, decision=decision):
            return f"免除{_zh(_duty(state, name), name)}：{decision}"[:4000]
        case WithdrawOverdue(duty=name, document=document):
            return f"撤销{_zh(_duty(state, name), name)}的逾期（{document}）"
        case ChangeRegime(regime=regime, effective=effective):
            return f"自{effective}起改用办法{regime}（{command.decision}）"
        case PublishNotice(notice=notice):
            return f"公布{notice.year}年放假安排（{notice.number or notice.source}）"
        case PublishMeasure(ref=ref, zh=zh):
            return f"公布办法{ref}“{zh}”（{command.decision}）"
        case _:
            raise LookupError(type(command).__name__)


def pinned(command: Command, state: object) -> Command:
    """The act as it can be confirmed: an extension for the request that waits now, no later one;
    a withdrawal of the lateness that is on record now."""
    match command:
        case DecideExtension(wish=None):
            duty = _duty(state, command.duty)
            if duty is not None and duty.wish is not None:
                return command.model_copy(update={"wish": duty.wish.number})
        case WithdrawOverdue(overdue_at=None):
            duty = _duty(state, command.duty)
            late = duty and withdrawn_by(duty, command.received_on)
            return command.model_copy(update={"overdue_at": late})
        case _:
            pass
    return command


def pinned_as(command: Command, proposed: Command) -> Command:
    """The command with what `pinned` had put into its proposal, where it names none itself."""
    match command, proposed:
        case DecideExtension(wish=None), DecideExtension(wish=wish):
            return command.model_copy(update={"wish": wish})
        case WithdrawOverdue(overdue_at=None), WithdrawOverdue(overdue_at=late):
            return command.model_copy(update={"overdue_at": late})
        case _:
            return command


def region_of(state: object) -> str | None:
    """The congress's region; None for what holds everywhere."""
    match state:
        case Project():
            return state.card.region
        case Programme() | Collection() | Suggestion():
            return state.region
        case _:
            return None


def _duty(state: object, name: str) -> Duty | None:
    found: Duty | None = getattr(state, "duties", {}).get(name)
    return found


def _zh(duty: Duty | None, name: str) -> str:
    return f"“{duty.zh}”" if duty is not None else f"“{name}”"
