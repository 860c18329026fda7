"""The counts that S002 and S004 publish, each as one leaf with the mark of its source."""

from datetime import date
from typing import Any

from domain.activity.figures import Figure
from domain.activity.messages import Told


def figures(*marked: tuple[str, int, str], **exact: int) -> tuple[Figure, ...]:
    """`person_times=12`, or ("times", 20, "ge") for 20余."""
    said: list[dict[str, Any]] = [{"what": x, "value": n} for x, n in exact.items()]
    said += [{"what": what, "value": value, "mark": mark} for what, value, mark in marked]
    return tuple(Figure.model_validate(x) for x in said)


def told(**more: Any) -> Told:
    fields = {
        "kind": "group_activity",
        "title": "代表小组活动",
        "on": date(2023, 6, 1),
        "organiser": "镇人大主席团",
    }
    return Told.model_validate({**fields, **more})


def _published(kind: str, title: str, *marked: tuple[str, int, str], **exact: int) -> Told:
    span = {"on": date(2023, 1, 1), "until": date(2023, 9, 22), "source": "淮北日报 2023-09-22"}
    said = figures(*marked, **exact)
    return told(kind=kind, title=title, organiser="区人大常委会", figures=said, **span)


TAKING_PART = (
    _published("sit_in", "邀请代表列席常委会会议", person_times=12),
    _published("hearing", "参加座谈会、听证会、征求意见会", person_times=8),
    _published("inspection", "参加调研视察、执法检查、督查", person_times=14),
)
ARTICLES = _published("article", "代表履职稿件", articles=11)
VOTERS_REPORTS = _published("voters_report", "回原选区述职", ("deputies", 80, "ge"))
GROUP_OUTPUT = (
    told(
        kind="study",
        title="上半年各代表小组调研、视察",
        on=date(2023, 1, 1),
        until=date(2023, 6, 30),
        organiser="各代表小组",
        figures=figures(("times", 20, "ge"), groups=15, reports=9),
        source="淮北日报 2023-09-22",
    ),
)
SIX_ENTRIES = told(
    kind="theme",
    title="“六进”活动",
    on=date(2023, 6, 1),
    until=date(2023, 6, 30),
    figures=figures(("opinions", 40, "ge"), groups=3, deeds=22),
    source="淮北日报 2023-09-22",
)
TRAINING = told(
    kind="training",
    title="履职能力培训班",
    on=date(2023, 1, 1),
    until=date(2023, 12, 31),
    organiser="市人大常委会",
    figures=figures(times=4, person_times=291),
    source="S004",
)
