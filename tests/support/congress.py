"""A county's congress made up after Longgang's structure (S001): 5 leading and 10 deputy groups.

No real data on deputies' professions exist: everybody here is synthetic and marked so.
"""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

from domain.calendar import SHANGHAI, Calendar
from domain.given import Given
from domain.matching.catalogue import professions
from domain.organisation import decisions
from domain.organisation.messages import Change, Enrol
from domain.organisation.state import Organisation, evolve
from domain.organisation.table import COLUMNS, read_table
from domain.regimes import named
from tests.support.year import CLERK

REGION = "浙江省/温州市/龙港市"
SINCE = "2022-02-01"
DAY = date(2023, 4, 3)
COMMITTEES = {
    "wc-city": ("城建环资工委", "civil;water;environment;transport;housing"),
    "wc-social": ("社会建设工委", "care;health;fire;law;employment"),
    "wc-culture": ("教科文卫工委", "education;culture;informatics"),
    "wc-economy": ("财经农业工委", "agriculture;commerce;food;finance;electrical"),
}
VILLAGES = ("沿江社区", "桥头村", "新渡村", "舥艚社区", "芦浦村")


def row(kind: str, name: str, **cells: str) -> dict[str, str]:
    return {"类别": kind, "编号": name, "任期起": SINCE, **cells}


def deputy(ref: str, n: int, **cells: str) -> dict[str, str]:
    known = list(professions())
    return row(
        "代表",
        ref,
        **{
            "名称": f"（合成）代表{n}",
            "专业": known[n % len(known)],
            "工作地": f"{REGION}/{VILLAGES[n % 5]}",
            "居住地": f"{REGION}/{VILLAGES[(n + 2) % 5]}",
            "工作单位": f"（合成）单位{n}",
            "任期止": "2027-02-01",
            "合成": "是",
            **cells,
        },
    )


def rows() -> list[dict[str, str]]:
    """The whole table: a standing committee of six, four committees, 5 + 10 groups, 60 deputies."""
    made = [row("人大", "LG", 名称="龙港市人民代表大会", 种类="县级", 地区=REGION)]
    made += [row("机构", "sc", 名称="市人大常委会", 种类="standing_committee")]
    for name, (zh, fields) in COMMITTEES.items():
        made += [row("机构", name, 名称=zh, 种类="working_committee", 专业=fields)]
    made += [deputy(f"L{n:02}", n) for n in range(1, 7)]
    made += [
        row("任职", f"L{n:02}", 机构="sc", 职务="主任" if n == 6 else "member") for n in range(1, 7)
    ]
    for n in range(1, 6):
        made += [row("小组", f"lead-{n}", 名称=f"第{n}监督组", 种类="leading")]
        made += [row("任职", f"L{n:02}", 机构=f"lead-{n}", 职务="组长")]
    for n, name in enumerate(COMMITTEES, 1):
        made += [row("任职", f"L{n:02}", 机构=name, 职务="分管领导")]
    for n in range(1, 11):
        lead, committee = f"lead-{(n + 1) // 2}", list(COMMITTEES)[n % 4]
        made += [row("小组", f"g{n:02}", 名称=f"第{n}代表监督小组", 上级=lead, 机构=committee)]
        made += [row("任职", f"L{(n + 1) // 2:02}", 机构=f"g{n:02}", 职务="牵头领导")]
        for m in range(6):
            ref = f"D{n * 6 + m:03}"
            made += [deputy(ref, n * 6 + m)]
            made += [row("任职", ref, 机构=f"g{n:02}", 职务="组长" if m == 0 else "成员")]
    return made


def table(some: list[dict[str, str]] | None = None) -> bytes:
    """Such rows as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(COLUMNS), restval="")
    writer.writeheader()
    writer.writerows(rows() if some is None else some)
    return text.getvalue().encode("utf-8-sig")


def given(at: datetime | None = None, actor: Any = CLERK) -> Given:
    now = at or datetime(2023, 4, 3, 9, tzinfo=SHANGHAI)
    return Given(actor, now, now + timedelta(0), Calendar.seeded(), named("longgang"))


def asked(state: Organisation | None, *changes: Change) -> tuple[Organisation, list[Any]]:
    """The organisation after these changes, and their events."""
    events = list(decisions.decide(state, Enrol(changes=changes), given()))
    for event in events:
        state = evolve(state, event)
    assert state is not None
    return state, events


def longgang() -> Organisation:
    """The made-up congress, told from its own table."""
    read = read_table(table(), "LG")
    assert read.left == ()
    return asked(None, *(x.change for x in read.told))[0]
