"""S5: evaluated twice a year (S000); the four published rates follow from counts of 223 ballots."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.calendar import SHANGHAI, start_of
from domain.forms import Counts, Evaluation, ItemCounts
from domain.meeting.kinds import MeetingKind
from domain.meeting.messages import ConveneMeeting, Served
from domain.names import PROGRAMME, stream_id
from domain.papers.compose import compose
from domain.papers.compose.evaluation import overall
from domain.papers.messages import PaperKind
from domain.parties import Role
from domain.programme.messages import EvaluationCounted
from domain.regimes.when import Anchor
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.gathering import gather
from tests.support.clockwork import say
from tests.support.house import carry_out, keep_until
from tests.support.play import Said
from tests.support.scenes import VOTED, accepted, asked, card, duties, filed, opening

REGION = "江苏省/泰州市/高港区"
ROLL = 223
YEAR_2020 = (176, 205, 205, 205, 204, 204, 204, 204, 204, 204)
YEAR_2021 = (205, 215, 215, 215, 215, 215, 214, 214, 214, 214)
MEETING, SESSION = date(2023, 9, 26), date(2024, 3, 20)


def counts(satisfied: int, roll: int = ROLL) -> Counts:
    """SYN: the rest are basically satisfied."""
    return Counts(satisfied=satisfied, basic=roll - satisfied, dissatisfied=0)


def box(programme: str, on: date, satisfied: tuple[int, ...], roll: int = ROLL) -> Evaluation:
    items = tuple(
        ItemCounts(project=f"{programme}-{n:02}", counts=counts(x, roll))
        for n, x in enumerate(satisfied, 1)
    )
    return Evaluation(held_on=on, roll=roll, present=roll, items=items)


def the_meeting(programme: str) -> ConveneMeeting:
    """The standing committee meets in the third quarter."""
    return ConveneMeeting(
        id=f"{programme}-sc-5",
        title="第五次会议",
        kind=MeetingKind.SC_MEETING,
        tier="county",
        region=REGION,
        convened_by=Role.STANDING_COMMITTEE,
        opens=MEETING,
        document="常办〔2023〕5号（样本）",
        serves=(
            Served(
                programme=programme,
                anchor=Anchor.MID_MEETING,
                region=REGION,
                vote=VOTED,
                projects=tuple(f"{programme}-{n:02}" for n in range(1, 11)),
            ),
        ),
    )


def rates(counted: EvaluationCounted) -> list[Decimal]:
    """The satisfied rate of every item; each has valid ballots."""
    found = [x.result.satisfied_rate for x in counted.items]
    assert None not in found
    return [x for x in found if x is not None]


def both_rounds(programme: str, satisfied: tuple[int, ...]) -> list[Said]:
    """A year with its two evaluations, the first at the meeting of the third quarter."""
    stream = stream_id(PROGRAMME, programme)
    cards = [card(programme, n, REGION) for n in range(1, 11)]
    convened = start_of(date(2023, 8, 1)) + timedelta(hours=9)
    mid, end = (start_of(x) + timedelta(hours=15) for x in (MEETING, SESSION))
    sc = "standing_committee"
    return [
        *opening("gaogang@2", programme, cards, session=SESSION),
        asked(convened, f"meeting:{programme}-sc-5", the_meeting(programme)),
        filed(mid, stream, "mid_year_evaluation", box(programme, MEETING, (25,) * 10, roll=30), sc),
        accepted(mid + timedelta(hours=1), stream, "mid_year_evaluation"),
        filed(end, stream, "evaluation", box(programme, SESSION, satisfied), sc),
        accepted(end + timedelta(hours=1), stream, "evaluation"),
    ]


async def rounds(ledger: Ledger, programme: str) -> list[EvaluationCounted]:
    return [x.counted for x in (await gather(ledger, programme)).rounds]


async def test_the_year_2020_gives_90_36_and_78_9_and_the_weak_item_is_followed_up(ledger: Ledger):
    for line in both_rounds("GG20", YEAR_2020):
        await keep_until(ledger, line.at)
        await say(ledger, line)
        await carry_out(ledger)
    await keep_until(ledger, datetime(2024, 3, 22, tzinfo=SHANGHAI))
    mid, end = await rounds(ledger, "GG20")
    assert (mid.final, end.final) == (False, True)
    results = [x.result for x in end.items]
    assert overall(results, 2) == (2015, 2230, Decimal("90.36"))
    assert min(rates(end)) == Decimal("78.92")
    assert round(min(rates(end)), 1) == Decimal("78.9")
    assert [x.project for x in end.items if x.result.follow_up] == ["GG20-01"]
    own = await duties(ledger, "programme:GG20")
    assert str(own["follow_up_report"].due) == "2024-04-22"
    body = compose(PaperKind.EVALUATION, None, await gather(ledger, "GG20"))
    assert "2015" in body.sentences[1]
    assert "90.36%" in body.sentences[1]
    assert (await audit.replay_check(ledger)).differing == ()


async def test_the_year_2021_gives_95_8_and_91_9_and_follows_nothing_up(ledger: Ledger):
    for line in both_rounds("GG21", YEAR_2021):
        await set_clock(ledger, line.at)
        await ledger.keep(line.stream, by="sweeper")
        await say(ledger, line)
    _, end = await rounds(ledger, "GG21")
    results = [x.result for x in end.items]
    assert overall(results, 1) == (2136, 2230, Decimal("95.8"))
    assert round(min(rates(end)), 1) == Decimal("91.9")
    assert "follow_up_report" not in await duties(ledger, "programme:GG21")
    change = Decimal(100) * (2136 - 2015) / 2230
    assert round(change, 2) == Decimal("5.43")
    assert round(Decimal(100) * (205 - 176) / 223, 1) == Decimal("13.0")
