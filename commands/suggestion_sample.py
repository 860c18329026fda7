"""Made-up suggestions for a demonstration: as many as asked for, each row marked 合成.

Numbers are what is published; whose they are, what about and on which days, is made up, and the
same every time.
"""

import csv
import io
from datetime import date, timedelta

from domain.calendar import Calendar
from domain.suggestion.table import COLUMNS

_TOPICS = (
    ("交通", "修复破损路段", "（合成）区交通运输局"),
    ("市政", "增设路灯", "（合成）区城市管理局"),
    ("教育", "改善学校周边秩序", "（合成）区教育局"),
    ("医疗", "方便老人就近看病", "（合成）区卫生健康委"),
    ("养老", "增设助餐点", "（合成）区民政局"),
    ("水务", "疏通排水沟渠", "（合成）区农业农村水利局"),
    ("环境", "清理卫生死角", "（合成）区生态环境分局"),
    ("住建", "改造老旧小区管网", "（合成）区住房和城乡建设局"),
)
_DEPUTIES = 600
_FIRST, _LAST = date(2022, 4, 1), date(2023, 8, 31)
_OPEN_FROM = date(2023, 7, 3)
"""Those in hand were handed in since then: their replies are still to come."""
_SESSION_DAY = date(2023, 1, 5)


def made(collected: int, completed: int, session: str | None = None) -> str:
    """The table as CSV: so many rows, so many of them struck off."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(COLUMNS), restval="", lineterminator="\n")
    writer.writeheader()
    calendar = Calendar.seeded()
    for n in range(collected):
        writer.writerow(_row(n, collected, n < completed, session, calendar))
    return text.getvalue()


def _row(
    n: int, total: int, closed: bool, session: str | None, calendar: Calendar
) -> dict[str, str]:
    field, what, unit = _TOPICS[n % len(_TOPICS)]
    handed_in = _handed_in(n, total, closed, session)
    days = _days(handed_in, n, calendar)
    told = {
        "编号": f"SYN-{'S' if session else 'M'}{n + 1:05}",
        "标题": f"（合成）关于{what}的建议（第{n + 1}件）",
        "内容": f"（合成）群众反映，建议{what}。",
        "代表": f"SYN-D{n % _DEPUTIES + 1:03}",
        "附议代表": f"SYN-D{(n + 1) % _DEPUTIES + 1:03}" if n % 5 == 0 else "",
        "提出日期": handed_in.isoformat(),
        "会议": session or "",
        "领域": field,
        "主办单位": unit,
        "协办单位": _TOPICS[(n + 1) % len(_TOPICS)][2] if n % 9 == 0 else "",
        "交办日期": days[0].isoformat(),
        "办前联系": days[1].isoformat(),
        "合成": "合成",
    }
    if closed:
        told |= {
            "办中沟通": days[2].isoformat(),
            "办结答复": days[3].isoformat(),
            "答复类别": "A" if n % 20 else "B",
            "办后回访": days[4].isoformat(),
            "代表评价": "满意" if session or n % 11 else "基本满意",
            "销号日期": days[5].isoformat(),
        }
    return told


def _handed_in(n: int, total: int, closed: bool, session: str | None) -> date:
    if session:
        return _SESSION_DAY
    if closed:
        return _FIRST + timedelta(days=n * ((_LAST - _FIRST).days - 70) // total)
    return _OPEN_FROM + timedelta(days=n % ((_LAST - _OPEN_FROM).days + 1))


def _days(handed_in: date, n: int, calendar: Calendar) -> list[date]:
    """Assignment, contact, communication, reply, return visit, strike-off: on working days."""
    steps = (1 + n % 4, 2, 3 + n % 5, 8 + n % 20, 3, 2)
    days, day = list[date](), handed_in
    for step in steps:
        day = calendar.workday_after(day, step)
        days.append(day)
    return days
