"""A town's congress with its deputies, group and measure, over the interface; all made up."""

from typing import Any

from tests.support.registers import TOWN
from tests.support.town import Service

SUPERIOR = "安徽省/淮北市/杜集区"
SINCE = "2022-01-01"


def _deputy(ref: str) -> dict[str, Any]:
    facts = {"office": "deputy", "synthetic": True}
    return {"do": "enter_deputy", "ref": ref, "facts": facts, "since": SINCE}


CHANGES: list[dict[str, Any]] = [
    {"do": "found", "id": "SL", "name": "镇人民代表大会", "region": TOWN, "tier": "township"},
    {"do": "form_body", "body": "pr", "kind": "presidium", "name": "镇人大主席团", "since": SINCE},
    {"do": "form_group", "group": "g1", "kind": "deputy", "name": "第一代表小组", "since": SINCE},
    *(_deputy(x) for x in ("D01", "D02")),
    *(
        {"do": "appoint", "ref": x, "organ": "g1", "role": "member", "since": SINCE}
        for x in ("D01", "D02")
    ),
]


async def shuoli(service: Service) -> str:
    """The clerk's token of the town, after its books of 2023 were opened."""
    clerk = await service.token("clerk", "clerk", TOWN)
    made = await service.ask("POST", "/organisations/SL/changes", clerk, json={"changes": CHANGES})
    assert made.status_code == 201, made.text
    told = {"congress": "SL", "year": 2023, "term": 11, "regime": "duji@1"}
    opened = await service.ask("POST", "/registers", clerk, json=told)
    assert opened.status_code == 201, opened.text
    assert set(opened.json()["books"]) == {"D01", "D02"}
    return clerk
