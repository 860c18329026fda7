"""An opinion handed on: to a unit, to a wish of a collection, or to a deputy's suggestion."""

from datetime import date
from typing import Literal

from api.callers import Caller
from api.in_reach import in_reach
from api.sight import reads
from api.tools import Tools
from api.writing import Write
from domain.base import ShortText, Value, refuse_unless
from domain.collection.state import Collection
from domain.names import COLLECTION, STATION, SUGGESTION, WISH, stream_id
from domain.refusals import Unknown
from domain.station.messages import RouteOpinion
from domain.station.state import Opinion, Station
from domain.wish.channels import Channel
from domain.wish.messages import Source, TakeWish
from ledger.requests import Receipt


class Routing(Value):
    """Where it goes: `unit:…`, a collection that takes it as a wish, or a suggestion's id."""

    to: Literal["unit", "wish", "suggestion"]
    name: ShortText
    """The unit; the collection; the suggestion that was handed in for it."""


async def routed(
    station: str, number: int, sent: Routing, caller: Caller, write: Write, tools: Tools
) -> Receipt:
    """Record it, and what it becomes. Raises Problem 404, and what either stream refuses."""
    found = await _station(station, caller, tools)
    one = next((x for x in found.opinions if x.no == number), None)
    if one is None:
        raise Unknown("意见", "opinion", str(number))
    name = sent.name
    if sent.to == "wish":
        name = await _wished(found, one, sent.name, caller, write, tools)
    if sent.to == "suggestion":
        await tools.ledger.standing(stream_id(SUGGESTION, sent.name))
    command = RouteOpinion(opinion=number, to=sent.to, name=name)
    return await write.record(caller, stream_id(STATION, station), command)


async def _station(station: str, caller: Caller, tools: Tools) -> Station:
    found, _ = await in_reach(tools.ledger, stream_id(STATION, station), Station, caller)
    return found


async def _wished(
    station: Station, one: Opinion, collection: str, caller: Caller, write: Write, tools: Tools
) -> str:
    """The wish that the opinion becomes; its id says where it came from, so that doing it again
    makes no second one."""
    state: object = (await tools.ledger.standing(stream_id(COLLECTION, collection))).state
    if not isinstance(state, Collection) or not reads(caller, state.region):
        raise Unknown("征集", "collection", collection)
    refuse_unless(
        one.to is None or one.to == "wish",
        f"第 {one.no} 号意见已经转办，不能再列为建议。",
        "this opinion was handed on already.",
    )
    wish = f"{station.id}-{one.no}"
    command = TakeWish(
        id=wish,
        collection=collection,
        region=state.region,
        text=one.text,
        place=None,
        source=_source(station, one.on),
        opens=state.opens,
        last=state.last,
    )
    await write.record(caller, stream_id(WISH, wish), command, part="/wish")
    return wish


def _source(station: Station, on: date) -> Source:
    return Source(channel=Channel.STATION, on=on, place=station.setup.name, record=station.id)
