"""Whatever the days, the regime and who is silent, a rehearsed year holds to these laws."""

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.lists import read_lists
from domain.regimes import named, shipped
from domain.rehearsal import Message, rehearse, silence_of

HEAD = "list_id,status_kind,item_no,item_name_zh,subproject_no,target_value,lead_unit_zh\n"
ROWS = [
    "A,voted,1,路灯,,200,甲局",
    "A,voted,2,停车位,1,,乙局",
    "A,voted,2,停车位,2,30,乙局",
    "A,voted,,雪亮工程,,,",
]
ORGANS = ["government", "unit", "deputy_group", "甲局", "乙局", "all", "deputy_group:A-02"]

votes = st.dates(date(2005, 1, 1), date(2095, 12, 31))
ladders = dict[tuple[str | None, str, str | None], list[Message]]


@given(
    votes,
    st.integers(20, 700),
    st.sampled_from(sorted(shipped())),
    st.lists(st.sampled_from(ORGANS), max_size=3),
    st.lists(st.sampled_from(ROWS), min_size=1, max_size=4, unique=True),
)
@settings(max_examples=40, deadline=None)
def test_a_year_ends_with_every_duty_done_or_at_the_top_of_its_ladder(
    vote: date, days: int, regime: str, silent: list[str], rows: list[str]
) -> None:
    lists, measure = read_lists((HEAD + "\n".join(rows)).encode()), named(regime)
    known = {x.lead_unit for x in lists.cards} | {f"deputy_group:{x.id}" for x in lists.cards}
    words = [
        x for x in silent if x in known or x in {*ORGANS[:3]} & {*measure.ladder.to} or x == "all"
    ]
    silence = silence_of(words, lists.cards, measure)
    session = vote + timedelta(days=days)
    played = rehearse(lists.voted, measure, vote, session, silence)

    assert list(played.messages) == sorted(
        played.messages, key=lambda x: (x.date, x.project or "", x.duty, x.period or "", x.rung)
    )
    for state in played.world.states.values():
        for duty in state.duties.values():
            if duty.obligor in silence:
                assert (duty.level >= 3 and not duty.accepted) or duty.closed == "VOID"
            else:
                assert duty.accepted or duty.closed == "VOID"
                assert not duty.overdue or duty.due < duty.opens
    for ladder in _ladders(played.messages).values():
        rungs = [x.rung for x in ladder]
        assert rungs == sorted(rungs)
        assert len({x for x in rungs if x}) == len([x for x in rungs if x])

    until = vote + timedelta(days=days // 2)
    part = rehearse(lists.voted, measure, vote, session, silence, until)
    assert part.messages == tuple(x for x in played.messages if x.date <= until)


def _ladders(messages: tuple[Message, ...]) -> ladders:
    found: ladders = defaultdict(list)
    for x in messages:
        found[x.project, x.duty, x.period].append(x)
    return found
