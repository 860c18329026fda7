"""Given published candidates, when they enter a pool, then they say what the source says."""

from decimal import Decimal

from domain.lists import Lists, Reading, read_lists
from domain.lists.candidates import items_of, standing_in
from domain.lists.kinds import CANDIDATES
from domain.lists.mapping import reading_of
from domain.screening.item import Source
from domain.screening.pool_messages import AddPoolItem
from tests.support.real_lists import PROJECTS
from tests.support.screening import POOLED, Proposing


def candidates() -> Lists:
    return read_lists(PROJECTS.read_bytes(), Reading(kinds=CANDIDATES))


def test_every_published_candidate_enters_a_pool_and_the_second_time_is_known() -> None:
    found = candidates()
    assert [x.list_id for x in found.voted] == ["NB18C", "LC19", "JSH23", "NC20C", "SP23"]
    items = items_of(found, Source.DEPARTMENT)
    assert len(items) == 13 + 10 + 6 + 12 + 2
    town = Proposing()
    for item in items:
        assert town.ask(item, POOLED)
        assert not town.ask(item, POOLED)
    standing = standing_in(town.pool, items)
    assert (standing.new, len(standing.known), standing.changed) == ((), len(items), ())


def test_a_candidate_keeps_its_place_its_benefit_and_its_steps_in_words() -> None:
    text = (
        "序号,候选项目名称,建设地点,责任单位,总投资,完成时限,受益群众,进度安排,备注\n"
        "1,农村道路,东村至西村,交通局、东镇,120万元,2025年11月底,约1200人,6月开工,\n"
    )
    said = reading_of((), (), ["list_id=XQ25"])._replace(kinds=CANDIDATES, assumed_kind="candidate")
    (item,) = items_of(read_lists(text.encode(), said), Source.DEPUTIES)
    draft = item.draft
    assert (draft.place, draft.unit, draft.co_units) == ("东村至西村", "交通局", ("东镇",))
    assert (draft.cost and draft.cost.wan, str(draft.finish)) == (Decimal(120), "2025-11-30")
    assert draft.why == "受益：约1200人；进度安排：6月开工"


def test_what_was_worked_on_in_the_pool_is_not_overwritten_by_a_file() -> None:
    town = Proposing()
    first, *others = items_of(candidates().only(["SP23"]), Source.WISHES)
    changed = first.draft.model_copy(update={"place": "镇中心校"})
    town.ask(AddPoolItem(id=first.id, draft=changed), POOLED)
    standing = standing_in(town.pool, [first, *others])
    assert (standing.changed, standing.new) == ((first.id,), tuple(others))


def test_voted_lists_are_no_candidates() -> None:
    said = reading_of()._replace(kinds=CANDIDATES)
    found = read_lists(PROJECTS.read_bytes(), said)
    assert "已票决的项目，不是候选" in next(x.reason for x in found.skipped if x.kind == "voted")
