"""The question as a flow through a network: from deputies, over allowed pairs, to projects.

    deputy i ──x[i,j]──▶ project j ──▶ seats
Each deputy's load and each project's size is a sum of unit steps y[i,k], z[j,k], so that a cost
of 1, 3, 5 … on the steps is the square of their number. Every column of the matrix has at most
one +1 and one −1 (with the projects' rows negated): it is totally unimodular. So every vertex of
the polytope is whole, with any objective and with any variable fixed at a whole bound, and with
whole costs the reduced costs of a vertex are whole too.
"""

from collections.abc import Iterable
from typing import NamedTuple

from domain.matching.criteria import clash, merit
from domain.matching.judging import seats
from domain.matching.problem import Problem
from domain.regimes.groups import Criterion

Cost = dict[int, int]
"""The costs of the columns that have one."""


class Network(NamedTuple):
    """Rows and columns of the program; `entries` are (row, column, ±1)."""

    problem: Problem
    pairs: tuple[tuple[int, int], ...]
    """The allowed pairs: the first columns."""
    loads: tuple[tuple[int, int], ...]
    """Deputy and step, the next columns."""
    sizes: tuple[tuple[int, int], ...]
    """Project and step, the next; the last column is what is left of the seats."""
    entries: tuple[tuple[int, int, int], ...]
    right: tuple[int, ...]
    least: int
    """Seats of each project that are taken in any case."""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.pairs) + len(self.loads) + len(self.sizes) + 1


def network(problem: Problem) -> Network:
    """The network of a question; pairs in conflict have no column at all."""
    return _made(problem, problem.least, problem.most, seats(problem))


def least_seats(problem: Problem) -> Network:
    """The network of the least seats alone, which may stay empty: to see where people lack."""
    return _made(problem, 0, problem.least, problem.least * len(problem.items))


def _made(problem: Problem, least: int, size: int, total: int) -> Network:
    people, items = problem.candidates, problem.items
    pairs = [
        (i, j)
        for i, person in enumerate(people)
        for j, item in enumerate(items)
        if clash(person, item) is None
    ]
    most = min(problem.most_items, len(items))
    loads = [(i, k) for i in range(len(people)) for k in range(most)]
    sizes = [(j, k) for j in range(len(items)) for k in range(size)]
    right = [*[0] * len(people), *[0] * len(items), total]
    entries = tuple(_entries(len(people), len(right) - 1, pairs, loads, sizes))
    columns = (tuple(pairs), tuple(loads), tuple(sizes))
    return Network(problem, *columns, entries, tuple(right), least)


def _entries(
    people: int,
    total: int,
    pairs: list[tuple[int, int]],
    loads: list[tuple[int, int]],
    sizes: list[tuple[int, int]],
) -> Iterable[tuple[int, int, int]]:
    column = 0
    for i, j in pairs:
        yield i, column, 1
        yield people + j, column, 1
        column += 1
    for i, _ in loads:
        yield i, column, -1
        column += 1
    for j, _ in sizes:
        yield people + j, column, -1
        yield total, column, 1
        column += 1
    yield total, column, 1


def stages(net: Network) -> list[Cost]:
    """What is made least, one after the other: empty seats, the criteria, uneven sizes, and last
    the order of references, so that what is still open is decided the same way every time."""
    first_load = len(net.pairs)
    first_size = first_load + len(net.loads)
    steps = {first_size + n: 2 * k + 1 for n, (_, k) in enumerate(net.sizes)}
    by_ref = {n: i for n, (i, _) in enumerate(net.pairs)}
    by_both = {n: -i * j for n, (i, j) in enumerate(net.pairs)}
    taken = {first_size + n: -1 for n in range(len(net.sizes))}
    wanted = [_cost(x, net, first_load) for x in net.problem.criteria]
    return [taken, *wanted, steps, by_ref, by_both]


def _cost(criterion: Criterion, net: Network, first_load: int) -> Cost:
    if criterion == "even_load":
        return {first_load + n: 2 * k + 1 for n, (_, k) in enumerate(net.loads)}
    people, items = net.problem.candidates, net.problem.items
    return {
        n: -merit(criterion, people[i], items[j], net.problem).points
        for n, (i, j) in enumerate(net.pairs)
    }


def bounds(net: Network) -> list[tuple[int, int]]:
    """From and to, column by column: a project's first `least` seats are always taken."""
    total = net.right[-1]
    free = [(0, 1)] * (len(net.pairs) + len(net.loads))
    return [*free, *((1 if k < net.least else 0, 1) for _, k in net.sizes), (0, total)]
