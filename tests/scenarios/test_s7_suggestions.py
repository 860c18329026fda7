"""S7 (rulebook §6): a district's 6,903 suggestions with their stages, loaded in one go."""

from datetime import date, datetime
from decimal import Decimal

from commands.bringing_over import bring_over
from commands.suggestion_sample import made
from domain.calendar import SHANGHAI
from domain.given import Actor
from domain.names import SUGGESTION, stream_id
from domain.suggestion.messages import StrikeOff
from domain.suggestion.state import Suggestion
from domain.suggestion.table import read_table
from ledger.audit.rebuild import rebuild
from ledger.audit.verify import verify
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.clocks import clocks
from ledger.queries.suggestions import figures_of, handed_in
from tests.support.suggestions import (
    COMMUNICATE,
    OFFICE,
    REGION,
    RETURN_VISIT,
    judging,
    replying,
    stage,
)

COLLECTED, COMPLETED = 6903, 6507
SESSION = "第十一届人民代表大会第三次会议"
TODAY = date(2023, 9, 22)


async def load(ledger: Ledger, content: str, reference: str = "（合成）清单"):
    read = read_table(content.encode("utf-8-sig"), REGION, "duji@1", reference)
    assert read.left == ()
    return await bring_over(ledger, read, REGION)


async def test_a_rate_of_94_26_and_one_more_completed_is_94_28(ledger: Ledger) -> None:
    await set_clock(ledger, datetime(2023, 9, 22, 9, tzinfo=SHANGHAI))
    done = await load(ledger, made(COLLECTED, COMPLETED))
    assert (done.counts["new"], done.counts["left"]) == (COLLECTED, [])
    assert done.figures.balanced
    told = done.figures
    assert (told.collected, told.completed, told.in_hand, told.withdrawn) == (6903, 6507, 396, 0)
    assert told.completion().percent == Decimal("94.26")

    open_ones = await clocks(ledger)
    assert len(open_ones) == 396
    assert len(await ledger.wakes(10_000)) == 396

    one = next(x.stream for x in open_ones)
    state = (await ledger.standing(one)).state
    assert isinstance(state, Suggestion)
    unit = Actor(ref="account:u", party=f"unit:{state.lead}", region=REGION)
    deputy = Actor(ref="account:d", party=state.deputy, region=REGION)
    for n, (command, by) in enumerate(
        (
            (stage(COMMUNICATE, TODAY), unit),
            (replying(), unit),
            (judging(), deputy),
            (stage(RETURN_VISIT, TODAY), unit),
            (StrikeOff(), OFFICE),
        )
    ):
        await ledger.handle(one, command, actor=by, client=by.ref, command_id=f"s7-{n}")
    found, kinds = await figures_of(ledger, REGION)
    assert (found.completed, found.in_hand) == (6508, 395)
    assert found.completion().percent == Decimal("94.28")
    assert sum(kinds.values()) == found.verdicts == 6508
    assert len(await clocks(ledger)) == 395


async def test_the_sessions_37_are_all_done_by_the_end_of_july_and_everybody_is_content(
    ledger: Ledger,
) -> None:
    await set_clock(ledger, datetime(2023, 8, 1, 9, tzinfo=SHANGHAI))
    content = made(37, 37, SESSION)
    done = await load(ledger, content)
    assert done.counts["new"] == 37
    again = await load(ledger, content)
    assert (again.counts["new"], again.counts["known"]) == (0, 37)
    found, _ = await figures_of(ledger, REGION, session=SESSION)
    assert found.completion().zh == "100.00%（办结37件 ÷ 收到37件）"
    assert found.satisfaction().zh == "100.00%（满意37件 ÷ 代表已反馈37件）"
    assert await clocks(ledger) == []
    months = await handed_in(ledger, REGION, date(2023, 1, 1), date(2023, 1, 31))
    assert sum(months.values()) == 37
    one = (await ledger.standing(stream_id(SUGGESTION, "SYN-S00001"))).state
    assert isinstance(one, Suggestion)
    assert one.closed_on is not None
    assert one.closed_on <= date(2023, 7, 31)
    assert (await verify(ledger)).whole
    assert (await rebuild(ledger)).same
