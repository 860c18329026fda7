"""A later year draws from the reserve over the record: asked here, released there, taken here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ledger.door import Ledger
from ledger.queries.follow_ups import open_follow_ups
from tests.support.first_half import FirstHalf, real_titles, say_all
from tests.support.town import REGION, Service

LAST = FirstHalf(
    id="LG24",
    region=REGION,
    regime="longgang@2",
    vote=date(2024, 1, 30),
    titles=real_titles(3),
    seats=2,
)
OPENING: dict[str, Any] = {
    "id": "LG25",
    "title": "龙港市2025年民生实事项目征集",
    "region": REGION,
    "regime": "longgang",
    "year": 2025,
    "session": "2025-01-20",
    "opens": "2024-11-01",
    "closes": "2024-12-15",
}


async def carry_out(ledger: Ledger) -> None:
    """What the clocks do by themselves."""
    for _ in range(5):
        for stream in {x.stream for x in await open_follow_ups(ledger) if x.done_at is None}:
            await ledger.keep(stream, by="clock")


async def test_what_was_not_chosen_enters_the_next_year_with_its_history(
    service: Service, set_clock: Callable[[str], Any]
) -> None:
    ledger = service.tools.ledger
    await set_clock("2023-12-01T09:00:00+08:00")
    await say_all(ledger, LAST.whole())
    await set_clock("2024-10-08T10:00:00+08:00")
    clerk = await service.token("clerk", "clerk")
    government = await service.token("government", "government")
    opened = await service.ask("POST", "/collections", clerk, json=OPENING)
    assert opened.status_code == 201, opened.text
    (left,) = (await service.ask("GET", "/collections/LG24/pool", clerk)).json()["reserve"]
    asked = {"source": "LG24", "items": [{"item": left, "id": "N01"}]}
    at = "/collections/LG25/reserve"
    drawn = await service.ask("POST", at, government, json=asked)
    assert drawn.status_code == 201, drawn.text
    await carry_out(ledger)
    new = (await service.ask("GET", "/collections/LG25/pool/N01", government)).json()
    assert (new["phase"], new["source_zh"]) == ("pooled", "储备库")
    assert new["item"]["past"] == [
        {"collection": "LG24", "item": left, "year": 2024, "outcome": "列为候选，票决未选上"}
    ]
    old = (await service.ask("GET", f"/collections/LG24/pool/{left}", government)).json()
    assert (old["taken_by"], old["reserved"]) == ("LG25", False)
    again = {"source": "LG24", "items": [{"item": LAST.items[0], "id": "N02"}]}
    refused = await service.ask("POST", at, government, json=again)
    assert refused.status_code == 409, "what was adopted is no reserve"
    nowhere = {"source": "LG20", "items": [{"item": "P01", "id": "N03"}]}
    assert (await service.ask("POST", at, government, json=nowhere)).status_code == 404
    assert [x for x in await open_follow_ups(ledger) if x.refused] == []
