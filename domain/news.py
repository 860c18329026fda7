"""What somebody who follows projects is told, how often, and in which words (rulebook §10).

Only what happened: no letter is written when nothing is new. The choices are our own.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from domain.calendar import day_of
from domain.digest import Digest
from domain.dispatch import OfficeHours
from domain.intention import WAY_ZH
from domain.parties import label_zh
from domain.project.inspections import KIND_ZH

Every = Literal["at_once", "daily", "weekly"]
EVERY_ZH: dict[Every, str] = {
    "at_once": "有新情况就发",
    "daily": "每个工作日一次",
    "weekly": "每周一次",
}
SENTENCES = {
    "DutyFiled": "{obligor}交了{duty}",
    "DutyAccepted": "{duty}收下了",
    "DutyReturned": "{duty}退回：{reason}",
    "DutyRedated": "{duty}改期：{because}",
    "DutyWaived": "免除{duty}：{decision}",
    "DutyVoided": "{duty}不用交了：{because}",
    "Overdue": "{duty}逾期",
    "LetterIssued": "就{duty}发督办函",
    "LetterAnswered": "{obligor}答复督办函：{text}",
    "Escalated": "{duty}升级到代表监督小组",
    "EscalationRecommended": "{duty}建议升级监督，由人决定",
    "Acknowledged": "代表监督小组签收{duty}的升级，打算{way}",
    "InspectionRecorded": "{visit}，发现问题{found}个",
    "SlownessMarked": "进度偏慢：{because}",
    "GroupAssigned": "由{group_name}联系监督",
    "ProjectEvaluated": "{held_on}测评",
    "ProjectReported": "{on}向大会报告",
    "ProjectClosed": "办结：{note}",
}
"""What is news, and how it is said. Whatever is not here is not told by letter."""
MOST = 40
"""So many lines in one letter; the rest is counted."""
_LONGEST = 120


class Fact(NamedTuple):
    """Something new in a project."""

    title: str
    type: str
    event: Mapping[str, Any]
    duty: str
    """The duty's name; empty where the fact is of none."""
    obligor: str
    on: datetime


def due(every: Every, told_through: datetime, now: datetime) -> bool:
    """Whether it is time to look again; the postman looks in office hours only."""
    last, today = day_of(told_through), day_of(now)
    match every:
        case "at_once":
            return told_through < now
        case "daily":
            return last < today
        case "weekly":
            return last.isocalendar()[:2] < today.isocalendar()[:2]


def said(fact: Fact) -> str | None:
    """The sentence; None for what is not news."""
    form = SENTENCES.get(fact.type)
    if form is None or (fact.type == "Acknowledged" and not fact.event.get("intends")):
        return None
    told = {x: y for x, y in fact.event.items() if isinstance(y, str)}
    told |= {"duty": fact.duty, "obligor": label_zh(fact.obligor) if fact.obligor else ""}
    if fact.type == "Acknowledged":
        told["way"] = WAY_ZH[fact.event["intends"]["way"]]
    if fact.type == "InspectionRecorded":
        visit = fact.event["visit"]
        told |= {"visit": f"{KIND_ZH[visit['kind']]}{visit['place']}"}
        told |= {"found": str(len(fact.event["issues"]))}
    return _flat(form.format_map(told))


def letter(
    facts: Sequence[Fact], waiting: int, hours: OfficeHours, beyond: int = 0
) -> Digest | None:
    """The letter; None where there is nothing to say. `beyond`: so many facts were not looked at,
    because there are too many for one letter; it says so."""
    told = [(x.title, line) for x in facts if (line := said(x)) is not None]
    if not told and not waiting:
        return None
    titles = list(dict.fromkeys(x for x, _ in told))
    lines = []
    for title in titles:
        lines.append(f"■ {_flat(title)}")
        lines += [f"  · {line}" for x, line in told[:MOST] if x == title]
    if len(told) > MOST:
        lines.append(f"另有{len(told) - MOST}条，登录后在项目页看。")
    if beyond:
        lines.append(f"这一次的事太多，最后{beyond}条没有整理进来，登录后在项目页看。")
    head = (
        f"您关注的{len(titles)}个项目有{len(told)}条新情况。" if told else "关注的项目没有新情况。"
    )
    asked = [f"有{waiting}件通知等您的小组签收。"] if waiting else []
    foot = f"{hours.zh}。不想再收，登录后在“日历、邮件和关注的项目”里停掉。"
    subject = f"民生实事督办：{len(told)}条新情况" if told else f"民生实事督办：{waiting}件等签收"
    return Digest(subject, "\n".join((head, *asked, "", *lines, "", foot)))


def _flat(text: str) -> str:
    """On one line, so that no text can forge another line or a header; cut where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
