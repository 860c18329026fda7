"""From the first suggestion to the projects: each step, how far each is, and what comes next.

A step is done, comes now, waits, or is late with a duty of its own. What is missing for a step is
said in words, with the page on which it is done.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel

from domain.collection.state import Collection
from domain.regimes.model import Regime
from domain.regimes.when import Anchor
from domain.screening.hints import before_vote, lacks
from domain.screening.state import Phase
from domain.voting.decisions import decision_of
from domain.voting.messages import Occasion

Mark = Literal["done", "now", "late", "idle"]
LINES = {
    "collect": ("collection_notice",),
    "screen": ("project_pool",),
    "list": ("candidate_list",),
    "announce": ("announcement",),
}
"""Which lines of a measure belong to a step; the others stand in the list of duties alone."""
_AGAIN: dict[Occasion, str] = {
    "first": "还没有投票",
    "tie": "得票相等，须再次投票",
    "shortfall": "名额未满，须再次投票",
}
_SHOWN = 3
_NO_AGENDA = "会议议程还没有登记通过"


@dataclass(frozen=True)
class Counts:
    """What the read models say beside the collection's own state."""

    wishes: int = 0
    """Suggestions that came in."""
    loose: int = 0
    """Of these, without an answer yet."""
    meeting: str | None = None
    """The convened session's title."""
    meeting_id: str | None = None
    opened: bool = False
    """The session was opened with its quorum."""
    box: str | None = None
    """The box that stands for the vote."""
    projects: int = 0
    """Projects on record."""


class Step(BaseModel):
    """One step of the first half of the year."""

    key: str
    zh: str
    done: bool
    told: str
    on: date | None = None
    href: str
    act: str
    """What its page is for, as a button says it."""
    missing: tuple[str, ...] = ()
    mark: Mark = "idle"


def course(one: Collection, known: Counts, regime: Regime, today: date) -> list[Step]:
    """The steps in their order, each with its mark. Raises NoRules."""
    steps = list(_steps(one, known, regime, today))
    first = next((x for x in steps if not x.done), None)
    for step in steps:
        late = any(_late(one, x, today) for x in LINES.get(step.key, ()))
        if step.done:
            step.mark = "done"
        elif late:
            step.mark = "late"
        elif step is first:
            step.mark = "now"
    return steps


def _late(one: Collection, line: str, today: date) -> bool:
    return any(
        x.line == line and x.owed and x.settled and x.due < today for x in one.duties.values()
    )


def _steps(one: Collection, known: Counts, regime: Regime, today: date) -> Iterator[Step]:
    at = f"/collections/{one.id}"
    yield _collecting(one, known, today, at)
    yield _pooling(one, known, at)
    yield _screening(one, regime, at)
    yield _listing(one, regime, today, at)
    if regime.session is not None:
        yield _papers(one, at)
    yield _meeting(one, known)
    yield _voting(one, known, regime, at)
    yield from _deciding(one, regime, at)
    yield _opening(one, known)


def _collecting(one: Collection, known: Counts, today: date, at: str) -> Step:
    last = one.closed_on or one.closes
    over = one.opens <= today and not one.takes_wishes(today)
    return Step(
        key="collect",
        zh="征集",
        done=over,
        told=f"{known.wishes}条建议" if known.wishes else "还没有建议",
        on=last,
        href=f"{at}/wishes",
        act="看群众建议",
        missing=() if over else (f"征集到{last.month}月{last.day}日截止，在此之前可先整理项目库",),
    )


def _pooling(one: Collection, known: Counts, at: str) -> Step:
    number = len(one.pool.entries)
    missing = () if number else ("项目库里还没有项目",)
    if known.loose:
        missing = (*missing, f"{known.loose}条建议还没有入库或答复")
    return Step(
        key="pool",
        zh="项目库",
        done=number > 0 and (not known.loose or one.pool.lists > 0),
        told=f"{number}项入库" if number else "还没有入库",
        href=f"{at}/pool",
        act="整理项目库",
        missing=missing,
    )


def _screening(one: Collection, regime: Regime, at: str) -> Step:
    entries = one.pool.entries.values()
    pooled = [x for x in entries if x.phase is Phase.POOLED and not x.lost]
    waiting = [x for x in pooled if not x.judged or x.review is None]
    rejected = sum(1 for x in entries if x.phase is Phase.REJECTED)
    listed = one.pool.lists > 0
    told = f"{len(one.pool.entries) - len(waiting)}项已筛选"
    missing = (
        ()
        if listed
        else tuple(f"“{x.item.title}”{lacks(x, regime.screens)[0]}" for x in waiting[:_SHOWN])
    )
    return Step(
        key="screen",
        zh="筛选",
        done=bool(one.pool.entries) and (listed or not waiting),
        told=told + (f"，{rejected}项不予列入" if rejected else ""),
        href=f"{at}/pool",
        act="逐项筛选",
        missing=missing,
    )


def _listing(one: Collection, regime: Regime, today: date, at: str) -> Step:
    margin = one.pool.margin
    told = "还没有"
    if margin is not None:
        told = f"候选{len(one.pool.candidates)}项，应选{margin.seats}项"
        if not margin.ok:
            told += f"（差额应为{margin.least}至{margin.most}项）"
    begun = one.voting.begun
    missing = () if begun else tuple(before_vote(one.pool, regime.screens, today))
    return Step(
        key="list",
        zh="候选",
        done=margin is not None and not missing,
        told=told,
        on=one.pool.listed_on,
        href=f"{at}/candidates",
        act="提出候选项目和公示",
        missing=missing,
    )


def _papers(one: Collection, at: str) -> Step:
    """The agenda and what is read out at the session; an agenda nobody entered unmakes no vote."""
    agenda = one.agenda
    stands = _agenda_stands(one)
    told = "议程还没有拟订"
    if agenda is not None:
        told = "议程已通过" if stands else "议程已拟订"
    missing: tuple[str, ...] = () if stands or one.voting.begun else (_NO_AGENDA,)
    if missing and Anchor.SESSION not in one.anchors.meetings:
        missing = ("会议还没有召集，日子是暂定的", *missing)
    return Step(
        key="papers",
        zh="会议文件",
        done=stands or one.voting.begun,
        told=told,
        on=agenda.fixed_on if agenda else None,
        href=f"{at}/papers",
        act="拟订议程、印发会议文件",
        missing=missing,
    )


def _meeting(one: Collection, known: Counts) -> Step:
    done = known.opened or one.voting.begun
    wait = "会议还没有召集，日子是暂定的" if known.meeting is None else "会议还没有登记开幕"
    return Step(
        key="meet",
        zh="会议",
        done=done,
        told=known.meeting or ("已经举行" if done else "还没有召集"),
        on=one.session,
        href=f"/meetings/{known.meeting_id}" if known.meeting_id else "/meetings",
        act="召集和登记会议",
        missing=() if done else (wait,),
    )


def _voting(one: Collection, known: Counts, regime: Regime, at: str) -> Step:
    voting, decision = one.voting, decision_of(regime)
    missing: tuple[str, ...] = ()
    if voting.waiting:
        missing = (_AGAIN[voting.waiting],)
    elif not voting.begun and voting.adopted is None and decision.kind != "consultation":
        missing = (f"还没有通过{decision.word}办法",)
    elif not voting.begun:
        missing = ("票箱已设，等投票和计票" if known.box else f"还没有{decision.word}",)
    held = [x.held_on for x in voting.rounds] or [
        x.held_on for x in (voting.consulted,) if x is not None
    ]
    short = f"，缺{voting.short_by}项" if voting.short_by else ""
    return Step(
        key="vote",
        zh=decision.word,
        done=voting.decided,
        told=f"{len(voting.elected)}项确定{short}" if voting.begun else "还没有",
        on=held[-1] if held else None,
        href=f"{at}/vote",
        act=f"办理{decision.word}",
        missing=missing,
    )


def _agenda_stands(one: Collection) -> bool:
    """A vote is held under an agenda; one nobody entered is asked for, and unmakes no vote."""
    return one.agenda is not None and one.agenda.fixed_on is not None


def _deciding(one: Collection, regime: Regime, at: str) -> Iterator[Step]:
    word = "决议" if decision_of(regime).kind == "ballot" else "决定"
    known = one.adoption
    yield Step(
        key="resolve",
        zh=word,
        done=known is not None,
        told=known.number if known else "还没有",
        on=known.on if known else None,
        href=f"{at}/decision",
        act=f"登记{word}",
        missing=() if known else (f"还没有登记{word}",),
    )
    on = known.announced_on if known else None
    yield Step(
        key="announce",
        zh="公告",
        done=on is not None,
        told=(known.announcement if known else None) or "还没有",
        on=on,
        href=f"{at}/decision",
        act="登记公告",
        missing=() if on else ("结果还没有公告",),
    )


def _opening(one: Collection, known: Counts) -> Step:
    wanted = len(one.adoption.projects) if one.adoption else 0
    done = wanted > 0 and known.projects >= wanted
    waits = (f"{wanted - known.projects}项正在立项",) if wanted else ("作出决定后自动立项",)
    return Step(
        key="start",
        zh="立项",
        done=done,
        told=f"{known.projects}项开始督办" if known.projects else "还没有",
        on=one.adoption.on if one.adoption else None,
        href=f"/programmes/{one.id}" if known.projects else f"/collections/{one.id}",
        act="看年度清单",
        missing=() if done else waits,
    )
