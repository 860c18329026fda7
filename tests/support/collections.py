"""A collection in memory: one congress's months before its vote."""

from datetime import date

from domain.base import Command, Event
from domain.calendar import Calendar
from domain.collection.messages import OpenCollection
from domain.collection.state import Collection
from domain.meeting.kinds import MeetingKind
from domain.meeting.messages import ConveneMeeting, Served
from domain.names import COLLECTION, MEETING, stream_id
from domain.parties import Role
from domain.regimes import named
from domain.regimes.when import Anchor
from domain.rehearsal.world import World
from tests.support.meetings import at
from tests.support.year import CLERK

REGION = "河南省/平顶山市/宝丰县/赵庄镇"
OPENED, SESSION = date(2022, 12, 12), date(2023, 3, 10)
OPENING = OpenCollection(
    id="ZZ23",
    title="赵庄镇2023年民生实事项目征集",
    region=REGION,
    regime="baofeng@2",
    year=2023,
    session=SESSION,
    session_assumed=True,
    opens=date(2023, 2, 10),
    closes=date(2023, 2, 28),
)


class Months:
    """One collection, opened on a day."""

    def __init__(self, opening: OpenCollection = OPENING, on: date = OPENED) -> None:
        self.opening = opening
        self.stream = stream_id(COLLECTION, opening.id)
        regime = named(opening.regime)
        self.world = World(regime, Calendar.seeded().assuming_settled())
        self.ask(opening, on)

    def ask(self, command: Command, on: date, stream: str | None = None) -> list[Event]:
        """The clerk says something at nine o'clock of that day."""
        return list(self.world.tell(stream or self.stream, command, CLERK, at(on)))

    @property
    def state(self) -> Collection:
        """As it stands."""
        found: object = self.world.states[self.stream]
        assert isinstance(found, Collection)
        return found

    def convening(self, opens: date, name: str = "ZZ23-1") -> ConveneMeeting:
        """The session at which the vote is held."""
        served = Served(
            programme=self.opening.id,
            anchor=Anchor.SESSION,
            region=self.opening.region,
            vote=self.state.anchors.vote,
            projects=(),
            before=True,
        )
        return ConveneMeeting(
            id=name,
            title="赵庄镇第十四届人民代表大会第三次会议",
            kind=MeetingKind.FIRST_SESSION,
            tier="township",
            region=self.opening.region,
            convened_by=Role.PRESIDIUM,
            opens=opens,
            document="赵人大〔2023〕2号",
            serves=(served,),
        )

    def convene(self, opens: date, on: date) -> list[Event]:
        """召集, and what follows from it here."""
        command = self.convening(opens)
        return self.ask(command, on, stream_id(MEETING, command.id))
