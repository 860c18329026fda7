"""One of each kind in the furnished house, lived to the end that `api/matrix.toml` says."""

import hashlib
from datetime import date
from typing import Any

from domain.calendar import start_of
from domain.collection.state import Collection
from domain.duty_commands import WaiveDuty
from domain.given import Actor
from domain.names import COLLECTION, WISH, stream_id
from domain.wish.channels import Channel
from domain.wish.messages import Source, TakeWish
from ledger.clock import set_clock
from ledger.countersign import Signer, decline
from ledger.door import Ledger
from tests.pages.conftest import Hall
from tests.support.first_half import REGION as ZHAO
from tests.support.grid import AT, PARTY
from tests.support.registers import TOWN
from tests.support.suggestions import REGION as DUJI
from tests.support.town import REGION, Town

FILE = b"%PDF-1.7 whole"
WHOLE = hashlib.sha256(FILE).hexdigest()
LATER = date(2024, 1, 12)
"""When the year's registers are graded."""
ENDS: list[tuple[str, str, dict[str, Any]]] = [
    (REGION, "/meetings/LG24-1/cancellation", {"reason": "改期", "document": "9号"}),
    (TOWN, "/stations/ST1/closing", {"on": "2023-07-19", "because": "并入另一站"}),
    (REGION, "/ballots/{ballot}/annulment", {"reason": "议程改变"}),
    (TOWN, "/activities/ACT1/annulment", {"because": "重复登记"}),
    (DUJI, "/suggestions/DJ-0001/withdrawal", {"reason": "道路已经修好"}),
    (
        REGION,
        "/appraisals/A1/report",
        {"on": "2023-07-19", "document": "常报3号", "where": "县人大常委会"},
    ),
]
ACTIVITY = {"kind": "training", "title": "培训", "on": "2023-07-18", "organiser": "镇人大主席团"}
TOPIC = {"no": 1, "way": "report", "lead": "监督科", "month": 10, "body": "chairmens_meeting"}
DECIDED = {"document": "主任会议纪要〔2023〕7号", "on": "2023-07-19"}
GRADED = {
    "decider": "presidium",
    "sitting": "presidium",
    "session": "第7次会议",
    "on": "2024-01-10",
    "document": "7号",
}


async def lived_to_their_ends(hall: Hall, chance: dict[str, str]) -> dict[str, str]:
    """The addresses at which everything has ended."""
    town, ledger = hall.town, hall.town.tools.ledger
    at = {**AT, "ballot": chance["{BOX}"].rpartition("/")[2], "activity": "ACT1"}
    made = {"id": "ACT1", "region": TOWN, "told": ACTIVITY}
    await _say(town, TOWN, "/activities", made)
    for region, path, told in ENDS:
        await _say(town, region, path.format_map(at), told)
    await _say(town, REGION, "/topics/T23/chosen", {**TOPIC, **DECIDED})
    await _say(town, REGION, "/topics/T23/plan", {**DECIDED, "where": "县人大网站"})
    target, number = chance["{PROPOSAL}"].removeprefix("/proposals/").split("/")
    await _declined(hall, target, int(number))
    await _upload(town)
    collection = await _collection_over(ledger)
    wish = await _wish_of(ledger, collection)
    await set_clock(ledger, start_of(LATER))
    await _say(town, TOWN, "/registers/SL.D01.2023/grades", {"ruling": GRADED})
    return {
        **at,
        "collection": collection.id,
        "wish": wish,
        "target": target,
        "number": number,
        "sha256": WHOLE,
    }


async def _say(town: Town, region: str, path: str, told: dict[str, Any]) -> None:
    done = await town.ask("POST", path, await town.token("clerk", "clerk", region), json=told)
    assert done.status_code == 201, (path, done.text)


async def _declined(hall: Hall, target: str, number: int) -> None:
    lead = await hall.accounts.named("lead")
    by = Signer(Actor(lead.ref, "clerk", lead.region), lead.role, lead.ref)
    await decline(hall.town.tools.ledger, target, number, "材料不全", by, "ended")


async def _upload(town: Town) -> None:
    unit = await town.token(PARTY["unit"], "unit", REGION)
    at = f"/uploads/{WHOLE}"
    begun = await town.ask("PUT", at, unit, json={"name": "a.pdf", "size": len(FILE)})
    assert begun.status_code == 200, begun.text
    headers = {"Upload-Offset": "0", "Content-Type": "application/octet-stream"}
    sent = await town.ask("PATCH", at, unit, headers=headers, content=FILE)
    assert sent.status_code == 200, sent.text


async def _collection_over(ledger: Ledger) -> Collection:
    """赵庄镇's, decided in March: what its organs never filed is waived."""
    stream, office = stream_id(COLLECTION, "ZZ23"), Actor("staff-1", "clerk", ZHAO)
    state: Any = (await ledger.standing(stream)).state
    for duty in (x for x in state.duties.values() if x.closed is None and not x.accepted):
        waiver = WaiveDuty(duty=duty.id, decision="镇人大主席团会议纪要〔2023〕7号")
        await ledger.handle(stream, waiver, actor=office, client=office.ref, command_id=duty.id)
    state = (await ledger.standing(stream)).state
    assert isinstance(state, Collection)
    assert state.closed
    return state


async def _wish_of(ledger: Ledger, collection: Collection) -> str:
    name, office = "ZZ23-ROAD", Actor("staff-1", "clerk", ZHAO)
    taken = TakeWish(
        id=name,
        collection=collection.id,
        region=ZHAO,
        text="村口的路下雨就积水，盼着修一修。",
        source=Source(channel=Channel.RECEPTION, on=collection.last, place="镇联络站"),
        opens=collection.opens,
        last=collection.last,
    )
    stream = stream_id(WISH, name)
    await ledger.handle(stream, taken, actor=office, client=office.ref, command_id=name)
    return name
