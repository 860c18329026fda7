"""What the sample county plays: a published list, made-up units, who is slow, up to which day."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from domain.calendar import Calendar
from domain.duty_commands import FileDuty
from domain.forms import Progress
from domain.lists import VotedList, read_lists
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.parties import Role, party
from domain.regimes import named
from domain.rehearsal.silence import Silence
from domain.rehearsal.world import Said, World
from domain.rehearsal.year import played
from ledger.account import AccountRole

LIST = Path(__file__).parent / "list.csv"
REGIME = "longgang@2"
"""The measure of another county, as an example: the list's own is not published."""
VOTE, SESSION, TODAY = date(2023, 2, 1), date(2024, 2, 1), date(2023, 7, 20)
MARK = "（样稿）"
_UNITS = (
    "教育局",
    "交通运输局",
    "综合行政执法局",
    "民政局",
    "住建局",
    "水利局",
    "发改局",
    "住建局",
)
"""Who carries out each item; made up, in the list's order."""
_SILENT = ("水利局", "发改局")


_BEHIND = {2: 13}
"""By how many points each item's reports lag; the others by a few."""


class Person(NamedTuple):
    """Somebody to enter as."""

    login: str
    role: AccountRole
    party: str
    zh: str


class Stop(NamedTuple):
    """One stop of the tour: as whom, what to see there, and the page."""

    login: str
    at: str
    zh: str


def county() -> VotedList:
    """The published list with its made-up units; all that is made up says so."""
    (voted,) = read_lists(LIST.read_bytes()).voted
    cards = tuple(
        card.model_copy(update={"lead_unit": f"{MARK}{unit}", "lead_unit_synthetic": True})
        for card, unit in zip(voted.cards, _UNITS, strict=True)
    )
    place = voted.region.rsplit("/", 1)[-1]
    return voted._replace(title=f"{MARK}{place}{VOTE.year}年民生实事项目", cards=cards)


def course(voted: VotedList) -> list[Said]:
    """Everything that people do up to the sample's day: the slow neither file nor acknowledge."""
    groups = {party(Role.DEPUTY_GROUP, voted.cards[5].id)}
    units = {party(Role.UNIT, f"{MARK}{x}") for x in _SILENT}
    silent = Silence(parties=frozenset(units | groups))
    world = World(named(REGIME), Calendar.seeded().assuming_settled())
    played(world, [voted], VOTE, SESSION, silent, TODAY)
    behind = {stream_id(PROJECT, x.id): _BEHIND.get(n, 4) for n, x in enumerate(voted.cards)}
    return [_claiming(x, behind.get(x.stream, 0)) for x in world.said]


def _claiming(said: Said, points: int) -> Said:
    """What a unit reports, so many points behind its plan."""
    match said.command:
        case FileDuty(filing=Progress() as told) as command:
            rows = tuple(
                x.model_copy(update={"claimed": max(Decimal(0), x.planned - points)})
                for x in told.rows
            )
            filing = told.model_copy(update={"rows": rows})
            return said._replace(command=command.model_copy(update={"filing": filing}))
        case _:
            return said


def people(voted: VotedList) -> tuple[Person, ...]:
    """One of each kind, for the county's own list."""
    quick, slow = voted.cards[0], voted.cards[5]
    return (
        Person("yangli-rendaban", "committee_clerk", "clerk", f"{MARK}人大办"),
        Person("yangli-jiaoyu", "unit_head", party(Role.UNIT, quick.lead_unit), quick.lead_unit),
        Person("yangli-shuili", "unit_clerk", party(Role.UNIT, slow.lead_unit), slow.lead_unit),
        Person(
            "yangli-xiaozu",
            "deputy_group",
            party(Role.DEPUTY_GROUP, slow.id),
            f"{MARK}第六代表监督小组",
        ),
        Person("yangli-zhengfu", "organ", str(Role.GOVERNMENT), f"{MARK}县政府办"),
        Person("yangli-shenji", "auditor", "auditor", f"{MARK}审计"),
    )


def tour(voted: VotedList) -> tuple[Stop, ...]:
    """The first steps, in the order in which they explain one another."""
    slow = voted.cards[5].id
    return (
        Stop("yangli-rendaban", "/", "总览：今天谁欠什么，欠了多久，等谁"),
        Stop(
            "yangli-rendaban",
            f"/projects/{slow}",
            "一个滞后的项目：灯为什么是红的，每个日子为什么是那一天",
        ),
        Stop("yangli-shuili", "/todo", "承办单位：我欠什么，什么时候交；交一份试试"),
        Stop("yangli-rendaban", "/decide", "人大办：收下或退回刚交上来的"),
        Stop("yangli-xiaozu", "/inbox", "代表小组：升级到小组的来函，签收"),
        Stop("yangli-rendaban", "/charts", "图表：进度、按期、到期日历、满意率"),
        Stop("yangli-rendaban", f"/rehearsals/{voted.id}", "推演：假设水利局全年不报，会发生什么"),
        Stop("yangli-shenji", "/audit", "审计：每件事都在链上，自己核对"),
    )


def streams(voted: VotedList) -> list[str]:
    """The sample's own streams."""
    return [stream_id(PROGRAMME, voted.id), *(stream_id(PROJECT, x.id) for x in voted.cards)]
