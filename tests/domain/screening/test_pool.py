"""The pool: items enter, are worked on, checked by people, gone through together, turned down."""

from datetime import date
from decimal import Decimal

import pytest

from domain.given import Actor
from domain.refusals import AlreadyThere, Malformed, NotYours, Unknown
from domain.regimes.sections_screening import Check
from domain.screening.hints import before_vote, gaps, hints, lacks
from domain.screening.item import Cost, Milestone, PoolItem, Share, Source
from domain.screening.pool_messages import (
    AddPoolItem,
    AmendPoolItem,
    ItemAmended,
    ItemPooled,
    ItemRejected,
    Judgement,
    LinkWishes,
    RejectItem,
    Returned,
    ScreenItem,
    UnlinkWish,
    Verdict,
)
from domain.screening.refusals import WrongPhase
from domain.screening.state import Phase, Pool
from tests.support.meetings import at
from tests.support.screening import POOLED, SCREENED, Proposing, draft

GOVERNMENT, UNIT = Actor("gov-1", "government"), Actor("unit-1", "unit:镇财政所")


@pytest.fixture
def town() -> Proposing:
    return Proposing()


def test_an_item_enters_the_pool_once(town: Proposing) -> None:
    town.hear("W1", "W2")
    command = AddPoolItem(id="K01", draft=draft(), wishes=("W1", "W2", "W1"))
    (pooled,) = town.ask(command, POOLED)
    assert isinstance(pooled, ItemPooled)
    assert pooled.item.wishes == ("W1", "W2")
    assert town.ask(command, POOLED) == []
    with pytest.raises(AlreadyThere):
        town.ask(AddPoolItem(id="K01", draft=draft(1)), POOLED)
    assert town.pool.entries["K01"].phase is Phase.POOLED
    assert town.wish("W2").items == ("K01",)


def test_the_government_fills_the_pool_and_a_unit_does_not(town: Proposing) -> None:
    command = AddPoolItem(id="K01", draft=draft())
    assert town.world.tell(town.stream, command, GOVERNMENT, at(POOLED))
    with pytest.raises(NotYours):
        town.world.tell(town.stream, command, UNIT, at(POOLED))


def test_what_was_said_before_stays_on_record(town: Proposing) -> None:
    town.add(draft())
    changed = AmendPoolItem(item="K01", draft=draft(place="赵庄镇闫三湾村"), because="群众要求")
    (amended,) = town.ask(changed, SCREENED)
    assert isinstance(amended, ItemAmended)
    assert amended.version == 2
    assert town.ask(changed, SCREENED) == []
    assert town.pool.item("K01").place == "赵庄镇闫三湾村"
    assert town.pool.item("K01").title == draft().title


def test_a_reserve_is_drawn_from_not_typed_in(town: Proposing) -> None:
    with pytest.raises(Malformed):
        town.add(draft(source=Source.RESERVE))
    town.add(draft())
    changed = AmendPoolItem(item="K01", draft=draft(source=Source.RESERVE), because="误填")
    with pytest.raises(Malformed):
        town.ask(changed, POOLED)


def test_wishes_are_linked_and_a_mistaken_link_is_undone(town: Proposing) -> None:
    town.add(draft())
    town.hear("W7", "W8")
    town.ask(LinkWishes(item="K01", wishes=("W7", "W8")), POOLED)
    assert town.ask(LinkWishes(item="K01", wishes=("W8",)), POOLED) == []
    undo = UnlinkWish(item="K01", wish="W7", because="是另一条路")
    town.ask(undo, POOLED)
    assert town.ask(undo, POOLED) == []
    assert town.pool.item("K01").wishes == ("W8",)
    assert (town.wish("W7").items, town.wish("W8").items) == ((), ("K01",))


def test_a_check_is_made_by_a_person_with_a_reason_and_of_what_then_stands(
    town: Proposing,
) -> None:
    town.add(draft())
    town.ask(town.met("K01"), SCREENED)
    assert town.ask(town.met("K01"), SCREENED) == []
    found = town.pool.entries["K01"].judgement(Check.MONEY)
    assert found is not None
    assert (found.verdict, found.by, found.on) == (Verdict.MET, "staff-1", SCREENED)
    dearer = draft(cost=Cost(wan=Decimal(180)))
    town.ask(AmendPoolItem(item="K01", draft=dearer, because="重新概算"), SCREENED)
    assert town.pool.entries["K01"].judgement(Check.MONEY) is None
    told = lacks(town.pool.entries["K01"], town.world.regime.screens)
    assert "“资金来源已经落实”修改后没有重新筛选" in told


def test_only_the_checks_of_the_measure_are_made(town: Proposing) -> None:
    """Whether it was ordered from above is asked only where the measure says so (OUT-7)."""
    town.add(draft())
    ordered = Judgement(check=Check.NOT_ORDERED, verdict=Verdict.MET, reason="不是")
    with pytest.raises(Malformed):
        town.ask(ScreenItem(item="K01", judgements=(ordered,)), SCREENED)
    twice = Judgement(check=Check.MONEY, verdict=Verdict.MET, reason="有预算")
    with pytest.raises(Malformed):
        town.ask(ScreenItem(item="K01", judgements=(twice, twice)), SCREENED)


def test_a_meeting_passes_items_or_sends_them_back_to_be_worked_on(town: Proposing) -> None:
    town.add(draft(0), draft(1))
    sent_back = Returned(item="K02", reason="资金来源再核实")
    command = town.review("K01").model_copy(update={"returned": (sent_back,)})
    town.ask(command, SCREENED)
    assert town.ask(command, SCREENED) == []
    first, second = town.pool.entries["K01"], town.pool.entries["K02"]
    assert first.review is not None
    assert first.review.passed
    assert second.phase is Phase.POOLED
    assert "研究后退回项目库：资金来源再核实" in lacks(second, town.world.regime.screens)
    with pytest.raises(AlreadyThere):
        town.ask(command.model_copy(update={"passed": ("K02",), "returned": ()}), SCREENED)


def test_a_meeting_that_is_still_to_come_passes_nothing(town: Proposing) -> None:
    town.add(draft())
    with pytest.raises(Malformed):
        town.ask(town.review("K01"), POOLED)
    with pytest.raises(Unknown):
        town.ask(town.review("K09"), SCREENED)


def test_what_is_turned_down_has_its_reason_and_stays_so(town: Proposing) -> None:
    town.hear("W1")
    town.ask(AddPoolItem(id="K01", draft=draft(), wishes=("W1",)), POOLED)
    no = RejectItem(item="K01", reason="属于上级已经立项的工程")
    (rejected,) = town.ask(no, SCREENED)
    assert isinstance(rejected, ItemRejected)
    assert rejected.wishes == ("W1",)
    assert town.ask(no, SCREENED) == []
    assert town.pool.entries["K01"].phase is Phase.REJECTED
    with pytest.raises(WrongPhase) as refused:
        town.ask(town.met("K01"), SCREENED)
    assert "不予列入" in refused.value.zh


def hinted(**changes: object) -> set[str]:
    item = PoolItem.model_validate({**dict(draft(0, **changes)), "id": "K01"})
    return {x.zh for x in hints(item, Pool(), 2023)}


def test_what_a_machine_sees_is_a_hint_and_no_decision() -> None:
    assert hinted() == set()
    assert hinted(cost=None) == {"没有写明资金"}
    assert hinted(target=None) == {"没有写明目标数，年终无法按数验收"}
    late = date(2025, 6, 30)
    assert hinted(finish=late) == {"完成时间 2025-06-30 超出当年，2023、2024 年没有年度节点"}
    years = tuple(Milestone(by=date(x, 12, 20), goal="主体完工") for x in (2023, 2024))
    assert hinted(finish=late, milestones=years) == set()
    assert hinted(finish=date(2022, 12, 31)) == {"完成时间 2022-12-31 早于项目年度 2023"}


def test_who_pays_is_looked_at() -> None:
    def paid(*shares: tuple[str, int]) -> set[str]:
        by = tuple(Share(payer=x, wan=Decimal(wan)) for x, wan in shares)
        return hinted(cost=Cost(wan=Decimal(100), paid_by=by))

    assert hinted(cost=Cost(wan=Decimal(100))) == {"没有写明由谁出资"}
    assert paid(("县财政", 60), ("镇财政", 40)) == set()
    assert paid(("县财政", 60)) == {"各方出资合计 60 万元，与总额 100 万元不符"}
    assert paid(("县财政", 60), ("村民自筹", 40)) == {"出资方有“村民自筹”，请核对是否增加负担"}
    assert paid(("专项债券", 100)) == {"资金来源有“专项债券”，请核对债务风险"}


def test_a_hint_holds_nothing_back(town: Proposing) -> None:
    """Too late without milestones: a person who finds it finishable is not overruled."""
    town.add(draft(finish=date(2024, 6, 30)), draft(1))
    assert list(hints(town.pool.item("K01"), town.pool, 2023))
    town.screened("K01", "K02")
    assert town.list_("K01", "K02", seats=1)


def test_the_same_name_twice_is_seen(town: Proposing) -> None:
    town.add(draft(), draft())
    told = [x.zh for x in hints(town.pool.item("K02"), town.pool, 2023)]
    assert told == ["与 K01 同名，请核对是否重复"]


def test_gaps_are_told_by_their_names() -> None:
    bare = draft(place=None, unit=None, cost=None, benefit=None, finish=None)
    assert gaps(bare) == ["实施地点", "责任单位", "资金", "受益情况", "完成时间"]


def test_before_the_list_there_is_nothing_to_vote(town: Proposing) -> None:
    assert before_vote(town.pool, town.world.regime.screens, SCREENED) == ["还没有候选项目"]
