"""A collection: its duties hang on the session at which the vote is held, and follow it."""

from datetime import date

import pytest

from domain.agenda import stage_of
from domain.collection.messages import (
    CloseCollection,
    CollectionClosed,
    CollectionExtended,
    ExtendCollection,
)
from domain.duty_commands import KeepMoment
from domain.given import SYSTEM
from domain.meeting.messages import CancelMeeting, CloseMeeting, MoveMeeting, OpenMeeting
from domain.names import MEETING, stream_id
from domain.refusals import AlreadyThere, Contradicted, Malformed
from domain.regimes import named
from domain.regimes.model import Scope, Stage
from tests.support.collections import OPENED, OPENING, SESSION, Months
from tests.support.meetings import at

NOTICE = "collection_notice"
THE_SESSION = stream_id(MEETING, "ZZ23-1")
COMPLETE = ("baofeng", "gaogang", "longgang", "duji", "shangluo-county", "shangluo-town")


@pytest.fixture
def months() -> Months:
    return Months()


def test_the_months_begin_with_duties_that_hang_on_the_session(months: Months) -> None:
    notice = months.state.duties[NOTICE]
    assert (notice.obligor, notice.due) == ("presidium", date(2023, 2, 10))
    assert stage_of(months.state.duties) is Stage.COLLECT
    assert not notice.settled, "nobody is late on a session that nobody convened"


def test_it_is_opened_once(months: Months) -> None:
    assert months.ask(OPENING, date(2022, 12, 13)) == []
    with pytest.raises(AlreadyThere):
        months.ask(OPENING.model_copy(update={"year": 2024}), date(2022, 12, 13))


def test_convening_settles_the_dates_and_moving_the_session_moves_them(months: Months) -> None:
    months.convene(SESSION, date(2023, 1, 10))
    notice = months.state.duties[NOTICE]
    assert notice.settled
    assert notice.due == date(2023, 2, 10)
    moved = MoveMeeting(opens=date(2023, 3, 20), reason="疫情防控", document="赵人大〔2023〕3号")
    months.ask(moved, date(2023, 1, 20), THE_SESSION)
    notice = months.state.duties[NOTICE]
    assert (notice.due, notice.original_due) == (date(2023, 2, 20), date(2023, 2, 10))
    assert months.state.session == date(2023, 3, 20)


def test_a_cancelled_session_leaves_its_day_assumed(months: Months) -> None:
    months.convene(SESSION, date(2023, 1, 10))
    cancelled = CancelMeeting(reason="另行安排", document="赵人大〔2023〕4号")
    months.ask(cancelled, date(2023, 1, 20), THE_SESSION)
    assert months.state.anchors.session_assumed
    assert not months.state.duties[NOTICE].settled


def test_the_closing_of_the_session_is_known(months: Months) -> None:
    months.convene(SESSION, date(2023, 1, 10))
    months.ask(OpenMeeting(on=SESSION, roll=60, present=55), SESSION, THE_SESSION)
    months.ask(CloseMeeting(on=SESSION), SESSION, THE_SESSION)
    assert months.state.held == ("ZZ23-1",)


def test_opened_late_nobody_is_late_at_once() -> None:
    late = Months(OPENING.model_copy(update={"opens": date(2023, 2, 20)}), on=date(2023, 2, 20))
    assert late.state.duties[NOTICE].due > date(2023, 2, 20)


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes": date(2023, 2, 9)},
        {"closes": SESSION},
        {"session": date(2033, 3, 10), "year": 2033},
        {"year": 2025},
    ],
)
def test_days_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        Months(OPENING.model_copy(update=wrong))


def test_wishes_are_taken_from_the_first_day_to_the_last(months: Months) -> None:
    days = (date(2023, 2, 9), date(2023, 2, 10), date(2023, 2, 28), date(2023, 3, 1))
    assert [months.state.takes_wishes(x) for x in days] == [False, True, True, False]


def test_the_window_is_extended_by_decision_and_closed_for_good(months: Months) -> None:
    longer = ExtendCollection(
        closes=date(2023, 3, 5), reason="征集覆盖面不够广", document="赵人大〔2023〕5号"
    )
    (event,) = months.ask(longer, date(2023, 2, 27))
    assert isinstance(event, CollectionExtended)
    assert event.was == date(2023, 2, 28)
    assert months.ask(longer, date(2023, 2, 27)) == []
    (closed,) = months.ask(CloseCollection(on=date(2023, 3, 3), note="汇总"), date(2023, 3, 3))
    assert isinstance(closed, CollectionClosed)
    assert not months.state.takes_wishes(date(2023, 3, 4))
    with pytest.raises(Contradicted, match="下一年度"):
        months.ask(longer.model_copy(update={"closes": date(2023, 3, 8)}), date(2023, 3, 4))


@pytest.mark.parametrize("place", [*COMPLETE, "shangluo-street"])
def test_every_complete_measure_opens_with_a_notice(place: str) -> None:
    lines = {x.name: x for x in named(place).of(Scope.COLLECTION)}
    assert lines[NOTICE].stage is Stage.COLLECT
    opening = OPENING.model_copy(update={"regime": place, "opens": date(2023, 1, 10)})
    told = Months(opening, on=OPENED)
    opened = told.world.states[told.stream]
    assert opened.regime == named(place).ref
    assert set(lines) >= set(opened.duties)


def test_the_deadline_closes_it_and_the_clock_writes_that_down(months: Months) -> None:
    months.convene(SESSION, date(2023, 1, 10))
    after = date(2023, 3, 2)
    assert not months.state.takes_wishes(after), "whatever the clock has written"
    told = months.world.tell(months.stream, KeepMoment(), SYSTEM, at(after))
    (closed,) = [x for x in told if isinstance(x, CollectionClosed)]
    assert closed.on == OPENING.closes
    assert len(told) > 1, "with the marks that were due"
    assert months.world.tell(months.stream, KeepMoment(), SYSTEM, at(after)) == []
    late = ExtendCollection(
        closes=date(2023, 3, 8), reason="补充征集", document="赵人大〔2023〕6号"
    )
    with pytest.raises(Contradicted, match="截止"):
        months.ask(late, after)
