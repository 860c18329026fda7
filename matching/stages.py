"""One objective after the other, none given up for the next: a lexicographic linear program.

After each stage every column whose reduced cost is not zero is fixed where it stands. By
complementary slackness what is left is exactly the set of best answers to the stages so far, so
that no weight can let a later criterion win over an earlier one. In this network reduced costs are
whole numbers, and half is a safe line between zero and one.
"""

from collections.abc import Sequence
from typing import Any

from matching.network import Cost, Network, bounds

_INFEASIBLE = 2


class NotSolved(RuntimeError):
    """The solver gave up or contradicts itself: a fault of ours, never of the question."""


def best(net: Network, costs: Sequence[Cost]) -> list[int] | None:
    """The columns of the answer that is best stage by stage; None where there is none.

    Raises NotSolved.
    """
    from scipy.optimize import linprog

    matrix, limits = _matrix(net), bounds(net)
    found: list[int] = []
    reached = []
    for cost in costs:
        answer: Any = linprog(
            [cost.get(n, 0) for n in range(net.width)],
            A_eq=matrix,
            b_eq=net.right,
            bounds=limits,
            method="highs-ds",
        )
        if answer.status == _INFEASIBLE:
            return None
        if answer.status != 0:
            raise NotSolved(answer.message)
        found = _whole(answer.x)
        reached.append((cost, _value(cost, found)))
        limits = _fixed(limits, answer)
    if any(_value(cost, found) != value for cost, value in reached):
        raise NotSolved("a later stage gave up what an earlier one had reached")
    return found


def _fixed(limits: list[tuple[int, int]], answer: Any) -> list[tuple[int, int]]:
    low, high = answer.lower.marginals.tolist(), answer.upper.marginals.tolist()
    fixed = []
    for (start, end), below, above in zip(limits, low, high, strict=True):
        if below > 0.5:
            fixed.append((start, start))
        elif above < -0.5:
            fixed.append((end, end))
        else:
            fixed.append((start, end))
    return fixed


def _whole(values: Any) -> list[int]:
    found = [round(x) for x in values.tolist()]
    if any(abs(x - n) > 1e-4 for x, n in zip(values.tolist(), found, strict=True)):
        raise NotSolved("the answer is not whole")
    return found


def _value(cost: Cost, columns: Sequence[int]) -> int:
    return sum(points * columns[n] for n, points in cost.items())


def _matrix(net: Network) -> Any:
    from scipy.sparse import coo_array

    rows, columns, signs = zip(*net.entries, strict=True)
    return coo_array((signs, (rows, columns)), shape=(len(net.right), net.width)).tocsr()
