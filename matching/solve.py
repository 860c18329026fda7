"""The public call: the best answer to a question, or the refusal that says what is missing."""

import math
from collections import defaultdict

from domain.matching.criteria import NEAREST, clash, merit
from domain.matching.judging import CannotBeStaffed, faults, shortage
from domain.matching.problem import Assignment, Candidate, Item, Problem
from domain.regimes.groups import Criterion
from matching.network import least_seats, network, stages
from matching.stages import NotSolved, best


def solve(problem: Problem) -> Assignment:
    """Who is given which project and who leads there. The same question, in whatever order, has
    the same answer. Raises CannotBeStaffed, NotSolved."""
    if (short := shortage(problem)) is not None:
        raise short
    net = network(problem)
    columns = best(net, stages(net))
    if columns is None:
        raise _who_is_short(problem)
    members: dict[str, list[str]] = defaultdict(list)
    for (i, j), taken in zip(net.pairs, columns, strict=False):
        if taken:
            members[problem.items[j].project].append(problem.candidates[i].ref)
    groups = {x.project: tuple(members[x.project]) for x in problem.items}
    answer = Assignment(members=groups, leaders=_leaders(problem, groups))
    if wrong := faults(problem, answer):
        raise NotSolved("; ".join(wrong))
    return answer


def _who_is_short(problem: Problem) -> CannotBeStaffed:
    """As many least seats as can be filled at all; the first project left short is named."""
    net = least_seats(problem)
    columns = best(net, stages(net)[:1]) or []
    filled = [0] * len(problem.items)
    for (_, j), taken in zip(net.pairs, columns, strict=False):
        filled[j] += taken
    short = next(n for n, x in enumerate(filled) if x < problem.least)
    item = problem.items[short]
    left = sum(clash(x, item) is None for x in problem.candidates)
    return CannotBeStaffed(
        f"{item.project}（{item.name}）",
        f"回避后有 {left} 名人选，但与其他项目合计，每名最多 {problem.most_items} 项时"
        f"只能配到 {filled[short]} 名，每组至少 {problem.least} 名。请增加人选或放宽限额。",
        f"only {filled[short]} of {problem.least} once the other items are staffed.",
    )


def _leaders(problem: Problem, groups: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """One leader each, by the same criteria: even load is that nobody leads twice while another
    member could. Among equals the first reference leads."""
    from scipy.optimize import linear_sum_assignment

    turns = [(x, k) for x in problem.candidates for k in range(problem.most_items)]
    weights, room = _weights(problem), len(turns) * len(problem.items)
    costs = [
        [
            _cost(problem, weights, who, item, k) * room + n
            if who.ref in groups[item.project]
            else math.inf
            for n, (who, k) in enumerate(turns)
        ]
        for item in problem.items
    ]
    rows, columns = linear_sum_assignment(costs)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {problem.items[j].project: turns[n][0].ref for j, n in pairs}


def _weights(problem: Problem) -> dict[Criterion, int]:
    """Each is more than all that the criteria after it can add up to over all projects."""
    weights: dict[Criterion, int] = {}
    below = 0
    for criterion in reversed(problem.criteria):
        weights[criterion] = below + 1
        below += weights[criterion] * len(problem.items) * max(NEAREST, problem.most_items)
    return weights


def _cost(
    problem: Problem, weights: dict[Criterion, int], who: Candidate, item: Item, turn: int
) -> int:
    """What it costs that this one leads there, for the `turn`-th time."""
    return sum(
        weight * (turn if x == "even_load" else -merit(x, who, item, problem).points)
        for x, weight in weights.items()
    )
