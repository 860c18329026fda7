"""Longgang's 2023 list as far as it is published: 10 items of 42 sub-projects.

The source names four sub-projects in three items (tests/data); the other seven items and 38
sub-projects are synthetic and say so.
"""

from datetime import date
from typing import Any

from domain.matching.proposal import Proposal
from domain.matching.question import Question, question
from domain.project.card import Card, Subproject
from domain.regimes import named
from domain.regimes.groups import DEFAULT, Matching
from matching.propose import propose
from tests.support.congress import DAY, REGION, longgang
from tests.support.real_lists import real_lists

ONE_TO_ONE = named("longgang@2").matching or DEFAULT
CONTACT = DEFAULT.model_copy(
    update={
        "least": 4,
        "most": 6,
        "layers": ("standing_committee", "working_committee", "deputy_group"),
    }
)


def cards() -> tuple[Card, ...]:
    """The real items first, the synthetic ones after them."""
    named = real_lists().only(["LG23"]).cards
    missing = 42 - sum(len(x.subprojects) for x in named)
    made = []
    for n in range(len(named) + 1, 11):
        share = missing // (10 - len(named)) + (n - len(named) <= missing % (10 - len(named)))
        parts = [
            Subproject(no=k, name=f"（合成）第{n}项第{k}个子项目") for k in range(1, share + 1)
        ]
        made.append(
            named[0].model_copy(
                update={
                    "id": f"LG23-{n:02}",
                    "item_no": str(n),
                    "name": f"（合成）民生实事第{n}项",
                    "subprojects": tuple(parts),
                    "lead_unit": f"（合成）第{n}项承办单位",
                    "lead_unit_synthetic": True,
                    "co_units": (),
                }
            )
        )
    return (*named, *made)


def asked(settings: Matching = CONTACT, day: date = DAY, **more: Any) -> Question:
    told: dict[str, Any] = {"sites": {}, "contractors": {}, **more}
    return question(REGION, longgang().at(day), cards(), settings, **told)


def proposal(settings: Matching = CONTACT, **more: Any) -> tuple[Question, Proposal]:
    one = asked(settings, **more)
    return one, propose(one)
