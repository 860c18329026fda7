"""What is late, what was late and is mended, what comes next: in words without a glossary."""

from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime

from api.pages.dates import late_days, plain
from api.public.named import public_duty, public_party
from api.public.shape import PublicLate, PublicNext, PublicStep
from domain.calendar import Calendar, day_of
from domain.duty import Duty
from domain.parties import Role, role_of
from domain.programme.state import Programme
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.model import Regime
from ledger.queries.history import Entry

AHEAD = 6
"""So many coming days are told."""
_LEVELS = {"Overdue": 1, "LetterIssued": 2, "Escalated": 3, "EscalationRecommended": 4}
Owing = Project | Programme


def late_now(
    state: Owing,
    entries: Sequence[Entry],
    now: datetime,
    calendar: Calendar,
    hidden: Set[str] = frozenset(),
) -> tuple[PublicLate, ...]:
    """What is owed and past its day: the unit's debts first, the longest late first. `hidden`:
    duties of which nobody knows yet."""
    regime, today = named(state.regime), day_of(now)
    late = [x for x in state.duties.values() if x.late_at(now) and x.id not in hidden]
    late.sort(key=_worst)
    return tuple(_late(x, regime, entries, None, today, calendar) for x in late)


def _worst(duty: Duty) -> tuple[bool, date]:
    return role_of(duty.obligor) is not Role.UNIT, duty.due


def mended(
    state: Owing, entries: Sequence[Entry], now: datetime, calendar: Calendar
) -> tuple[PublicLate, ...]:
    """What was filed after its day. It stays told: a red month does not turn green."""
    regime, found = named(state.regime), []
    for x in sorted(state.duties.values(), key=lambda x: x.due):
        filed = x.submission
        if filed is None or filed.on_time or filed.received_at > now:
            continue
        on = day_of(filed.received_at)
        found.append(_late(x, regime, entries, on, on, calendar))
    return tuple(found)


def _late(  # what one line is made of
    duty: Duty,
    regime: Regime,
    entries: Sequence[Entry],
    filed: date | None,
    until: date,
    calendar: Calendar,
) -> PublicLate:
    return PublicLate(
        duty=duty.id,
        zh=public_duty(duty, regime),
        who=public_party(duty.obligor),
        by_unit=role_of(duty.obligor) is Role.UNIT,
        was_due=duty.original_due if duty.original_due != duty.due else None,
        due=duty.due,
        filed=filed,
        workdays=late_days(duty.due, until, calendar),
        steps=tuple(_steps(duty, entries)),
    )


def _steps(duty: Duty, entries: Sequence[Entry]) -> Iterable[PublicStep]:
    mine = [x for x in entries if x.event.get("duty") == duty.id]
    for x in mine:
        if x.type not in _LEVELS:
            continue
        level, revision = _LEVELS[x.type], x.event["revision"]
        seen = any(
            y.type == "Acknowledged"
            and (y.event["level"], y.event["revision"]) == (level, revision)
            for y in mine
        )
        who = public_party(x.event["to"])
        yield PublicStep(on=date.fromisoformat(x.event["on"]), zh=_step(level, who, seen=seen))


def _step(level: int, who: str, *, seen: bool) -> str:
    match level:
        case 1:
            return f"催办，{who}签收了" if seen else f"催办，{who}没有签收"
        case 2:
            return f"发督办函，{who}签收了" if seen else f"发督办函，{who}没有签收"
        case 3:
            return f"转给{who}，已经签收" if seen else f"转给{who}，还没有签收"
        case _:
            return f"系统建议由{who}进一步监督，办不办由人决定"


def ahead(
    states: Sequence[Owing], now: datetime, hidden: Set[str] = frozenset()
) -> tuple[PublicNext, ...]:
    """The next of each line that is owed and not late, the earliest first; what has no day last."""
    found: list[tuple[bool, date, PublicNext]] = []
    for state in states:
        regime, told = named(state.regime), set[str]()
        for x in sorted(state.duties.values(), key=lambda x: x.due):
            if not x.owed or x.late_at(now) or x.line in told or x.id in hidden:
                continue
            told.add(x.line)
            on = x.due if x.settled else None
            who, zh = public_party(x.obligor), public_duty(x, regime)
            found.append((on is None, x.due, PublicNext(duty=x.id, zh=zh, who=who, on=on)))
    return tuple(x for _, _, x in sorted(found, key=lambda x: x[:2])[:AHEAD])


def day_or_open(on: date | None) -> str:
    """7月13日; 日子没定 where it hangs on a session that nobody convened."""
    return "日子没定" if on is None else plain(on)
