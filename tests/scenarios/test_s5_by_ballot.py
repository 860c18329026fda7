"""S5 by ballot box: two project-years before 223 deputies, ballots that make the four figures.

The text gives 90.36 % and 78.9 % for the project-year 2020, 95.8 % and 91.9 % for 2021; the ballots
are made up (SYN) so that all four come out of one roll of 223 (rulebook §6).
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from domain.calendar import SHANGHAI
from domain.evaluation.grading import Body, Grade, Result, rate
from domain.evaluation.rounds import points, total
from domain.figures.beside import roll_up
from domain.figures.figure import Scope
from domain.figures.rollup import trend
from domain.forms import Counts
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenProgramme
from domain.programme.state import Programme
from domain.project.messages import AdoptProject, Card, Subproject
from domain.project.state import Project
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.figures import find_figures
from ledger.queries.history import history
from tests.support.box import CLERK, REGION, BallotDay, deputies, paper

ROLL = 223
REGIME = "gaogang@2"
SATISFIED = {2020: (176, *(205,) * 3, *(204,) * 6), 2021: (205, *(215,) * 5, *(214,) * 4)}


@dataclass
class Congress:
    """One project-year: its list at the record, and its two evaluations by ballot box."""

    ledger: Ledger
    year: int

    @property
    def id(self) -> str:
        return f"GG{self.year % 100}"

    @property
    def vote(self) -> date:
        return date(self.year, 1, 16)

    @property
    def session(self) -> date:
        return date(self.year + 1, 1, 15)

    @property
    def projects(self) -> tuple[str, ...]:
        return tuple(f"{self.id}-{n:02}" for n in range(1, 11))

    async def say(self, stream: str, command: OpenProgramme | AdoptProject) -> None:
        await self.ledger.handle(stream, command, actor=CLERK, client="s5", command_id=stream)

    async def voted(self) -> None:
        await self.it_is(self.vote, 16)
        common = {"regime": REGIME, "vote": self.vote, "next_session": self.session}
        opening = OpenProgramme.model_validate(
            {
                **common,
                "id": self.id,
                "title": f"{self.year}年度民生实事项目",
                "region": REGION,
                "session_assumed": False,
                "projects": self.projects,
            }
        )
        await self.say(stream_id(PROGRAMME, self.id), opening)
        for number, project in enumerate(self.projects, 1):
            card = Card(
                id=project,
                programme=self.id,
                list_id=self.id,
                item_no=str(number),
                name=f"项目{number}（合成）",
                region=REGION,
                subprojects=(Subproject(no=0, name=f"项目{number}（合成）"),),
                lead_unit="（合成）承办单位",
                lead_unit_synthetic=True,
            )
            adoption = AdoptProject.model_validate(
                {**common, "card": card, "session_assumed": False}
            )
            await self.say(stream_id(PROJECT, project), adoption)

    async def evaluated(self, duty: str, on: date, satisfied: tuple[int, ...], roll: int) -> None:
        """Everybody votes; the others of an item are basically satisfied."""
        await self.it_is(on, 9)
        body = Body.CONGRESS if duty == "evaluation" else Body.COMMITTEE
        day = BallotDay(
            self.ledger,
            id=f"{self.id}-{duty.replace('_', '-')}",
            paper=paper(*self.projects),
            body=body,
            programme=self.id,
            duty=duty,
            regime=REGIME,
        )
        voters = deputies(roll)
        await day.opened(voters)
        for n, voter in enumerate(voters):
            slip = tuple(("satisfied",) if n < x else ("basic",) for x in satisfied)
            await day.cast(voter, slip)
        await day.counted()
        await self.ledger.keep(stream_id(PROGRAMME, self.id), by="clock")
        for project in self.projects:
            await self.ledger.keep(stream_id(PROJECT, project), by="clock")

    async def it_is(self, day: date, hour: int) -> None:
        at = datetime.combine(day, time(hour), SHANGHAI)
        await set_clock(self.ledger, at)

    async def programme(self) -> Programme:
        state: object = (await self.ledger.standing(stream_id(PROGRAMME, self.id))).state
        assert isinstance(state, Programme)
        return state

    async def final(self) -> list[Result]:
        """The results as each project's own history has them."""
        found = []
        for project in self.projects:
            entries = await history(self.ledger, stream_id(PROJECT, project))
            rounds = [x.event for x in entries if x.type == "ProjectEvaluated"]
            found += [Result.model_validate(x["result"]) for x in rounds if x["final"]]
        return found


async def test_s5_both_years_through_the_box(ledger: Ledger) -> None:
    years = {year: Congress(ledger, year) for year in SATISFIED}
    overall: dict[int, Counts] = {}
    lowest: dict[int, Counts] = {}
    for year, congress in years.items():
        await congress.voted()
        mid = (26,) * 9 + (20,)
        await congress.evaluated("mid_year_evaluation", date(year, 9, 18), mid, 30)
        await congress.evaluated("evaluation", congress.session, SATISFIED[year], ROLL)
        results = await congress.final()
        assert [x.counts.satisfied for x in results] == list(SATISFIED[year])
        overall[year] = total(x.counts for x in results)
        lowest[year] = min((x.counts for x in results), key=lambda x: x.satisfied)

    assert (overall[2020].satisfied, overall[2020].valid) == (2015, 2230)
    assert (overall[2021].satisfied, overall[2021].valid) == (2136, 2230)
    assert rate(2015, 2230, 2) == Decimal("90.36")
    assert rate(2136, 2230, 1) == Decimal("95.8"), "decimals belong to the figure"
    assert rate(lowest[2020].satisfied, ROLL, 1) == Decimal("78.9")
    assert rate(lowest[2021].satisfied, ROLL, 1) == Decimal("91.9")
    assert points(overall[2020], overall[2021], 2) == Decimal("5.43"), (
        "printed rates differ by 5.44"
    )
    assert points(lowest[2020], lowest[2021], 1) == Decimal("13.0")

    first, second = await years[2020].programme(), await years[2021].programme()
    assert "follow_up_report" in first.duties, "78.9 % is below 80 %"
    assert first.duties["follow_up_report"].opens == years[2020].session
    assert "follow_up_report" not in second.duties
    for state in (first, second):
        assert [(x.final, x.failed) for x in state.results] == [(False, ()), (True, ())]
        assert state.results[1].overall is not None
        assert state.duties["evaluation"].accepted
    low: object = (await ledger.standing(stream_id(PROJECT, "GG20-01"))).state
    assert isinstance(low, Project)
    assert (low.grade, len(low.rounds)) == (Grade.BASIC, 2), "mid-year is a round of its own"
    assert (await audit.verify(ledger)).whole
    assert (await audit.replay_check(ledger)).differing == ()

    as_of = years[2021].session
    scopes = {x: Scope(region=REGION, periods=(x,), as_of=as_of) for x in ("2020", "2021")}
    figures = {
        year: roll_up("satisfaction_rate", scope, (await find_figures(ledger, scope)).leaves)
        for year, scope in scopes.items()
    }
    assert [x.value for x in figures.values()] == [Decimal("90.36"), Decimal("95.78")]
    assert trend(figures) == {"2021": Decimal("5.43")}, "over the years, from the counts"
