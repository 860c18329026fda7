"""From the first suggestion to the projects: nine steps, how far each is, and what comes next.

A step is done, comes now, waits, or is late with a duty of its own. What is missing for a step is
said in words, with the page on which it is done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.collection.state import Collection
from domain.duty import Duty
from domain.regimes.decision import Decision
from domain.screening.state import Phase
from domain.voting.messages import Occasion

DUTIES = {
    "collect": ("collection_notice",),
    "screen": ("project_pool", "screening"),
    "list": ("candidate_list",),
    "meet": ("session_notice", "session_papers", "agenda"),
    "announce": ("announcement",),
}
"""Which lines of a measure belong to a step; the others stand in the list of duties alone."""
_AGAIN: dict[Occasion, str] = {
    "first": "还没有投票",
    "tie": "得票相等，须再次投票",
    "shortfall": "名额未满，须再次投票",
}


@dataclass(frozen=True)
class Counts:
    """What the read models say beside the collection's own state."""

    wishes: int = 0
    """Suggestions that came in."""
    loose: int = 0
    """Of these, without an answer or an item of the pool yet."""
    meeting: str | None = None
    """The convened session's title."""
    meeting_id: str | None = None
    opened: bool = False
    """The session was opened with its quorum."""
    box: str | None = None
    """The box that stands for the next round."""
    projects: int = 0
    """Projects on record."""


@dataclass
class Step:
    """One step of the first half of the year."""

    key: str
    zh: str
    done: bool
    told: str
    on: date | None
    href: str
    act: str
    """What its page is for, as a button says it."""
    missing: tuple[str, ...] = ()
    mark: str = field(default="idle")
    """`done`, `now`, `late` or `idle`."""


def course(one: Collection, known: Counts, decision: Decision, today: date) -> list[Step]:
    """The steps in their order, each with its mark."""
    steps = list(_steps(one, known, decision, today))
    first = next((x for x in steps if not x.done), None)
    for step in steps:
        step.mark = "done" if step.done else ("now" if step is first else "idle")
        if not step.done and any(_late(one, x, today) for x in DUTIES.get(step.key, ())):
            step.mark = "late"
    return steps


def coming(steps: Sequence[Step]) -> Step | None:
    """The step that comes now; None where all is done."""
    return next((x for x in steps if not x.done), None)


def _late(one: Collection, line: str, today: date) -> bool:
    return any(x.line == line and _owed_late(x, today) for x in one.duties.values())


def _owed_late(duty: Duty, today: date) -> bool:
    return duty.owed and duty.settled and duty.due < today


def _steps(one: Collection, known: Counts, decision: Decision, today: date) -> Iterator[Step]:
    at = f"/collections/{one.id}"
    yield _collecting(one, known, today, at)
    yield _pooling(one, known, at)
    yield _screening(one, at)
    yield _listing(one, decision, at)
    yield _meeting(one, known, at)
    yield _voting(one, known, decision, at)
    yield from _deciding(one, decision, at)
    yield _opening(one, known)


def _collecting(one: Collection, known: Counts, today: date, at: str) -> Step:
    over = not one.takes_wishes(today) and one.opens <= today
    told = f"{known.wishes}条建议" if known.wishes else "还没有建议"
    last = one.closed_on or one.closes
    wait = () if over else (f"征集到{last.month}月{last.day}日截止",)
    return Step("collect", "征集", over, told, last, f"{at}/wishes", "看群众建议", wait)


def _pooling(one: Collection, known: Counts, at: str) -> Step:
    number = len(one.pool.entries)
    missing = []
    if not number:
        missing.append("项目库里还没有项目")
    if known.loose:
        missing.append(f"{known.loose}条建议还没有入库或答复")
    told = f"{number}项入库" if number else "还没有入库"
    return Step(
        "pool", "项目库", not missing, told, None, f"{at}/pool", "整理项目库", tuple(missing)
    )


def _screening(one: Collection, at: str) -> Step:
    pooled = [x for x in one.pool.entries.values() if x.phase is Phase.POOLED and not x.lost]
    waiting = [x for x in pooled if not x.judged] if one.pool.lists == 0 else []
    rejected = sum(1 for x in one.pool.entries.values() if x.phase is Phase.REJECTED)
    seen = sum(1 for x in one.pool.entries.values() if x.judged or x.ended)
    missing = (f"{len(waiting)}项还没有筛选",) if waiting else ()
    done = bool(one.pool.entries) and not waiting
    told = f"{seen}项已筛选" + (f"，{rejected}项不予列入" if rejected else "")
    return Step("screen", "筛选", done, told, None, f"{at}/pool", "逐项筛选", missing)


def _listing(one: Collection, decision: Decision, at: str) -> Step:
    margin, number = one.pool.margin, len(one.pool.candidates)
    if margin is None:
        missing = (f"还没有提出候选项目（应多于{decision.word}的名额）",)
        return Step("list", "候选", False, "还没有", None, f"{at}/pool", "提出候选项目", missing)
    told = f"候选{number}项，应选{margin.seats}项"
    if not margin.ok:
        told += f"，差额应为{margin.least}至{margin.most}项"
    return Step("list", "候选", True, told, one.pool.listed_on, f"{at}/pool", "看候选项目")


def _meeting(one: Collection, known: Counts, at: str) -> Step:
    href = f"/meetings/{known.meeting_id}" if known.meeting_id else "/meetings"
    done = known.opened or one.voting.begun
    if known.meeting is None and not done:
        missing: tuple[str, ...] = ("会议还没有召集，日子是暂定的",)
    else:
        missing = () if done else ("会议还没有登记开幕和到会人数",)
    told = known.meeting or "还没有召集"
    return Step("meet", "会议", done, told, one.session, href, "召集和登记会议", missing)


def _voting(one: Collection, known: Counts, decision: Decision, at: str) -> Step:
    voting = one.voting
    missing = []
    if voting.adopted is None and decision.kind != "consultation":
        missing.append(f"还没有通过{decision.word}办法")
    elif not voting.begun:
        missing.append(f"还没有{decision.word}" if known.box is None else "票箱已设，等投票和计票")
    elif voting.waiting:
        missing.append(_AGAIN[voting.waiting])
    rounds = voting.rounds
    on = rounds[-1].held_on if rounds else voting.consulted.held_on if voting.consulted else None
    short = f"，缺{voting.short_by}项" if voting.short_by else ""
    told = f"{len(voting.elected)}项确定{short}" if voting.begun else "还没有"
    act = f"办理{decision.word}"
    return Step("vote", decision.word, voting.decided, told, on, f"{at}/vote", act, tuple(missing))


def _deciding(one: Collection, decision: Decision, at: str) -> Iterator[Step]:
    word = "决议" if decision.kind == "ballot" else "决定"
    known = one.adoption
    yield Step(
        "resolve",
        word,
        known is not None,
        known.number if known else "还没有",
        known.on if known else None,
        f"{at}/decision",
        f"登记{word}",
        () if known else (f"还没有登记{word}",),
    )
    said = known is not None and known.announced_on is not None
    yield Step(
        "announce",
        "公告",
        said,
        (known.announcement or "") if known and said else "还没有",
        known.announced_on if known else None,
        f"{at}/decision",
        "登记公告",
        () if said else ("结果还没有公告",),
    )


def _opening(one: Collection, known: Counts) -> Step:
    wanted = len(one.adoption.projects) if one.adoption else 0
    done = wanted > 0 and known.projects >= wanted
    missing = () if done else (f"{wanted - known.projects}项正在立项",) if wanted else ()
    told = f"{known.projects}项开始督办" if known.projects else "还没有"
    on = one.adoption.on if one.adoption else None
    return Step("start", "立项", done, told, on, f"/programmes/{one.id}", "看年度清单", missing)
