"""What another measure would mean for a running year: lines gone, new, or due on another day,
another obligor, another ladder, another section. Played over one vote, never over real records."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from domain.anchors import Anchors
from domain.calendar import Calendar
from domain.parties import ROLE_ZH, Role
from domain.regimes.model import Line, Regime
from domain.regimes.when import After
from domain.scheduling import Owners, schedule
from domain.terms import Term, nominal

_BEFORE_THE_VOTE = Term.parse("-3m")
"""How long before the vote its collection begins, where a year is only played."""
OWN_WORDS = ("version", "zh", "en", "sources", "lines")
"""Parts of a file that are told by themselves or mean nothing for a running year."""
_NAMED = {"zh": "名称", "scope": "范围", "stage": "阶段", "form": "材料", "obligor": "承担者"}
_NAMED |= {"obligee": "报送对象", "origin": "出处", "cite": "引文", "ours": "默认说明"}
_NAMED |= {"fulfilled_by": "办结方式"}
_SECTION = {
    "tier": "层级",
    "clerk": "受理机关",
    "decision": "决定方式",
    "omits": "不设事项",
    "ladder": "督办阶梯",
    "filing": "受理和退回",
    "lights": "亮灯",
    "evaluation": "测评",
    "organisation": "组织",
    "matching": "匹配",
    "meetings": "会议",
    "slowness": "进展缓慢",
    "steps": "监督手段",
    "opinion": "审议意见",
    "adjustment": "调整",
    "completion": "完成认定",
    "ballot": "票箱",
    "screening": "筛选",
    "session": "会议议程",
    "papers": "公文",
    "collection": "征集",
    "suggestions": "代表建议",
    "registers": "履职登记册",
    "stations": "联络站",
}


class Difference(NamedTuple):
    """One thing that would change: its kind, where, from what to what, and in words."""

    kind: str
    """gone, new, due, obligor, obligee, scope, stage, form, zh, origin, cite, ours or section."""
    clause: str
    was: Any
    now: Any
    zh: str


def differences(old: Regime, new: Regime, vote: date, next_session: date) -> list[Difference]:
    """What changes from one measure to the other, over the year of that vote.

    Raises OutsideCalendar where the year lies outside the calendar.
    """
    anchors = Anchors(vote=vote, next_session=next_session, session_assumed=False)
    return [*_lines(old, new, anchors), *_sections(old, new)]


def due_days(regime: Regime, anchors: Anchors, calendar: Calendar) -> Mapping[str, Sequence[str]]:
    """By line: its due days in that year; for a fact's duty, the term after the fact."""
    found: dict[str, list[str]] = {x.name: [] for x in regime.lines}
    before = Anchors.before(anchors.vote, nominal(anchors.vote, _BEFORE_THE_VOTE))
    for these in (anchors, before):
        for scope in these.scopes:
            for duty in schedule(regime, scope, these, Owners(), calendar):
                found[duty.line].append(duty.terms.due.isoformat())
    for line in regime.lines:
        if isinstance(line.when, After):
            found[line.name].append(f"{line.when.trigger} + {line.when.term}")
    return found


def _lines(old: Regime, new: Regime, anchors: Anchors) -> Iterator[Difference]:
    was, now = ({x.name: x for x in regime.lines} for regime in (old, new))
    calendar = Calendar.seeded()
    days_was, days_now = (due_days(x, anchors, calendar) for x in (old, new))
    for name, line in was.items():
        if name not in now:
            days = list(days_was[name])
            yield Difference("gone", name, days, None, f"不再要求“{line.zh}”（{_days(days)}）")
    for name, line in now.items():
        if name not in was:
            days = list(days_now[name])
            zh = f"新增“{line.zh}”，由{ROLE_ZH[line.obligor]}承担（{_days(days)}）"
            yield Difference("new", name, None, days, zh)
            continue
        before, after = list(days_was[name]), list(days_now[name])
        if before != after:
            zh = f"“{line.zh}”的期限由 {_days(before)} 改为 {_days(after)}"
            yield Difference("due", name, before, after, zh)
        yield from _line(was[name], line)


def _line(was: Line, now: Line) -> Iterator[Difference]:
    for part, zh in _NAMED.items():
        before, after = getattr(was, part), getattr(now, part)
        if before != after:
            said = f"“{now.zh}”的{zh}由“{_said(before)}”改为“{_said(after)}”"
            yield Difference(part, now.name, _plain(before), _plain(after), said)


def _sections(old: Regime, new: Regime) -> Iterator[Difference]:
    was, now = (_leaves(x) for x in (old, new))
    for clause in sorted(was.keys() | now.keys()):
        before, after = was.get(clause), now.get(clause)
        if before != after:
            section = _SECTION.get(clause.split(".")[0], clause.split(".")[0])
            zh = f"{section}（{clause}）由 {_said(before)} 改为 {_said(after)}"
            yield Difference("section", clause, before, after, zh)


def _leaves(regime: Regime) -> dict[str, Any]:
    dumped = regime.model_dump(mode="json", exclude=set(OWN_WORDS))
    return dict(_walk(dumped, ""))


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _walk(inner, f"{path}.{key}" if path else str(key))
    elif value not in (None, [], {}):
        yield path, value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else str(value)


def _said(value: Any) -> str:
    if value is None:
        return "未载"
    if isinstance(value, tuple | list):
        return "；".join(map(str, value)) or "未载"
    return ROLE_ZH[Role(value)] if value in set(Role) else str(value)


def _days(days: Sequence[str]) -> str:
    if not days:
        return "待召集"
    return "、".join(days[:4]) + (f" 等 {len(days)} 次" if len(days) > 4 else "")
