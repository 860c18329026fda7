"""A county's or township's year in memory, with meetings that its duties hang on."""

from datetime import date, datetime, timedelta

from domain.base import Command, Event
from domain.calendar import Calendar, start_of
from domain.meeting.kinds import MeetingKind
from domain.meeting.messages import ConveneMeeting, MoveMeeting, Served
from domain.names import MEETING, PROGRAMME, PROJECT, stream_id
from domain.parties import Role
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject
from domain.regimes import FOLDER, parse
from domain.regimes.model import Regime
from domain.regimes.when import Anchor
from domain.rehearsal.world import World
from tests.support.year import CARD, CLERK

VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
PROGRAMME_STREAM = stream_id(PROGRAMME, "LG23")
SECOND = CARD.model_copy(update={"id": "LG23-02", "item_no": "2"})
ON_M = 'when = { rule = "on_anchor", anchor = "mid_session" }'
MEETING_LINE = """
[[duty]]
name = "{name}"
zh = "{zh}"
en = "{name}"
scope = "{scope}"
stage = "implement"
form = "report"
obligor = "{obligor}"
obligee = "presidium"
when = {when}
origin = "ours"
cite = "监督法第十五条"
ours = ["测试用"]
"""


_OF_A_PROJECT = (Role.UNIT, Role.DEPUTY_GROUP)


def with_meetings(place: str = "baofeng") -> Regime:
    """A shipped regime with lines that hang on the year's meetings."""
    text = (FOLDER / f"{place}@1.toml").read_text(encoding="utf-8")
    organ = next(x for x in parse(text, place).ladder.to if x not in _OF_A_PROJECT)
    lines = (
        ("draft", "报告初稿", "programme", organ, _before("mid_meeting", "-20d")),
        ("final_report", "报告定稿", "programme", organ, _before("mid_meeting", "-10d")),
        ("half_year", "半年进展", "project", "unit", _before("mid_session", "-7d")),
        ("opinion", "审议意见", "programme", organ, _closed("mid_meeting", "10d")),
        ("minutes", "会议纪要", "project", "unit", _closed(None, "7d")),
    )
    names = ("name", "zh", "scope", "obligor", "when")
    for line in lines:
        text += MEETING_LINE.format(**dict(zip(names, line, strict=True)))
    return parse(text, "test.toml")


def _before(anchor: str, term: str) -> str:
    return f'{{ rule = "from_anchor", anchor = "{anchor}", term = "{term}" }}'


def _closed(anchor: str | None, term: str) -> str:
    only = f', anchor = "{anchor}"' if anchor else ""
    return f'{{ rule = "after", trigger = "session_closed", term = "{term}"{only} }}'


def at(day: date, hour: int = 9) -> datetime:
    return start_of(day) + timedelta(hours=hour)


class Place:
    """One programme of two projects, and the meetings that serve it."""

    def __init__(
        self, world: World | None = None, vote: date = VOTE, session: date = SESSION
    ) -> None:
        self.world = world or World(with_meetings(), Calendar.seeded().assuming_settled())
        self.vote = vote
        ref = self.world.regime.ref
        frame = {"regime": ref, "vote": vote, "next_session": session, "session_assumed": False}
        self.ask(
            PROGRAMME_STREAM,
            OpenProgramme.model_validate(
                {
                    "id": "LG23",
                    "title": "2023 年民生实事项目",
                    "region": CARD.region,
                    "projects": (CARD.id, SECOND.id),
                    **frame,
                }
            ),
            vote,
        )
        for card in (CARD, SECOND):
            adopt = AdoptProject.model_validate({"card": card, **frame})
            self.ask(stream_id(PROJECT, card.id), adopt, vote)

    def ask(self, stream: str, command: Command, day: date) -> list[Event]:
        return list(self.world.tell(stream, command, CLERK, at(day)))

    def serves(self, anchor: Anchor | None) -> Served:
        return Served(
            programme="LG23",
            anchor=anchor,
            region=CARD.region,
            vote=self.vote,
            projects=(CARD.id, SECOND.id),
        )

    def convening(
        self, opens: date, anchor: Anchor = Anchor.MID_SESSION, name: str = "M1", **more: object
    ) -> ConveneMeeting:
        kinds = {
            Anchor.MID_SESSION: (MeetingKind.MID_YEAR_SESSION, "township", Role.PRESIDIUM),
            Anchor.NEXT_SESSION: (MeetingKind.FIRST_SESSION, "township", Role.PRESIDIUM),
            Anchor.MID_MEETING: (MeetingKind.SC_MEETING, "county", Role.STANDING_COMMITTEE),
        }
        kind, tier, convener = kinds[anchor]
        fields: dict[str, object] = {
            "id": name,
            "title": "人大会议",
            "kind": kind,
            "tier": tier,
            "region": CARD.region,
            "convened_by": convener,
            "opens": opens,
            "document": "人大〔2023〕7号",
            "serves": (self.serves(anchor),),
        }
        return ConveneMeeting.model_validate(fields | more)

    def convene(self, on: date, opens: date, anchor: Anchor = Anchor.MID_SESSION) -> list[Event]:
        return self.ask(stream_id(MEETING, f"M-{anchor}"), self.named(opens, anchor), on)

    def named(self, opens: date, anchor: Anchor) -> ConveneMeeting:
        return self.convening(opens, anchor, name=f"M-{anchor}")

    def move(self, on: date, opens: date, anchor: Anchor = Anchor.MID_SESSION) -> list[Event]:
        command = MoveMeeting(opens=opens, reason="防汛", document="人大〔2023〕9号")
        return self.ask(stream_id(MEETING, f"M-{anchor}"), command, on)

    def due(self, duty: str, project: str | None = None) -> date | None:
        """The day a duty is due; None where it does not exist or is void."""
        stream = stream_id(PROJECT, project) if project else PROGRAMME_STREAM
        found = self.world.states[stream].duties.get(duty)
        return found.due if found and found.closed is None else None
