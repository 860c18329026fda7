"""A township's session with real items: what its papers are composed from.

The items, the session, ten candidates for eight seats and 102 deputies present are those of a
published list (ZZ22 in tests/data/projects.csv); costs, units and wishes are made up.
"""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from domain.ballot.paper import Family, ForAgainst
from domain.papers.compose.session import SessionGathered
from domain.papers.compose.session.gathered import (
    Agenda,
    Candidate,
    Collected,
    Convened,
    Item,
    Outcome,
    Passed,
    Rules,
    Votes,
)
from domain.papers.ref import Ref
from domain.regimes import named

DATA = Path(__file__).parents[1] / "data" / "projects.csv"
REGION = "江苏省/徐州市/沛县/张寨镇"
SESSION = "张寨镇第五届人民代表大会第一次会议"
DAY = date(2022, 1, 18)
COLLECTION = "collection:ZZ22"


CONVENED = Convened(
    ref=Ref(stream="meeting:ZZ22-1", version=1, hash="0a" * 32),
    title=SESSION,
    opens=DAY,
    closes=date(2022, 1, 19),
    document="张人大〔2022〕1号",
)


def ref(version: int) -> Ref:
    return Ref(stream=COLLECTION, version=version, hash=f"{version:02x}" * 32)


def titles(list_id: str) -> Sequence[str]:
    """The items of a published list."""
    with DATA.open(encoding="utf-8-sig") as file:
        rows = [x["item_name_zh"] for x in csv.DictReader(file) if x["list_id"] == list_id]
    return list(dict.fromkeys(rows))


def candidates(list_id: str = "ZZ22", more: int = 2) -> tuple[Candidate, ...]:
    """The voted items of the list, and as many again as were not chosen."""
    names = [*titles(list_id), *(f"备选项目{n}（样稿）" for n in range(1, more + 1))]
    return tuple(
        Candidate(
            no=n,
            id=f"{list_id}-C{n:02}",
            title=name,
            ref=ref(20 + n),
            place="镇区及各村",
            unit=("镇农业农村局", "镇社会事业办")[n % 2],
            target="按方案完成建设内容",
            cost=None if n == 3 else Decimal(60 * n),
            benefit=f"受益群众 {400 * n} 人",
            finish=date(2022, 11, 30),
            wishes=tuple(f"W22-{n:02}{x:02}" for x in range(1, n % 4 + 1)),
        )
        for n, name in enumerate(names, 1)
    )


def rules(seats: int = 8, family: Family | None = None, **more: Any) -> Rules:
    told: dict[str, Any] = {
        "ref": ref(41),
        "seats": seats,
        "family": family or ForAgainst(),
        "passing": "赞成票超过全体代表半数的，按得票多少依次确定，至应选数为止。",
        "tie": "最后一席得票相等的，就相等的项目再次投票，得票多的确定。",
        "shortfall": "过半数的不足应选数的，缺额不补。",
        "announcing": "计票结果由主席团当场宣布，并以公告公布。",
        **more,
    }
    return Rules(**told)


def outcome(listed: Sequence[Candidate], **more: Any) -> Outcome:
    votes = tuple(
        Votes(
            candidate=x.id,
            counts={"赞成": 101 - 5 * n, "反对": 3 * n, "弃权": 2 * n, "无效": 1},
        )
        for n, x in enumerate(listed)
    )
    told: dict[str, Any] = {
        "ref": ref(52),
        "held_on": DAY,
        "roll": 112,
        "present": 102,
        "ballots": 102,
        "votes": votes,
        "elected": tuple(x.id for x in listed[:8]),
        **more,
    }
    return Outcome(**told)


ITEMS = (
    ("听取和审议镇人民政府工作报告", "镇长"),
    ("听取和审议镇人大主席团工作报告", "镇人大主席"),
    ("听取和审议民生实事候选项目征集情况和票决办法（草案）的说明", "镇党委书记"),
    ("表决民生实事项目票决办法（草案）", ""),
    ("票决民生实事项目", ""),
    ("通过关于民生实事项目的决议（草案）", ""),
)


def session(**more: Any) -> SessionGathered:
    """The whole session, voted and resolved."""
    listed = candidates()
    told: dict[str, Any] = {
        "region": REGION,
        "year": 2022,
        "session": SESSION,
        "day": DAY,
        "regime": named("baofeng"),
        "decision": named("baofeng").decision,
        "ref": ref(60),
        "now": datetime(2022, 1, 18, 9, tzinfo=UTC),
        "convened": CONVENED,
        "candidates": listed,
        "listed": ref(40),
        "collected": Collected(
            ref=ref(15),
            opened=date(2021, 12, 17),
            closed=date(2022, 1, 5),
            received=137,
            channels=(("微信二维码", 64), ("座谈会", 41), ("代表联络站", 32)),
            merged=22,
            pooled=31,
            rejected=19,
        ),
        "rules": rules(adopted=DAY),
        "outcome": outcome(listed),
        "passed": Passed(ref=ref(55), on=DAY, number="张人发〔2022〕2号"),
        "agenda": Agenda(
            ref=ref(44),
            items=tuple(Item(no=n, zh=zh, by=by) for n, (zh, by) in enumerate(ITEMS, 1)),
            fixed=DAY,
        ),
    }
    return SessionGathered(**{**told, **more})


def street(**more: Any) -> SessionGathered:
    """A street's deliberative meeting: twelve candidates, ten seats, sixty present."""
    listed = candidates("SC25")
    regime = named("shangluo-street")
    told: dict[str, Any] = {
        "region": "河南省/商丘市/睢阳区/宋城街道",
        "year": 2025,
        "session": "宋城街道第一届议政代表会第三次会议",
        "day": date(2025, 1, 10),
        "convened": CONVENED.model_copy(
            update={"title": "宋城街道第一届议政代表会第三次会议", "opens": date(2025, 1, 10)}
        ),
        "regime": regime,
        "decision": regime.decision,
        "candidates": listed,
        "rules": rules(
            10,
            passing="赞成票超过全体议政代表半数的，按得票多少依次确定，至应选数为止。",
            announcing="结果由人大街道工委当场宣布并公布。",
        ),
        "outcome": outcome(listed, roll=65, present=60, elected=tuple(x.id for x in listed[:10])),
        "passed": None,
        "agenda": None,
        **more,
    }
    return replace(session(), **told)
