"""Faults of single lines: their source, their date, their trigger, their anchor."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from domain.regimes.checking.draft import Draft, Finding
from domain.regimes.checking.expected import expected
from domain.regimes.model import Scope
from domain.regimes.where import Loc


def faults(draft: Draft) -> Iterator[Finding]:
    """What is wrong with a line by itself."""
    yield from _twice(draft)
    for loc, duty in draft.duties():
        yield from _sources(draft, loc, duty)
    for loc, duty, when in draft.whens():
        yield from _date(draft, loc, when)
        yield from _trigger(draft, loc, duty, when)
        yield from _anchor(draft, loc, when)


def _twice(draft: Draft) -> Iterator[Finding]:
    names = Counter(str(duty.get("name")) for _, duty in draft.duties())
    for loc, duty in draft.duties():
        if names[name := str(duty.get("name"))] > 1:
            zh, en = f"义务 {name} 写了 {names[name]} 次", f"the duty {name} stands twice"
            yield draft.at((*loc, "name"), zh, en, "同一义务只写一次，另一处改名或删去")


def _sources(draft: Draft, loc: Loc, duty: Mapping[str, Any]) -> Iterator[Finding]:
    name, origin = duty.get("name"), str(duty.get("origin") or "")
    if not origin:
        zh = f"{name} 有引文而没有出处" if duty.get("cite") else f"{name} 没有出处"
        yield draft.at(
            (*loc, "origin"), zh, f"{name}: no origin", "补写 origin，如 S003、LAW-2 art 15、ours"
        )
    if not duty.get("cite"):
        zh = f"{name} 没有引文"
        yield draft.at((*loc, "cite"), zh, f"{name}: no cite", "补写 cite，抄录所据原句")
    if origin == "ours" and not duty.get("ours"):
        zh, en = f"{name} 是本系统默认，却没有说明", f"{name}: ours without a note"
        yield draft.at((*loc, "ours"), zh, en, "补写 ours，说明原文未载什么、默认为何")
    sources = draft.tables.get("sources")
    known = {str(x).split()[0] for x in sources} if isinstance(sources, list) else set()
    if origin.startswith("S0") and origin not in known:
        zh, en = f"{name} 的出处 {origin} 不在 sources 中", f"{name}: {origin} is not in sources"
        yield draft.at((*loc, "origin"), zh, en, f"在 sources 中补写 {origin}，或改正出处")


def _date(draft: Draft, loc: Loc, when: Mapping[str, Any]) -> Iterator[Finding]:
    term = str(when.get("term") or "")
    if when.get("rule") == "after" and term.startswith("-"):
        zh, en = (
            f"事实发生之后的期限不能倒数（{term}）",
            f"a term after a fact runs backwards: {term}",
        )
        yield draft.at((*loc, "when"), zh, en, f'改为 term = "{term.lstrip("-")}"')
    if when.get("rule") == "each_period" and term.startswith("-"):
        zh, en = (
            f"期间终了之后的期限不能倒数（{term}）",
            f"a term after a period runs backwards: {term}",
        )
        yield draft.at((*loc, "when"), zh, en, f'改为 term = "{term.lstrip("-")}"')
    for day in (when, when.get("latest")):
        if isinstance(day, dict) and not _is_day(day):
            zh = f"没有 {day.get('month')} 月 {day.get('day')} 日这一天"
            yield draft.at(
                (*loc, "when"), zh, "no such day", "写每年都有的一天，如 month = 7, day = 31"
            )


def _is_day(day: Mapping[str, Any]) -> bool:
    month, number = day.get("month"), day.get("day")
    if not isinstance(month, int) or not isinstance(number, int):
        return True  # the model says what is missing
    return 1 <= month <= 12 and 1 <= number <= monthrange(2023, month)[1]


def _trigger(
    draft: Draft, loc: Loc, duty: Mapping[str, Any], when: Mapping[str, Any]
) -> Iterator[Finding]:
    if when.get("rule") != "after":
        return
    name, scope = str(when.get("trigger")), str(duty.get("scope"))
    fact = next((x for x in expected().facts if x.name == name), None)
    if fact is None:
        known = "、".join(x.name for x in expected().facts)
        zh, en = f"没有谁会引发 {name}", f"nobody raises {name}"
        yield draft.at((*loc, "when"), zh, en, f"从以下事实中选：{known}")
    elif scope not in fact.scopes and scope in set(Scope):
        zh = f"{name} 只在 {'、'.join(fact.scopes)} 中发生，{scope} 的义务等不到它"
        en = f"{name} is raised in {', '.join(fact.scopes)} only"
        yield draft.at((*loc, "when"), zh, en, f'改为 scope = "{fact.scopes[0]}"')
    elif fact.needs is not None and fact.needs.split(".")[1] not in draft.table(
        fact.needs.split(".")[0]
    ):
        zh, en = f"没有 {fact.needs}，{name} 不会发生", f"without {fact.needs} nobody raises {name}"
        yield draft.at((*loc, "when"), zh, en, f"补写 {fact.needs}，或删去这项义务")


def _anchor(draft: Draft, loc: Loc, when: Mapping[str, Any]) -> Iterator[Finding]:
    tier, anchor = draft.text("tier"), when.get("anchor")
    for meeting in expected().meetings:
        if anchor == meeting.name and tier not in meeting.tiers:
            zh = f"{tier} 层级没有 {anchor}（{meeting.zh}）"
            yield draft.at(
                (*loc, "when"), zh, f"a {tier} has no {anchor}", "改用本层级的会议，或写 on_date"
            )
