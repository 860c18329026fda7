"""What a screen shows of one vote: how many voted while it is open, and no count before the box was
opened; then one result after another, as it is announced in the hall."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from domain.ballot.messages import OfProjects
from domain.ballot.paper import CHOICE_ZH, ForAgainst, ItemCount
from domain.ballot.state import STATUS_ZH, Ballot, Status
from domain.evaluation.grading import rate
from domain.regimes import named
from domain.voting.figures import tallied
from domain.voting.outcome import majority_of

ON_ONE = 10
"""So many items stand on the screen at once."""
FEW = 20
"""Below so many ballots a fraction stands alone, without a percentage (design §3)."""
_GRADES = (("satisfied", "a"), ("basic", "b"), ("dissatisfied", "c"), ("abstain", "d"))
_VOTES = (("approvals", "赞成", "a"), ("against", "反对", "c"), ("abstain", "弃权", "d"))


class Bar(NamedTuple):
    """One choice of one item."""

    zh: str
    number: int
    tone: str
    at: float
    wide: float


class Line(NamedTuple):
    """One item as it is shown."""

    no: int
    title: str
    bars: tuple[Bar, ...]
    rate: str
    percent: str
    fraction: str
    sound: bool
    """Whether its ballots add up to those in the box; what does not is shown and left out."""
    part: int
    whole: int
    elected: bool


def picture(
    state: Ballot, step: int, turnout: tuple[int, int], elected: Sequence[str] = ()
) -> dict[str, Any]:
    """Everything the screen says of a vote. `step` results have been announced on it."""
    counted = state.status in (Status.COUNTED, Status.PUBLISHED)
    number = len(state.paper.items)
    told = number if state.status is Status.PUBLISHED else min(step, number) if counted else 0
    lines = _lines(state, elected if told == number else ()) if told else []
    now = min(max(step, 1), told) if told else 0
    first = (max(now, 1) - 1) // ON_ONE * ON_ONE
    votes = isinstance(state.purpose, OfProjects)
    return {
        "kind": _kind(state, told),
        "one": state,
        "status_zh": STATUS_ZH[state.status],
        "votes": votes,
        "cast": turnout[0],
        "papers": turnout[1],
        "in_box": turnout[0] + turnout[1],
        "share": _percent(turnout[0] + turnout[1], state.present),
        "number": number,
        "told": told,
        "now": now,
        "cur": lines[now - 1] if now else None,
        "items": [
            (n, x.title, lines[n - 1] if n <= told else None)
            for n, x in enumerate(state.paper.items, 1)
        ][first : first + ON_ONE],
        "legend": _legend(state),
        "bad": [x.no for x in lines[:told] if not x.sound],
        "majority": majority_of(state.roll) if votes and state.roll else None,
        "all_told": told == number,
        **_whole(lines[:told], votes=votes),
    }


def _kind(state: Ballot, told: int) -> str:
    """Which of the screen's pictures it is."""
    match state.status:
        case Status.COUNTED | Status.PUBLISHED:
            return "results" if told else "counted"
        case _:
            return str(state.status.value).lower()


def _asked(state: Ballot) -> Sequence[tuple[str, str, str]]:
    """The choices of a vote on projects: on some papers there is only one."""
    return _VOTES if isinstance(state.paper.family, ForAgainst) else _VOTES[:1]


def _legend(state: Ballot) -> list[tuple[str, str]]:
    if isinstance(state.purpose, OfProjects):
        return [(zh, tone) for _, zh, tone in _asked(state)]
    return [(CHOICE_ZH[x], tone) for x, tone in _GRADES]


def _lines(state: Ballot, elected: Sequence[str]) -> list[Line]:
    if isinstance(state.purpose, OfProjects):
        found = {x.item: x for x in tallied(state.paper, state.items)}
        return [
            _vote(n, x.title, found[x.key], state, elected=x.key in elected)
            for n, x in enumerate(state.paper.items, 1)
        ]
    counts = {x.item: x for x in state.items}
    return [_grade(n, x.title, counts[x.key], state) for n, x in enumerate(state.paper.items, 1)]


def _grade(no: int, title: str, count: ItemCount, state: Ballot) -> Line:
    grades = count.grades
    numbers = [(CHOICE_ZH[x], getattr(grades, x), tone) for x, tone in _GRADES]
    places = named(state.regime).evaluation.decimals
    found = rate(grades.satisfied, grades.valid, places)
    few = grades.valid < FEW or found is None
    return Line(
        no,
        title,
        _bars(numbers, grades.valid),
        f"{grades.satisfied}/{grades.valid}" if few else f"{found}%",
        "" if few else str(found),
        f"{grades.satisfied} ÷ {grades.valid}张有效票",
        count.total == state.ballots,
        grades.satisfied,
        grades.valid,
        elected=False,
    )


def _vote(no: int, title: str, found: Any, state: Ballot, *, elected: bool) -> Line:
    numbers = [(zh, getattr(found, x), tone) for x, zh, tone in _asked(state)]
    return Line(
        no,
        title,
        _bars(numbers, state.roll),
        f"{found.approvals}票",
        "",
        f"全体{state.roll}人，过半数要{majority_of(state.roll)}票",
        found.total == state.ballots,
        found.approvals,
        state.roll,
        elected=elected,
    )


def _bars(numbers: Sequence[tuple[str, int, str]], whole: int) -> tuple[Bar, ...]:
    at, found = 0.0, []
    for zh, number, tone in numbers:
        wide = _percent(number, whole)
        found.append(Bar(zh, number, tone, round(at, 2), wide))
        at += wide
    return tuple(found)


def _whole(lines: Sequence[Line], *, votes: bool) -> dict[str, Any]:
    """All that was announced and adds up, pooled from the counts; none of a vote on projects."""
    sound = [x for x in lines if x.sound]
    part, whole = sum(x.part for x in sound), sum(x.whole for x in sound)
    pooled = None if votes or not whole else (len(sound), part, whole, rate(part, whole, 2))
    return {"pooled": pooled}


def _percent(part: int, whole: int) -> float:
    return float(round(Decimal(100) * part / whole, 2)) if whole else 0.0
