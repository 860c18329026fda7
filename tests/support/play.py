"""A year as a play: who files what and when, first played in memory, then said to real servers.

The diligent file on the due day and are accepted at once; the late file in the middle of the
ladder; the silent never do. What the pure domain told is what every other stage must tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from domain.base import Command, Event
from domain.calendar import start_of
from domain.duty import Duty
from domain.duty_commands import (
    AcceptDuty,
    Acknowledge,
    FileDuty,
    KeepMoment,
    Rebase,
    WaiveDuty,
)
from domain.forms import Claim, ClaimRow, Counts, Evaluation, Filing, ItemCounts, Verification
from domain.given import Actor
from domain.ladder import next_mark
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.processes import follow_ups
from domain.programme.messages import CloseProgramme, OpenProgramme
from domain.project.messages import AdoptProject, Card, CloseProject, Subproject, Target
from domain.regimes import named
from domain.regimes.model import Form
from tests.support.year import CARD, CLERK, Year, progress, report, work_plan

DILIGENT = CARD
LATE = CARD.model_copy(
    update={
        "id": "LG23-02",
        "item_no": "2",
        "name": "居民住宅小区二次供水网络设施改造",
        "subprojects": (Subproject(no=1, name="居民住宅小区二次供水网络设施改造"),),
        "lead_unit": "市住房和城乡建设局",
    }
)
SILENT = CARD.model_copy(
    update={
        "id": "LG23-03",
        "item_no": "3",
        "name": "孤独症儿童康复服务",
        "subprojects": (
            Subproject(
                no=1,
                name="孤独症儿童康复服务",
                target=Target(op="ge", value=Decimal(166), unit="名"),
            ),
        ),
        "lead_unit": "市残疾人联合会",
    }
)
CARDS = (DILIGENT, LATE, SILENT)
LIST = stream_id(PROGRAMME, CARD.programme)
HANDS_IN = {stream_id(PROJECT, DILIGENT.id): 0, stream_id(PROJECT, LATE.id): 6, LIST: 0}
"""Calendar days after the due day on which somebody files; who is not here never does."""
SILENT_LINES = ("mid_year_report", "circular")
"""What not even the diligent congress files."""
VOTED, ASSUMED, MEETS = date(2023, 3, 31), date(2024, 3, 31), date(2024, 3, 20)
CONVENED_ON, CLOSES = date(2024, 1, 10), date(2024, 7, 1)


@dataclass(frozen=True)
class Said:
    """One command, as somebody says it."""

    at: datetime
    stream: str
    command: Command
    by: Actor


@dataclass
class Play:
    """One congress's year under one regime."""

    regime: str
    cards: Sequence[Card] = CARDS
    hands_in: Mapping[str, int] = field(default_factory=lambda: HANDS_IN)
    years: dict[str, Year] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)

    @property
    def programme(self) -> str:
        """The stream of the programme."""
        return stream_id(PROGRAMME, self.cards[0].programme)

    def rehearse(self, until: date = CLOSES) -> Self:
        """Play it in memory."""
        self.open()
        for day in _days(VOTED, until):
            for stream, year in self.years.items():
                for _ in _marks(year, day):
                    pass
                for duty in list(year.state.duties.values()):
                    self._act(stream, duty, day)
            self._evening(day)
        return self

    def told(self) -> dict[str, list[tuple[str, str]]]:
        """(type, body) of every event, by stream."""
        return {x: [spoken(e) for e in y.told] for x, y in self.years.items()}

    def open(self) -> Self:
        """The congress votes the list: four streams begin."""
        at = start_of(VOTED) + timedelta(hours=15)
        frame: dict[str, Any] = {
            "regime": named(self.regime).ref,
            "vote": VOTED,
            "next_session": ASSUMED,
            "session_assumed": True,
        }
        opening: dict[str, Command] = {
            stream_id(PROJECT, card.id): AdoptProject(card=card, **frame) for card in self.cards
        }
        opening[self.programme] = OpenProgramme(
            id=self.cards[0].programme,
            title="2023 年民生实事项目",
            region=self.cards[0].region,
            projects=tuple(x.id for x in self.cards),
            **frame,
        )
        for stream, command in opening.items():
            self.years[stream] = Year(stream, self.regime)
            self._say(at, stream, command, CLERK)
        return self

    def _say(self, at: datetime, stream: str, command: Command, by: Actor) -> None:
        self.said.append(Said(at, stream, command, by))
        events = self.years[stream].ask(at, command, by)
        for event in events:
            for owed in follow_ups(self.years[stream].state, event):
                self.years[owed.stream].ask(at, owed.command)

    def _act(self, stream: str, duty: Duty, day: date) -> None:
        morning = start_of(day) + timedelta(hours=9)
        if duty.owed and duty.level == 2 and stream in self.hands_in and duty.next_if_silent:
            seen = Acknowledge(duty=duty.id, revision=duty.revision, level=2)
            self._say(morning, stream, seen, _hand(duty.obligor))
        late = self.hands_in.get(stream)
        if late is None or not duty.owed or duty.line in SILENT_LINES:
            return
        if day >= duty.due + timedelta(days=late) and day >= duty.opens:
            filing = self._filing(stream, duty)
            hour = timedelta(hours=1)
            filed = FileDuty(duty=duty.id, filing=filing)
            self._say(morning + hour, stream, filed, _hand(duty.obligor))
            self._say(morning + 2 * hour, stream, AcceptDuty(duty=duty.id), CLERK)

    def _evening(self, day: date) -> None:
        """The clerk convenes the session, strikes off what is graded, and closes the year."""
        at = start_of(day) + timedelta(hours=17)
        if day == CONVENED_ON:
            moved = Rebase(next_session=MEETS, because="会议通知", reference="人大办〔2024〕3号")
            self._say(at, self.programme, moved, CLERK)
        for stream, year in self.years.items():
            if stream != self.programme and not year.state.closed and year.state.grade is not None:
                self._say(at, stream, CloseProject(note="测评满意，同意销号。"), CLERK)
        year = self.years[self.programme]
        if day == CLOSES and not year.state.closed:
            for duty in [x for x in year.state.duties.values() if x.owed]:
                waived = WaiveDuty(duty=duty.id, decision="主任会议决定不再补报。")
                self._say(at, self.programme, waived, CLERK)
            self._say(at, self.programme, CloseProgramme(note="本年度全部办结。"), CLERK)

    def _filing(self, stream: str, duty: Duty) -> Filing:
        state = self.years[stream].state
        match duty.form:
            case Form.WORK_PLAN:
                return work_plan()
            case Form.PROGRESS:
                return progress(40, 35, no=state.card.subprojects[0].no)
            case Form.CLAIM:
                rows = tuple(ClaimRow(subproject=x.no) for x in state.card.subprojects)
                return Claim(rows=rows)
            case Form.VERIFICATION:
                return Verification(verified=True, finding="实地查看，已建成投用。")
            case Form.EVALUATION:
                counts = Counts(satisfied=150, basic=20, dissatisfied=5)
                items = tuple(ItemCounts(project=x, counts=counts) for x in state.projects)
                return Evaluation(held_on=duty.due, roll=200, present=175, items=items)
            case _:
                return report()


def spoken(event: Event) -> tuple[str, str]:
    """An event as it is compared."""
    return type(event).__name__, event.model_dump_json()


def _hand(party: str) -> Actor:
    return Actor(ref=f"hand-of-{party}", party=party)


def _marks(year: Year, day: date) -> Iterator[None]:
    """Keep each moment of the day in its turn, at its own instant."""
    while not year.state.closed:
        marks = [x for y in year.state.duties.values() if (x := next_mark(y)) is not None]
        mark = min(marks, key=lambda x: (x.on, x.duty), default=None)
        if mark is None or mark.on > day:
            return
        year.ask(mark.at, KeepMoment())
        yield


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
