"""The five charts of a region and a year, made from what was counted: pure, no question asked."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from api.chart import MOST, Cell, Chart, ChartRow, Column, counted, fraction, percent
from api.places import Places
from domain.figures.figure import Figure
from domain.parties import Role, label_zh
from ledger.queries.charts import Counted, Day, Lit, Punctual, Reported, Verified

MARKS = {
    "red": "滞后",
    "amber": "偏慢",
    "green": "正常",
    "done": "办结",
    "hold": "暂缓",
    "stop": "终止",
}
PUBLIC_MARKS = {
    "red": "比计划慢",
    "amber": "稍慢",
    "green": "按计划",
    "done": "办好了",
    "hold": "经批准暂停",
    "stop": "不办了",
}
"""What the public reads (design §4)."""


def progress(found: Counted, year: int, today: date) -> Chart:
    """Planned and claimed progress, month by month, beside the share that is verified."""
    months = [date(year, n, 1) for n in range(1, 13) if date(year, n, 1) <= today]
    reported = {x.month: x for x in found.reported}
    all_ = sum(x.number for x in found.verified)
    rows = [_month(x, reported.get(x), _done(found.verified, x), all_) for x in months]
    last = rows[-1].cells if rows else ()
    return Chart(
        name="progress",
        kind="lines",
        zh="计划、申报与核验",
        note=f"{year}年票决的{all_}个项目。计划和申报是已报进度的子项目到月底最近一次"
        "报数的平均，没有报的不算；核验是已核验属实的项目占全部项目的比例。只有核验过的才算完成。",
        said=f"到最近一个月，计划{last[0].zh}，申报{last[1].zh}，核验{last[2].zh}" if last else "",
        head="月份",
        columns=(
            Column(zh="计划", look="plan"),
            Column(zh="申报", look="claim"),
            Column(zh="核验", look="verify"),
        ),
        rows=tuple(rows) if all_ else (),
        unit="%",
        empty=f"{year}年没有票决的项目。请换一个年度。",
    )


def _month(month: date, told: Reported | None, done: int, all_: int) -> ChartRow:
    return ChartRow(
        key=month.isoformat(),
        zh=f"{month.month}月",
        cells=(
            percent(told.planned / told.parts if told else None),
            percent(told.claimed / told.parts if told else None),
            percent(Decimal(100 * done) / all_ if all_ else None, fraction(done, all_)),
        ),
    )


def _done(verified: Sequence[Verified], month: date) -> int:
    return sum(x.number for x in verified if x.month is not None and x.month <= month)


def punctuality(rows: Sequence[Punctual], year: int, places: Places) -> Chart:
    """Who filed on time, late or not at all, one square a duty; no rate without its fraction.

    Of one congress by obligor; of several by the places next below.
    """
    several = len({x.region for x in rows}) > 1
    told = _by_place(rows, places) if several else rows
    order = sorted(told, key=lambda x: (-x.missed, -x.late, -x.all, x.region, x.obligor))
    all_, on_time = sum(x.all for x in rows), sum(x.on_time for x in rows)
    more = f"图上只画前{MOST}行，其余看表。" if len(order) > MOST else ""
    return Chart(
        name="punctuality",
        kind="shares",
        zh="各地按期情况" if several else "各单位按期情况",
        note=f"{year}年到期的事项，含人大自己欠的；没到期、免除、失效和停表的不算。"
        f"不足20件只写几分之几，不写百分比。{more}",
        said=f"{all_}件到期，{on_time}件按期",
        head="地区" if several else "单位",
        columns=(
            Column(zh="按期", look="ontime"),
            Column(zh="迟交", look="late"),
            Column(zh="未交", look="missed"),
        ),
        rows=tuple(
            ChartRow(
                key=f"{x.region}/{x.obligor}",
                zh=places.zh(x.region) if several else who(x.obligor),
                cells=(counted(x.on_time), counted(x.late), counted(x.missed)),
                said=fraction(x.on_time, x.all),
                within=places.within(x.region) if several else None,
            )
            for x in order
        ),
        tail="按期率",
        wide=True,
        empty=f"{year}年还没有到期的事项。",
    )


def who(party: str) -> str:
    """A unit by its name, a group by its role and number: there are many groups."""
    role, _, name = party.partition(":")
    return f"{label_zh(party)} {name}" if name and role == Role.DEPUTY_GROUP else label_zh(party)


def _by_place(rows: Sequence[Punctual], places: Places) -> list[Punctual]:
    sums: dict[str, Punctual] = {}
    for x in rows:
        at = places.below(x.region)
        was = sums.get(at) or Punctual(region=at, obligor="", on_time=0, late=0, missed=0)
        added = {y: getattr(was, y) + getattr(x, y) for y in ("on_time", "late", "missed")}
        sums[at] = was.model_copy(update=added)
    return list(sums.values())


def deadlines(days: Sequence[Day], year: int) -> Chart:
    """Every day of the year with what comes due on it."""
    busiest = max(days, key=lambda x: x.due, default=None)
    return Chart(
        name="deadlines",
        kind="calendar",
        zh="到期日历",
        note=f"{year}年，一格一天，颜色越深到期越多，8件以上写数。"
        "待召集会议和未公布放假安排的日期未定，不在其中。",
        said=f"最多的一天是{busiest.day.month}月{busiest.day.day}日，{busiest.due}件"
        if busiest
        else "",
        head="日期",
        columns=(Column(zh="到期", look="count"), Column(zh="还欠", look="owed")),
        rows=tuple(
            ChartRow(
                key=x.day.isoformat(),
                zh=f"{x.day.month}月{x.day.day}日",
                cells=(counted(x.due), counted(x.owed)),
            )
            for x in days
        ),
        wide=True,
        empty=f"{year}年没有日期已定的事项。",
    )


def matrix(lit: Sequence[Lit], places: Places, *, public: bool = False) -> Chart:
    """The lights of the places next below, one mark a project; no map is needed."""
    numbers: dict[str, Counter[str]] = defaultdict(Counter)
    for x in lit:
        numbers[places.below(x.region)][x.mark] += x.number
    words = PUBLIC_MARKS if public else MARKS
    total = sum(x.number for x in lit)
    slow = sum(x.number for x in lit if x.mark == "red")
    more = f"图上只画前{MOST}地，其余看表。" if len(numbers) > MOST else ""
    return Chart(
        name="regions",
        kind="matrix",
        zh="各地的灯",
        note=f"一项一个记号；一地项目太多时按比例缩减，数在表里。{more}",
        said=f"{len(numbers)}地{total}项，{words['red']}{slow}项",
        head="地区",
        columns=tuple(Column(zh=zh, look=mark) for mark, zh in words.items()),
        rows=tuple(
            ChartRow(
                key=region,
                zh=places.zh(region),
                cells=tuple(counted(numbers[region][x]) for x in words),
                said=f"{numbers[region].total()}项",
                within=places.within(region),
            )
            for region in sorted(numbers, key=lambda x: (-numbers[x]["red"], x))
        ),
        tail="合计",
        empty="这一年没有在办的项目。",
    )


def satisfaction(years: Mapping[str, Figure]) -> Chart:
    """Counted from ballots, beside what was published; every rate with its votes."""
    rows = list(_years(years))
    published = any(x.cells[1].value is not None for x in rows)
    columns = [Column(zh="按票数计算", look="overall"), Column(zh="公布数", look="published")]
    return Chart(
        name="satisfaction",
        kind="lines",
        zh="历年满意率",
        note="满意票占有效票的比例，由各地报来的票数相加算出，不由比例平均；公布数另列，谁也不改谁。",
        said="，".join(f"{x.zh}{x.cells[0].zh}" for x in rows),
        head="年度",
        columns=tuple(columns if published else columns[:1]),
        rows=tuple(x if published else x.model_copy(update={"cells": x.cells[:1]}) for x in rows),
        unit="%",
        empty="还没有一年的测评票数。年终测评登记以后，这里按年画出来。",
    )


def _years(years: Mapping[str, Figure]) -> Iterator[ChartRow]:
    for year, figure in years.items():
        said = fraction(*_votes(figure))
        claim = figure.claims[0] if figure.claims else None
        if figure.value is None and claim is None:
            continue
        stated = None if claim is None else Decimal(claim.value)
        yield ChartRow(
            key=year,
            zh=f"{year}年",
            cells=(
                percent(figure.value, said),
                Cell(value=stated, zh="" if claim is None else f"{claim.value}%"),
            ),
        )


def _votes(figure: Figure) -> tuple[int, int]:
    """Satisfied and valid votes of the places that told both, as the rate itself is made."""
    told: dict[str, dict[str, int]] = {"satisfied_ballots": {}, "valid_ballots": {}}
    for x in figure.leaves:
        if x.value is not None and x.metric in told:
            told[x.metric][x.region] = x.value
    satisfied, valid = told["satisfied_ballots"], told["valid_ballots"]
    both = satisfied.keys() & valid.keys()
    return sum(satisfied[x] for x in both), sum(valid[x] for x in both)
