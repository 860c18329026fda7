"""Wishes in memory: what was said in one township's collection."""

from datetime import date

from domain import streams
from domain.base import Event
from domain.calendar import Calendar
from domain.given import Actor, Given
from domain.names import WISH, stream_id
from domain.refusals import Refused
from domain.regimes import named
from domain.wish.channels import Channel
from domain.wish.messages import (
    JoinWish,
    MergeWish,
    PartWish,
    Source,
    TakeWish,
    UnmergeWish,
    WishCommand,
)
from domain.wish.state import Wish
from tests.support.collections import OPENING, REGION
from tests.support.meetings import at
from tests.support.year import CLERK

DAY = date(2023, 2, 15)
SAID = {
    "ZZ23-ROAD": "村东头的土路下雨天泥泞难走，希望修一条水泥路",
    "ZZ23-MUD": "建议村东头土路硬化，修成水泥路，下雨天太泥泞",
    "ZZ23-LAMP": "村里路灯坏了好几盏，晚上出门不方便，希望维修",
    "ZZ23-DARK": "希望维修村里的路灯，晚上太黑，老人出门不方便",
    "ZZ23-CLINIC": "卫生室缺少常用药品，老人看病要跑到镇上",
}


def taking(name: str, text: str | None = None, on: date = DAY) -> TakeWish:
    """Said at a reception of the deputies."""
    return TakeWish(
        id=name,
        collection=OPENING.id,
        region=REGION,
        text=text or SAID[name],
        source=Source(channel=Channel.RECEPTION, on=on, place="赵庄镇代表联络站"),
        opens=OPENING.opens,
        last=OPENING.closes,
    )


class Wishes:
    """Several wishes; a merge is told to both or to none, as the ledger does it."""

    def __init__(self) -> None:
        self.states: dict[str, Wish] = {}

    def ask(self, name: str, command: WishCommand, by: Actor = CLERK) -> list[Event]:
        """The events of a command, which then have happened."""
        state, events = self._decided(name, command, by)
        if state is not None:
            self.states[name] = state
        return events

    def together(self, *asked: tuple[str, WishCommand]) -> list[Event]:
        """Several commands, all or none."""
        made = [(name, *self._decided(name, command, CLERK)) for name, command in asked]
        for name, state, _ in made:
            if state is not None:
                self.states[name] = state
        return [event for _, _, events in made for event in events]

    def take_all(self) -> None:
        """Everything that was said."""
        for name in SAID:
            self.ask(name, taking(name))

    def merge(self, member: str, main: str) -> list[Event]:
        """归并."""
        return self.together((member, MergeWish(into=main)), (main, JoinWish(wish=member)))

    def unmerge(self, member: str) -> list[Event]:
        """取消归并."""
        main = self.states[member].merged_into
        asked: list[tuple[str, WishCommand]] = [(member, UnmergeWish(because="不是同一件事"))]
        if main is not None:
            asked.append((main, PartWish(wish=member)))
        return self.together(*asked)

    def tried(self, member: str, main: str) -> bool:
        """Whether a merge was taken."""
        try:
            self.merge(member, main)
        except Refused:
            return False
        return True

    def _decided(
        self, name: str, command: WishCommand, by: Actor
    ) -> tuple[Wish | None, list[Event]]:
        stream, now = stream_id(WISH, name), at(DAY)
        given = Given(by, now, now, Calendar.seeded(), named("baofeng"), ())
        state: object = self.states.get(name)
        events = list(streams.decide(stream, state, command, given))  # type: ignore[arg-type]  # a wish
        for event in events:
            state = streams.evolve(stream, state, event)  # type: ignore[arg-type]  # the same
        assert state is None or isinstance(state, Wish)
        return state, events
