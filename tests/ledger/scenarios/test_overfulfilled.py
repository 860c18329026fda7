"""Over-fulfilment (scenario S4), through the record: actuals stay actuals, figures find events."""

from datetime import date
from decimal import Decimal

from domain.completion.outcome import Outcome
from domain.forms import Claim, ClaimRow, Verification
from domain.project.messages import Subproject, Target
from ledger import audit
from ledger.door import Ledger
from ledger.queries.completion import completion_of, completion_report, endings
from ledger.queries.history import history
from tests.ledger.conftest import SetTime
from tests.support.filing import LIST, STREAM, Desk, opening
from tests.support.year import CARD, GROUP

PARTS = (
    ("农村老旧民房电气线路改造与智慧烟感安装", 5800, 5809, "户"),
    ("居民住宅小区二次供水改造", 60, 62, "个"),
    ("公共场所无障碍设施改造", 8, 10, "处"),
    ("孤独症儿童康复训练", 166, 166, "名"),
)
"""Name, target, actual, unit. The source names the actuals; the targets are made up (SYN)."""


async def test_three_parts_exceed_their_targets_and_no_target_moves(
    ledger: Ledger, it_is: SetTime
) -> None:
    desk = Desk(ledger)
    parts = tuple(
        Subproject(no=n, name=name, target=Target(op="ge", value=Decimal(target), unit=unit))
        for n, (name, target, _, unit) in enumerate(PARTS, 1)
    )
    await desk.say(opening(), LIST)
    await desk.adopt(CARD.model_copy(update={"subprojects": parts}), "longgang@1")
    await desk.file()
    await desk.accept()
    await it_is("2023-11-20 10:00")
    rows = tuple(ClaimRow(subproject=n, actual=Decimal(x[2])) for n, x in enumerate(PARTS, 1))
    claimed = await desk.file("completion_claim", Claim(rows=rows, spent_wan=Decimal("310")))
    await desk.accept("completion_claim")
    entry = await completion_of(ledger, CARD.id)
    assert entry.outcome is Outcome.PARTIAL
    await it_is("2023-11-27 10:00")
    seen = Verification(verified=True, finding="逐项查看，属实")
    await desk.file("verification", seen, by=GROUP)
    await desk.accept("verification")

    entry = await completion_of(ledger, CARD.id)
    over = Outcome.OVER_FULFILLED
    assert [x.outcome for x in entry.parts] == [over, over, over, Outcome.FULFILLED]
    assert (entry.outcome, entry.early, entry.complete) == (Outcome.FULFILLED, True, True)
    facts = {x.version: x for x in await history(ledger, STREAM)}
    for part, (_, target, actual, _) in zip(entry.parts, PARTS, strict=True):
        assert part.voted is not None
        assert part.actual is not None
        assert [part.voted.value.value, part.actual.value] == [target, actual]
        assert part.voted == part.target
        fact = facts[part.actual.source.version]
        assert (fact.hash, str(fact.id)) == (part.actual.source.hash, part.actual.source.id)
        assert fact.version == claimed.version
    (ending,) = await endings(ledger, "LG23")
    assert (ending.complete, ending.zh) == (True, "已核验完成，尚未测评")
    report = await completion_report(ledger, "LG23")
    assert (report.done, report.over_fulfilled, report.early) == ((CARD.id,),) * 3
    assert [report.spent.total, report.spent.of] == [310, 1]
    assert report.as_of == date(2023, 11, 27)
    assert (await audit.rebuild(ledger)).same
