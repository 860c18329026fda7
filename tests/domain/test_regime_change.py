"""Given a running year, when its congress moves to another measure, then only what is still owed
moves, with its history, and nobody is late by the change."""

from datetime import date

import pytest

from domain.calendar import start_of
from domain.duty_events import DutyRedated, DutyRestated, DutyScheduled, DutyVoided
from domain.given import Actor
from domain.processes import follow_ups
from domain.refusals import Contradicted, Malformed, NotYours, Unknown
from domain.regime_change import ChangeRegime, RegimeChanged
from tests.support.year import CLERK, GROUP, UNIT, Year, open_programme, voted_project, work_plan

TODAY = date(2023, 6, 15)
GOVERNMENT = Actor(ref="gov-1", party="government")


def decision(regime: str = "baofeng@2", **more: object) -> ChangeRegime:
    said = {
        "regime": regime,
        "decision": "宝人常〔2023〕8号",
        "because": "监督全链条办法施行",
        "decided_by": "standing_committee",
        "effective": date(2023, 6, 15),
    }
    return ChangeRegime.model_validate(said | more)


def moved(year: Year, command: ChangeRegime, by: Actor = CLERK, day: date = TODAY) -> list[object]:
    return list(year.ask(start_of(day), command, by))


def test_the_year_is_pinned_to_the_new_measure_by_a_decision_on_record() -> None:
    year = open_programme("baofeng@1")
    (changed, *_) = moved(year, decision())
    assert isinstance(changed, RegimeChanged)
    assert (changed.was, changed.regime) == ("baofeng@1", "baofeng@2")
    assert (changed.decided_by, changed.decision) == ("standing_committee", "宝人常〔2023〕8号")
    assert year.state.regime == "baofeng@2"
    assert moved(year, decision()) == []


def test_what_the_new_measure_adds_is_owed_from_now_on_and_the_past_stays() -> None:
    year = open_programme("baofeng@1")
    before = {x: d.due for x, d in year.state.duties.items()}
    events = moved(year, decision())
    new = {x.duty: x.terms.due for x in events if isinstance(x, DutyScheduled)}
    assert new == {
        "special_deliberation": date(2023, 7, 31),
        "next_year_look_back": date(2024, 9, 20),
    }
    assert [x for x in events if isinstance(x, DutyVoided | DutyRedated)] == []
    assert {x: year.state.duties[x].due for x in before} == before


def test_a_line_the_new_measure_does_not_know_falls_away_unless_it_was_due_before() -> None:
    """Longgang's contacts end, Gaogang's inspections begin; May's debt stays a debt."""
    year = voted_project("longgang@1").live_until(date(2023, 6, 10))
    events = moved(year, decision("gaogang@1"))
    gone = {x.duty for x in events if isinstance(x, DutyVoided)}
    assert {"monthly_contact/2023-M06", "quarterly_report/2023-Q2"} <= gone
    assert "monthly_contact/2023-M05" not in gone
    debt = year.state.duties["monthly_contact/2023-M05"]
    assert (debt.overdue, debt.owed) == (True, True)
    new = {x.duty for x in events if isinstance(x, DutyScheduled)}
    assert "monthly_inspection/2023-M06" in new
    assert "monthly_inspection/2023-M05" not in new


def test_another_addressee_of_the_same_duty_is_told_and_the_date_kept() -> None:
    year = voted_project("longgang@1")
    due = year.state.duties["monthly_progress/2023-M07"].due
    events = moved(year, decision("gaogang@1"))
    restated = {x.duty: x for x in events if isinstance(x, DutyRestated)}
    assert restated["monthly_progress/2023-M07"].obligee == "working_committee"
    kept = year.state.duties["monthly_progress/2023-M07"]
    assert (kept.obligee, kept.due, kept.revision) == ("working_committee", due, 0)


def test_what_was_filed_or_accepted_stays_as_it_was() -> None:
    year = voted_project("longgang@1")
    year.file(date(2023, 5, 4), "work_plan", work_plan(), UNIT)
    year.accept(date(2023, 5, 5), "work_plan")
    before = year.state.duties["work_plan"]
    moved(year, decision("gaogang@1"))
    assert year.state.duties["work_plan"] == before


def test_who_owes_something_only_since_today_is_not_late_with_it() -> None:
    """Gaogang's circular is its committee's; a measure that hands it on spares who takes it."""
    year = open_programme("gaogang@1").live_until(date(2023, 10, 12))
    assert year.state.duties["circular/2023-Q3"].level > 0
    day = date(2023, 10, 12)
    command = decision("shangluo-county@1", effective=date(2023, 9, 1))
    events = moved(year, command, day=day)
    taken = next(x for x in events if isinstance(x, DutyRestated) and "circular" in x.duty)
    assert taken.obligor == "standing_committee"
    redated = {x.duty: x for x in events if isinstance(x, DutyRedated)}
    assert redated["circular/2023-Q3"].terms.due > day
    assert year.state.duties["circular/2023-Q3"].overdue, "what was late once stays visible"


def test_a_date_the_change_would_put_into_the_past_gets_the_days_of_a_return() -> None:
    year = open_programme("longgang@1")
    events = moved(year, decision("gaogang@1", effective=date(2023, 4, 1)))
    for event in events:
        if isinstance(event, DutyRedated | DutyScheduled):
            assert event.terms.due >= TODAY


def test_a_programme_takes_its_projects_with_it() -> None:
    year = open_programme("baofeng@1", projects=("LG23-01", "LG23-02"))
    (changed, *_) = moved(year, decision())
    owed = follow_ups(year.state, changed)  # type: ignore[arg-type]  # the first is the change
    assert [x.stream for x in owed] == ["project:LG23-01", "project:LG23-02"]
    project = voted_project("baofeng@1")
    assert project.ask(start_of(TODAY), owed[0].command, CLERK)
    assert project.state.regime == "baofeng@2"


@pytest.mark.parametrize(
    ("command", "by", "refusal"),
    [
        (decision(), GOVERNMENT, NotYours),
        (decision(), GROUP, NotYours),
        (decision(decided_by="government"), CLERK, Malformed),
        (decision(effective=date(2023, 6, 16)), CLERK, Malformed),
        (decision(effective=date(2023, 3, 30)), CLERK, Malformed),
        (decision("gaogang@2"), CLERK, Contradicted),
        (decision("atlantis"), CLERK, Unknown),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    command: ChangeRegime, by: Actor, refusal: type[Exception]
) -> None:
    year = open_programme("baofeng@1")
    with pytest.raises(refusal):
        moved(year, command, by)
    assert year.state.regime == "baofeng@1"
