"""How good an answer is, and whether it keeps to the rules: what any solver is held to."""

from collections import Counter

from domain.matching.criteria import clash, merit
from domain.matching.problem import Assignment, Problem
from domain.refusals import Contradicted


class ConflictOfInterest(Contradicted):
    """A member who may not supervise this project, whatever else speaks for it."""

    def __init__(self, ref: str, project: str, why: str) -> None:
        super().__init__(
            f"{ref} 应回避项目 {project}：{why}（代表法 art. 59）。请换一名代表。",
            f"{ref} has a conflict of interest in {project}; choose another.",
        )


class CannotBeStaffed(Contradicted):
    """A project for which not enough people are left, and why."""

    def __init__(self, project: str, zh: str, en: str) -> None:
        super().__init__(f"项目 {project} 配不齐代表：{zh}", f"{project} cannot be staffed: {en}")
        self.project = project


def totals(problem: Problem, answer: Assignment) -> tuple[int, ...]:
    """Seats taken, then each criterion in its order; larger is better, compared from the left."""
    people = {x.ref: x for x in problem.candidates}
    pairs = [(people[ref], x) for x in problem.items for ref in answer.members[x.project]]
    load = Counter(x.ref for x, _ in pairs)
    found = [len(pairs)]
    for criterion in problem.criteria:
        if criterion == "even_load":
            found.append(-sum(x * x for x in load.values()))
        else:
            found.append(sum(merit(criterion, x, item, problem).points for x, item in pairs))
    return tuple(found)


def faults(problem: Problem, answer: Assignment) -> list[str]:
    """What in an answer breaks a rule; empty where it keeps to all of them."""
    people = {x.ref: x for x in problem.candidates}
    found = []
    for item in problem.items:
        members = answer.members.get(item.project, ())
        if not problem.least <= len(members) <= problem.most or len(set(members)) != len(members):
            found.append(f"{item.project}: {len(members)} members")
        if answer.leaders.get(item.project) not in members:
            found.append(f"{item.project}: no leader among the members")
        found += [f"{item.project}: {x}" for x in members if clash(people[x], item)]
    load = Counter(x for members in answer.members.values() for x in members)
    found += [f"{x}: {n} items" for x, n in load.items() if n > problem.most_items]
    if set(answer.members) != {x.project for x in problem.items}:
        found.append("not every item has its group")
    return found


def seats(problem: Problem) -> int:
    """How many seats are to be taken in all: one for each candidate, within the bounds."""
    items = len(problem.items)
    return min(max(len(problem.candidates), items * problem.least), items * problem.most)


def shortage(problem: Problem) -> CannotBeStaffed | None:
    """The first project that conflicts alone leave short, or all where there are too few people;
    None where only the search can tell."""
    for item in problem.items:
        why = [x for x in (clash(c, item) for c in problem.candidates) if x]
        left = len(problem.candidates) - len(why)
        if left < problem.least:
            return CannotBeStaffed(
                f"{item.project}（{item.name}）",
                f"{len(problem.candidates)} 名人选中 {len(why)} 名应回避，余 {left} 名，"
                f"每组至少 {problem.least} 名。请增加人选或调低每组人数。",
                f"{left} left after conflicts, {problem.least} needed.",
            )
    needed = len(problem.items) * problem.least
    room = len(problem.candidates) * problem.most_items
    if room < needed:
        return CannotBeStaffed(
            f"{problem.items[-1].project}（{problem.items[-1].name}）",
            f"{len(problem.items)} 个项目共需 {needed} 人次，{len(problem.candidates)} 名人选"
            f"每名最多 {problem.most_items} 项，只有 {room} 人次。请增加人选或放宽每名的项目数。",
            f"{needed} seats, room for {room}.",
        )
    return None
