"""What became of a notice outside, as its addressee and the congress's staff see it."""

from collections.abc import Callable
from typing import Any

from domain.dispatch import Channel, OfficeHours
from domain.outcomes import Outcome, Unknown
from ledger.contacts import set_contact
from tests.support.town import FIRE, Town
from watch.postman import Postman


class Silent:
    """A robot that took the message and never answered."""

    async def send(self, *_: object) -> Outcome:
        return Unknown(reason="已经发出，对方没有答复")


async def test_an_unknown_delivery_is_shown_as_such_to_both_sides(
    town: Town, set_clock: Callable[[str], Any]
) -> None:
    ledger = town.tools.ledger
    await set_contact(ledger, f"unit:{FIRE}", Channel.WECOM, "fire-group")
    await set_clock("2023-06-12T10:00:00+08:00")
    await ledger.keep("project:LG23-01", by="sweeper")
    before = (await town.ask("GET", "/inbox", town.fire)).json()["items"]
    assert before
    assert all((x["number"], x["deliveries"]) == (None, []) for x in before)
    await Postman(ledger, {Channel.WECOM: Silent()}, OfficeHours()).round()
    mine = (await town.ask("GET", "/inbox", town.fire)).json()["items"]
    told = next(x for x in mine if x["deliveries"])
    delivery = told["deliveries"][0]
    assert (delivery["outcome"], delivery["outcome_zh"]) == ("unknown", "不知是否送达")
    assert (delivery["channel_zh"], delivery["attempt"]) == ("企业微信", 1)
    assert told["number"].startswith("2023-00000")
    answer = await town.ask("GET", "/projects/LG23-01/notices?limit=100", town.clerk)
    issued = next(x for x in answer.json()["items"] if x["id"] == told["id"])
    assert issued["party"] == f"unit:{FIRE}"
    assert issued["deliveries"] == told["deliveries"]
    assert "fire-group" not in answer.text


async def test_what_was_issued_is_for_staff(town: Town) -> None:
    for path in ("/projects/LG23-01/notices", "/programmes/LG23/notices"):
        assert (await town.ask("GET", path, town.auditor)).status_code == 200
        assert (await town.ask("GET", path, town.housing)).status_code == 404
    assert (await town.ask("GET", "/projects/LG23-01/notices", town.fire)).status_code == 403
