"""When a letter is due and what it says: sentences of facts, and nothing where nothing is new."""

from datetime import datetime
from typing import Any

import pytest

from domain.calendar import SHANGHAI
from domain.dispatch import OfficeHours
from domain.news import MOST, Every, Fact, due, letter, said

TITLE = "农村老旧民房电气线路改造与智慧烟感安装"
HOURS = OfficeHours()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def fact(type_: str, **event: Any) -> Fact:
    return Fact(TITLE, type_, event, "工作方案", "unit:市消防救援大队", at("2023-05-19T10:00"))


@pytest.mark.parametrize(
    ("every", "last", "now", "is_due"),
    [
        ("at_once", "2023-05-19T09:00", "2023-05-19T09:01", True),
        ("daily", "2023-05-19T09:00", "2023-05-19T17:00", False),
        ("daily", "2023-05-19T17:00", "2023-05-20T08:30", True),
        ("weekly", "2023-05-15T08:30", "2023-05-19T17:00", False),
        ("weekly", "2023-05-19T08:30", "2023-05-22T08:30", True),
        ("weekly", "2023-12-29T08:30", "2024-01-02T08:30", True),
    ],
)
def test_a_letter_is_due_once_a_day_or_once_a_week(
    every: Every, last: str, now: str, is_due: bool
) -> None:
    assert due(every, at(last), at(now)) is is_due


def test_where_nothing_is_new_there_is_no_letter() -> None:
    assert letter([], 0, HOURS) is None
    assert letter([fact("DutyScheduled"), fact("Acknowledged", intends=None)], 0, HOURS) is None


def test_a_letter_says_what_happened_project_by_project() -> None:
    made = letter(
        [
            fact("DutyFiled"),
            fact("DutyReturned", reason="缺少\n节点"),
            fact("Acknowledged", intends={"way": "meet", "on": "2023-05-23"}),
        ],
        2,
        HOURS,
    )
    assert made is not None
    assert made.subject == "民生实事督办：3条新情况"
    assert made.text.splitlines()[:7] == [
        "您关注的1个项目有3条新情况。",
        "有2件通知等您的小组签收。",
        "",
        f"■ {TITLE}",
        "  · 市消防救援大队交了工作方案",
        "  · 工作方案退回：缺少 节点",
        "  · 代表监督小组签收工作方案的升级，打算约见单位负责人",
    ]
    assert "工作日 08:30–17:30 发送" in made.text


def test_only_what_waits_is_a_letter_too_and_long_ones_are_counted() -> None:
    waiting = letter([], 1, HOURS)
    assert waiting is not None
    assert waiting.subject == "民生实事督办：1件等签收"
    many = letter([fact("DutyFiled")] * (MOST + 5), 0, HOURS)
    assert many is not None
    assert "另有5条" in many.text


def test_an_inspection_is_said_with_its_place_and_findings() -> None:
    visit = {"kind": "inspection", "place": "桃源街道3个小区"}
    assert said(fact("InspectionRecorded", visit=visit, issues=["finding/1"])) == (
        "督查桃源街道3个小区，发现问题1个"
    )
