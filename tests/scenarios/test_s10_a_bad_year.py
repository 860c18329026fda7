"""S10: Duji's towns (S002), and a project that lags, catches up, and fails twice (SYN copies).

Its parts (c), (d) and (f), shrinking, stopping and not finishing, are in `tests/ledger/scenarios`.
"""

from datetime import date, datetime
from decimal import Decimal

from domain.calendar import SHANGHAI
from domain.duty_commands import AcceptDuty, FileDuty
from domain.forms import Counts, Evaluation, ItemCounts
from domain.given import Actor
from domain.lights import Light, PastLight, past
from domain.project.messages import Card, Subproject, Target
from domain.project.state import Project
from domain.punctuality import Share
from domain.regimes import named
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.history import history
from ledger.queries.inbox import notices_of
from ledger.queries.projects import Wanted, find_projects
from tests.support.clockwork import OPENS, say
from tests.support.scenes import card, duties, opening
from tests.support.year import CLERK, progress

TOWNS = {"石台镇": 4, "朔里镇": 3, "段园镇": 3}
"""The three towns and their ten projects are published; how many each voted is not (SYN)."""
DISTRICT = "安徽省/淮北市/杜集区"
WATERWORKS = {"受益村": 7, "受益户": 8295, "受益农村居民": 31467}
TOTAL, BOOSTER = 15200, 5340
"""万元: over 152 million in all, over 53.4 million for the booster station."""
OTHERS = [Decimal(x) for x in (1100, 1100, 1100, 1100, 1100, 1090, 1090, 1090, 1090)]
SESSION = date(2024, 3, 20)
FOURTH = "DJ23-04"


def cards() -> list[Card]:
    found: list[Card] = []
    money = iter([Decimal(BOOSTER), *OTHERS])
    for town, number in TOWNS.items():
        for _ in range(number):
            one = card("DJ23", len(found) + 1, f"{DISTRICT}/{town}")
            found.append(one.model_copy(update={"investment_wan": next(money)}))
    parts = tuple(
        Subproject(no=n, name=name, target=Target(op="eq", value=Decimal(value)))
        for n, (name, value) in enumerate(WATERWORKS.items(), 1)
    )
    named_ = {"name": "“梧桐水厂”改建为增压站工程", "subprojects": parts}
    return [found[0].model_copy(update=named_), *found[1:]]


async def voted(ledger: Ledger) -> None:
    """All ten stand in one list here, under the measure of the towns."""
    await set_clock(ledger, OPENS)
    for line in opening("duji@1", "DJ23", cards(), session=SESSION):
        await say(ledger, line)


async def test_ten_projects_of_three_towns_and_the_share_of_the_booster_station(ledger: Ledger):
    await voted(ledger)
    rows = (await find_projects(ledger, Wanted(), limit=50)).items
    assert len(rows) == 10
    assert {x.region.rsplit("/", 1)[-1] for x in rows} == set(TOWNS)
    known = [x.investment_wan for x in rows if x.investment_wan is not None]
    assert sum(known) == TOTAL
    assert Share(part=int(max(known)), of=int(sum(known))).rate() == Decimal("35.13")
    households, people = WATERWORKS["受益户"], WATERWORKS["受益农村居民"]
    assert round(Decimal(people) / households, 2) == Decimal("3.79")


class Unit:
    """The unit of the fourth project, and the clerk who accepts."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.stream = f"project:{FOURTH}"
        self.actor = Actor(ref="unit-4", party="unit:承办单位4（样本）")

    async def reports(self, month: int, lag: int) -> None:
        """The month's figures on the fifth of the next, accepted at once."""
        await set_clock(self.ledger, datetime(2023, month + 1, 5, 10, tzinfo=SHANGHAI))
        duty = f"monthly_progress/2023-M{month:02}"
        await self.ask(FileDuty(duty=duty, filing=progress(60, 60 - lag)), self.actor)
        await self.ask(AcceptDuty(duty=duty), CLERK)

    async def ask(self, command: FileDuty | AcceptDuty, by: Actor) -> None:
        key = f"{type(command).__name__} {command.duty}"
        await self.ledger.handle(self.stream, command, actor=by, client=by.ref, command_id=key)

    async def light(self) -> Light:
        (row,) = [
            x
            for x in (await find_projects(self.ledger, Wanted(), limit=50)).items
            if x.id == FOURTH
        ]
        return row.lag_light


async def test_a_b_ten_and_thirty_are_yellow_31_is_red_and_caught_up_stays_visible(ledger: Ledger):
    await voted(ledger)
    unit = Unit(ledger)
    seen: list[Light] = []
    for month, lag in ((5, 10), (6, 0), (7, 30), (8, 0), (9, 31)):
        await unit.reports(month, lag)
        seen.append(await unit.light())
    assert seen == [Light.YELLOW, Light.GREEN, Light.YELLOW, Light.GREEN, Light.RED]
    told = [
        (x.event["light"], x.event["level"])
        for x in await history(ledger, unit.stream)
        if x.type == "SlownessMarked"
    ]
    assert told == [("YELLOW", 1), ("YELLOW", 1), ("RED", 2)]
    called = [x for x in await duties(ledger, unit.stream) if x.startswith("consultation/")]
    assert called == ["consultation/2023-M09"]
    await unit.reports(10, 0)
    assert await unit.light() is Light.GREEN
    state = (await ledger.standing(unit.stream)).state
    assert isinstance(state, Project)
    shown = dict(past(state.course.lags, named("duji").lights))
    late = ("2023-M05", "2023-M07", "2023-M09")
    assert {shown[x] for x in late} == {PastLight.LATE_FIXED}
    assert {shown[x] for x in shown if x not in late} == {PastLight.GREEN}


def counts(satisfied: int, of: int = 100) -> Counts:
    return Counts(satisfied=satisfied, basic=0, dissatisfied=of - satisfied)


async def evaluated(ledger: Ledger, duty: str, on: date, items: dict[str, Counts]) -> None:
    """Counts as the presidium files them, accepted at once; then everybody is told."""
    await set_clock(ledger, datetime(on.year, on.month, on.day, 15, tzinfo=SHANGHAI))
    filing = Evaluation(
        held_on=on,
        roll=100,
        present=100,
        items=tuple(ItemCounts(project=x, counts=y) for x, y in items.items()),
    )
    by = Actor(ref="presidium-1", party="presidium")
    for command, actor in (
        (FileDuty(duty=duty, filing=filing), by),
        (AcceptDuty(duty=duty), CLERK),
    ):
        key = f"{type(command).__name__} {duty}"
        await ledger.handle(
            "programme:DJ23", command, actor=actor, client=actor.ref, command_id=key
        )
    await ledger.keep(f"project:{FOURTH}", by="sweeper")


async def test_e_a_failed_evaluation_is_rectified_and_a_second_failure_recommends(ledger: Ledger):
    await voted(ledger)
    everybody = {x.id: counts(58 if x.id == FOURTH else 95) for x in cards()}
    await evaluated(ledger, "evaluation", SESSION, everybody)
    owed = await duties(ledger, "programme:DJ23")
    assert str(owed["rectification_plan"].due) == "2024-04-03"  # ten working days
    assert str(owed["rectification_report"].due) == "2024-06-20"
    assert "second_failure_report" not in owed
    await evaluated(ledger, "second_evaluation", date(2024, 6, 18), {FOURTH: counts(58)})
    assert "second_failure_report" in await duties(ledger, "programme:DJ23")
    recommended = [
        x.event["zh"]
        for x in await history(ledger, f"project:{FOURTH}")
        if x.type == "StepRecommended"
    ]
    assert "书面检查" in recommended
    kinds = {x.kind for x in (await notices_of(ledger, f"project:{FOURTH}", limit=200)).items}
    assert "recommended" in kinds
    assert (await audit.replay_check(ledger)).differing == ()
