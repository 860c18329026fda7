"""Given a voted list and who is silent, when its year is rehearsed, then these marks, then."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from domain.lists import Lists
from domain.refusals import Malformed, Unknown
from domain.regimes import named
from domain.rehearsal import Message, Rehearsed, rehearse, silence_of
from domain.rehearsal.silence import Silence
from tests.support.real_lists import MANY, five_places, real_lists

VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
LATE = ("overdue", "letter", "escalated", "recommended")
TEN = real_lists().only(["SF18"])


def year(
    lists: Lists = TEN,
    regime: str = "baofeng",
    *silent: str,
    vote: date = VOTE,
    session: date = SESSION,
    until: date | None = None,
) -> Rehearsed:
    measure = named(regime)
    silence = silence_of(silent, lists.cards, measure)
    return rehearse(lists.voted, measure, vote, session, silence, until)


def days(messages: Sequence[Message], project: str | None, duty: str, *kinds: str) -> list[str]:
    return [
        f"{x.date} {x.kind}"
        for x in messages
        if (x.project, x.duty) == (project, duty) and (not kinds or x.kind in kinds)
    ]


def test_a_silent_year_climbs_by_the_vector() -> None:
    """rulebook §10: due 2023-05-04, silent."""
    messages = year(TEN, "baofeng", "all").messages
    assert days(messages, "SF18-01", "work_plan") == [
        "2023-04-18 reminder",
        "2023-04-26 reminder",
        "2023-05-04 reminder",
        "2023-05-05 overdue",
        "2023-05-10 letter",
        "2023-05-16 escalated",
        "2023-05-20 recommended",
    ]
    ladder = [x for x in messages if (x.project, x.duty) == ("SF18-01", "work_plan")]
    assert [x.rung for x in ladder] == [0, 0, 0, 1, 2, 3, 4]
    unit, group = "（合成）SF18-01承办单位", "deputy_group:SF18-01"
    assert [x.to for x in ladder] == [unit] * 5 + [group, "presidium"]


def test_a_group_that_acknowledges_leaves_nothing_to_recommend() -> None:
    messages = year(TEN, "baofeng", "（合成）SF18-01承办单位").messages
    assert days(
        messages, "SF18-01", "work_plan", "overdue", "letter", "escalated", "recommended"
    ) == [
        "2023-05-05 overdue",
        "2023-05-10 letter",
        "2023-05-16 escalated",
    ]
    assert {x.project for x in messages if x.kind != "reminder"} == {"SF18-01"}


def test_nobody_silent_hears_reminders_only_and_every_duty_is_accepted() -> None:
    played = year(TEN)
    assert {x.kind for x in played.messages} == {"reminder"}
    for state in played.world.states.values():
        assert all(x.accepted or x.closed == "VOID" for x in state.duties.values())
        assert not any(x.overdue for x in state.duties.values())


def test_what_follows_a_filing_comes_only_to_who_files() -> None:
    lines = {x.duty for x in year(TEN).messages}
    assert {"plan_publication", "verification", "evaluation_publication"} <= lines
    silent = {x.duty for x in year(TEN, "baofeng", "all").messages}
    assert not {"plan_publication", "verification", "evaluation_publication"} & silent


def test_first_quarterly_meeting_and_work_plan_of_s1() -> None:
    """rulebook §6 S1: V = 2023-03-31."""
    messages = year(TEN, "baofeng", "all").messages
    assert "2023-05-05 overdue" in days(messages, "SF18-02", "work_plan")
    first = next(x for x in messages if x.duty == "quarterly_meeting" and x.kind == "overdue")
    assert (first.project, first.period, str(first.date)) == (None, "2023-Q2", "2023-07-01")
    third = [x for x in messages if x.duty == "quarterly_meeting" and x.period == "2023-Q3"]
    assert "2023-10-07 reminder" in [f"{x.date} {x.kind}" for x in third]


def test_structure_of_s3() -> None:
    """rulebook §6 S3: 10 items, 120 contacts, 40 reports, 40 readings, 2 inspections, 1 review."""
    late = [x for x in year(TEN, "longgang", "all").messages if x.kind == "overdue"]
    counts = Counter(x.duty for x in late)
    assert counts["monthly_contact"] == 120
    assert (counts["quarterly_report"], counts["circular_reading"]) == (40, 40)
    assert (counts["half_year_inspection"], counts["evaluation"]) == (2, 1)
    groups = {x.to for x in late if x.duty == "monthly_contact"}
    assert groups == {f"deputy_group:{x.id}" for x in TEN.cards}


@pytest.mark.parametrize("regime", ["baofeng", "gaogang", "longgang"])
def test_a_programme_duty_is_counted_once_whatever_the_number_of_projects(regime: str) -> None:
    of_programme = {x.name for x in named(regime).lines if x.scope == "programme"}
    marks = [x for x in year(TEN, regime, "all").messages if x.duty in of_programme]
    assert all(x.project is None for x in marks)
    counted = Counter((x.duty, x.period) for x in marks if x.kind == "overdue")
    assert set(counted.values()) == {1}


def test_a_silent_year_of_five_places_marks_every_duty_on_every_rung() -> None:
    played = year(five_places(), "baofeng", "all")
    duties = sum(len(x.duties) for x in played.world.states.values())
    kinds = Counter(x.kind for x in played.messages)
    assert (
        kinds["overdue"] == kinds["letter"] == kinds["escalated"] == kinds["recommended"] == duties
    )
    assert [x.date for x in played.messages] == sorted(x.date for x in played.messages)
    assert {x.rung for x in played.messages} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("turn", range(3))
def test_every_real_list_is_walked_to_its_end(turn: int) -> None:
    """Each list once, in the year it was voted, by one of the regimes, silent or not."""
    for number, voted in enumerate(real_lists().voted):
        if number % 3 != turn or voted.list_id in MANY:
            continue
        own = next((x.year for x in voted.rows if x.year), 2024)
        vote, session = date(own, 2, 10), date(own + 1, 2, 3)
        words = ("all",) if number % 2 else ()
        regime = ("baofeng", "gaogang", "longgang")[turn]
        played = year(
            real_lists().only([voted.list_id]), regime, *words, vote=vote, session=session
        )
        assert {x.project for x in played.messages} == {None, *(x.id for x in voted.cards)}
        assert all(x.date >= vote for x in played.messages)
        for state in played.world.states.values():
            done = [x.level == 4 or x.accepted or x.closed for x in state.duties.values()]
            assert all(done)


def test_until_is_inclusive_and_the_year_before_it_is_the_same() -> None:
    whole = year(TEN, "baofeng", "all").messages
    part = year(TEN, "baofeng", "all", until=date(2023, 5, 16)).messages
    assert part == tuple(x for x in whole if x.date <= date(2023, 5, 16))
    assert part[-1].kind == "escalated"
    some = year(TEN, "baofeng", "presidium", until=date(2023, 12, 31)).messages
    full = year(TEN, "baofeng", "presidium").messages
    assert some == tuple(x for x in full if x.date <= date(2023, 12, 31))


def test_all_at_once_says_what_day_by_day_says() -> None:
    """Where everyone is silent, a stream's marks are made in one go."""
    measure = named("gaogang")
    roles = {"unit", "government", "presidium", "standing_committee", "working_committee"}
    each = Silence(roles=frozenset(roles | {"deputy_group", "deputy_groups", "congress"}))
    slow = rehearse(TEN.voted, measure, VOTE, SESSION, each).messages
    assert slow == year(TEN, "gaogang", "all").messages


def test_a_silent_organ_is_late_with_its_own_duties_only() -> None:
    messages = [x for x in year(TEN, "baofeng", "政府").messages if x.kind != "reminder"]
    assert {x.duty for x in messages} == {"mid_year_report", "completion_report"}
    assert {x.to for x in messages if x.rung in (1, 2)} == {"government"}
    assert {x.to for x in messages if x.rung == 3} == {"deputy_groups"}
    assert not any(x.kind == "recommended" for x in messages)


def test_silent_groups_do_not_see_what_is_escalated_to_them() -> None:
    unit = "（合成）SF18-01承办单位"
    messages = year(TEN, "baofeng", unit, "deputy_group").messages
    assert "2023-05-20 recommended" in days(messages, "SF18-01", "work_plan")
    verification = [x for x in messages if x.duty == "verification" and x.kind == "escalated"]
    assert verification
    assert {x.to for x in verification} == {"presidium"}
    one = year(TEN, "baofeng", unit, "deputy_group:SF18-01").messages
    assert {x.project for x in one if x.kind == "overdue"} == {"SF18-01"}


def test_an_unknown_unit_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Unknown, match="（合成）SF18-01承办单位"):
        silence_of(["区交通局"], TEN.cards, named("baofeng"))
    with pytest.raises(Unknown, match="standing_committee_x"):
        silence_of(["standing_committee_x"], TEN.cards, named("baofeng"))


def test_two_lists_say_which_programme_a_message_is_about() -> None:
    both = real_lists().only(["SF18", "NH23"])
    marks = [x for x in year(both, "baofeng", "all").messages if x.duty == "supervision_plan"]
    assert {x.because.split("：")[0] for x in marks} == {"SF18", "NH23"}
    assert len([x for x in marks if x.kind == "overdue"]) == 2


def test_years_without_a_published_notice_are_named() -> None:
    assert year(TEN).unpublished_years == []
    far = year(TEN, vote=date(2090, 3, 1), session=date(2091, 3, 1))
    assert far.unpublished_years == [2090, 2091]


def test_a_session_before_its_vote_is_refused() -> None:
    with pytest.raises(Malformed, match="不能早于或等于票决日"):
        year(TEN, session=VOTE)
