"""Made-up questions of matching: small ones to compare with every possible answer, large ones."""

from itertools import combinations, product
from random import Random
from typing import Any

from hypothesis import strategies as st

from domain.matching.catalogue import professions
from domain.matching.criteria import clash
from domain.matching.judging import faults, seats, totals
from domain.matching.problem import Assignment, Candidate, Item, Problem
from domain.regimes.groups import CRITERIA

COUNTY = "某省/某市/某县"
PLACES = [f"{COUNTY}/{t}/{v}" for t in ("东镇", "西镇") for v in ("一村", "二村")]
UNITS = ("县住建局", "县水利局", "某建设公司")
SKILLS = tuple(professions())[:4]


@st.composite
def questions(draw: Any, people: int = 5, items: int = 3) -> Problem:
    """Any question of so many people and items."""
    some = [
        Candidate(
            ref=f"D{n}",
            professions=tuple(draw(st.sets(st.sampled_from(SKILLS), max_size=2))),
            work_places=(draw(st.sampled_from(PLACES)),),
            home_places=(draw(st.sampled_from([*PLACES, "别省/别市/别县/别镇/别村"])),),
            interests=tuple(draw(st.sets(st.sampled_from((*UNITS, "P0", "P1")), max_size=1))),
            synthetic=True,
        )
        for n in range(draw(st.integers(1, people)))
    ]
    asked = [
        Item(
            project=f"P{n}",
            name=f"项目{n}",
            needs=tuple(
                (x, "合成") for x in sorted(draw(st.sets(st.sampled_from(SKILLS), max_size=2)))
            ),
            site=draw(st.one_of(st.none(), st.sampled_from(PLACES))),
            parties=tuple(draw(st.sets(st.sampled_from(UNITS), max_size=2))),
        )
        for n in range(draw(st.integers(1, items)))
    ]
    least = draw(st.integers(1, 2))
    return Problem(
        region=COUNTY,
        candidates=tuple(some),
        items=tuple(asked),
        least=least,
        most=draw(st.integers(least, 3)),
        most_items=draw(st.integers(1, 3)),
        criteria=tuple(draw(st.permutations(CRITERIA))),
    )


def every_answer(problem: Problem) -> list[tuple[int, ...]]:
    """How good each possible answer is, without any cleverness."""
    ways = []
    for item in problem.items:
        free = [x.ref for x in problem.candidates if clash(x, item) is None]
        ways.append(
            [x for n in range(problem.least, problem.most + 1) for x in combinations(free, n)]
        )
    found = []
    for groups in product(*ways):
        answer = Assignment(
            members={x.project: y for x, y in zip(problem.items, groups, strict=True)},
            leaders={x.project: y[0] for x, y in zip(problem.items, groups, strict=True)},
        )
        if not faults(problem, answer) and sum(map(len, groups)) <= seats(problem):
            found.append(totals(problem, answer))
    return found


def large(people: int, items: int, seed: int = 7, **more: Any) -> Problem:
    """A congress of that size."""
    chance, skills = Random(seed), tuple(professions())
    towns = [f"{COUNTY}/{n}镇" for n in range(12)]
    places = [f"{x}/{m}村" for x in towns for m in range(10)]
    return Problem(
        region=COUNTY,
        candidates=tuple(
            Candidate(
                ref=f"D{n:03}",
                professions=(chance.choice(skills),),
                work_places=(chance.choice(places),),
                home_places=(chance.choice(places),),
                interests=(f"单位{chance.randrange(40)}",),
                synthetic=True,
            )
            for n in range(people)
        ),
        items=tuple(
            Item(
                project=f"P{n:02}",
                name=f"项目{n}",
                needs=tuple((x, "合成") for x in chance.sample(skills, 2)),
                site=chance.choice(places),
                parties=(f"单位{chance.randrange(40)}", f"单位{chance.randrange(40)}"),
            )
            for n in range(items)
        ),
        **{"least": 5, "most": 12, "most_items": 3, **more},
    )
