"""What a weighty act says, word for word: who confirms it has to read it."""

from collections.abc import Sequence
from datetime import date, timedelta

from api.pages.dates import plain
from api.pages.words import span_zh
from domain.almanac.almanac import PublishNotice
from domain.base import Command
from domain.duty_commands import DecideExtension, WithdrawOverdue
from domain.evidence import Evidence
from domain.notices import Notice
from domain.parties import ROLE_ZH
from domain.regime_change import ChangeRegime
from domain.ruling import SITTING_ZH, Ruling

Facts = list[tuple[str, str]]


def facts_of(command: Command) -> Facts:
    """Each word that was proposed, with its name."""
    match command:
        case DecideExtension():
            found = _ruling(command.ruling)
            return [*found, ("说明", command.reason)] if command.reason else found
        case WithdrawOverdue():
            return [
                ("实际交来的日子", str(command.received_on)),
                ("凭据", command.document),
                ("理由", command.because),
            ]
        case ChangeRegime():
            return [
                ("决定机关", ROLE_ZH[command.decided_by]),
                ("文号", command.decision),
                ("理由", command.because),
            ]
        case PublishNotice():
            return [*_notice(command.notice), ("理由", command.because)]
        case _:
            words = (("because", "理由"), ("decision", "依据"), ("digest", "文件指纹"))
            return [(zh, str(getattr(command, x))) for x, zh in words if hasattr(command, x)]


def files_of(command: Command) -> tuple[Evidence, ...] | None:
    """What it rests on; None where such an act takes no files."""
    match command:
        case DecideExtension():
            return command.ruling.evidence
        case WithdrawOverdue():
            return command.evidence
        case _:
            return None


def _ruling(said: Ruling) -> Facts:
    return [
        ("决定机关", ROLE_ZH[said.decider]),
        ("会议", f"{SITTING_ZH[said.sitting]}，{said.session}"),
        ("决定日期", str(said.on)),
        ("文号", said.document),
    ]


def _notice(notice: Notice) -> Facts:
    return [
        ("文号", notice.number or "没有"),
        ("来源", notice.source),
        ("放假", _days(notice.off, notice.year)),
        ("调休上班", _days(notice.work, notice.year)),
    ]


def _days(days: Sequence[date], year: int) -> str:
    """1月1日至3日、2月15日至23日; a day of another year says its year."""
    runs: list[tuple[date, date]] = []
    for day in sorted(days):
        if runs and day == runs[-1][1] + timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    told = (
        f"{'' if x.year == year else f'{x.year}年'}{plain(x) if x == y else span_zh(x, y)}"
        for x, y in runs
    )
    return "、".join(told) or "没有"
