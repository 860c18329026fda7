"""按期率: one mark for every duty that came due, as fractions by the dates that hold and by the
first ones; the congress's own deadlines counted the same way. Never a percentage of few."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.duty import Duty
from domain.papers.body import Column, Line, Table
from domain.papers.compose.gathered import Gathered, Owed
from domain.parties import Role, label_zh, role_of
from domain.periods import Period
from domain.punctuality import Punctuality, punctuality

ON_TIME, LATE, MISSING = "■", "▨", "⊠"
MOST_MARKS = 30
"""Above so many the counts stand alone."""
OWN = frozenset(Role) - {
    Role.UNIT,
    Role.GOVERNMENT,
    Role.PARTY_COMMITTEE,
    Role.STREET_OFFICE,
    Role.CONGRESS,
}
"""Who is of the congress: its committees, office, groups and deputies."""


class Kept(NamedTuple):
    """How many came due, how many of them were filed in time, late, or not yet."""

    of: int
    on_time: int
    late: int
    missing: int
    told: Punctuality


def kept(duties: Sequence[Duty], now: datetime) -> Kept:
    """The counts of these duties; what is not due yet is not among them."""
    told = punctuality(duties, now)
    share = told.with_extensions
    failed = [x for x in duties if punctuality([x], now).with_extensions.of]
    failed = [x for x in failed if not punctuality([x], now).with_extensions.part]
    missing = sum(1 for x in failed if x.submission is None)
    return Kept(share.of, share.part, len(failed) - missing, missing, told)


def rates_table(gathered: Gathered, owed: Iterable[Owed], period: Period) -> Table:
    """By who owes: the period's duties, and the year's fraction beside them."""
    by: dict[str, list[Duty]] = defaultdict(list)
    for x in owed:
        if role_of(x.duty.obligor) is Role.UNIT:
            by[x.duty.obligor].append(x.duty)
    now = gathered.now
    rows = [(label_zh(k), v) for k, v in by.items()]
    rows.sort(key=lambda x: (_failing(_within(x[1], period), now), x[0]))
    everything = [d for _, v in rows for d in v]
    lines = [_line(who, duties, period, now) for who, duties in rows]
    lines.append(_line("合计", everything, period, now))
    return Table(
        zh="承办单位按期率",
        columns=(
            Column(zh="承办单位"),
            Column(zh="每件一格"),
            *(Column(zh=x, kind="number") for x in ("已到期", "按期", "迟交", "未交")),
            *(Column(zh=x) for x in ("按现定期限", "按原定期限", "全年按现定", "全年按原定")),
        ),
        lines=tuple(lines),
        note=(
            f"{ON_TIME}按期，{LATE}迟交，{MISSING}未交。只数已经到期或已经报送的事项，"
            "写成“按期/应报”。“现定”计入批准的延期和停表，“原定”不计；一件也没有的写“—”。"
        ),
    )


def own_sentence(owed: Iterable[Owed], period: Period, now: datetime) -> str:
    """人大自己的期限: what the congress's own people owed in the period, and were late with."""
    mine = [x for x in owed if role_of(x.duty.obligor) in OWN]
    duties = _within([x.duty for x in mine], period)
    told = kept(duties, now)
    if not told.of:
        return "本期没有到期的事项。"
    short = [x for x in mine if x.duty in duties and not _fine(x.duty, now)]
    names = Counter(x.duty.zh.removesuffix(f" {x.duty.period}") for x in short)
    which = "：" + "、".join(f"{zh}{n}件" for zh, n in names.most_common()) if names else ""
    return (
        f"到期{told.of}件，按期{told.on_time}件，迟交{told.late}件，未交{told.missing}件{which}。"
    )


def _line(who: str, duties: Sequence[Duty], period: Period, now: datetime) -> Line:
    this, year = kept(_within(duties, period), now), kept(duties, now)
    marks = ON_TIME * this.on_time + LATE * this.late + MISSING * this.missing
    return Line(
        cells=(
            who,
            marks if len(marks) <= MOST_MARKS else "",
            *(str(x) for x in (this.of, this.on_time, this.late, this.missing)),
            *_fractions(this),
            *_fractions(year),
        )
    )


def _fractions(told: Kept) -> tuple[str, str]:
    both = told.told.with_extensions, told.told.without_extensions
    first, second = (f"{x.part}/{x.of}" if x.of else "—" for x in both)
    return first, second


def _within(duties: Sequence[Duty], period: Period) -> list[Duty]:
    return [x for x in duties if period.first <= x.due <= period.last]


def _fine(duty: Duty, now: datetime) -> bool:
    share = punctuality([duty], now).with_extensions
    return share.part == share.of


def _failing(duties: Sequence[Duty], now: datetime) -> float:
    told = kept(duties, now)
    return 2.0 if not told.of else 1 - told.on_time / told.of
