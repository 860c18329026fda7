"""延期: one duty's later date, and on-time rates always told with and without it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.calendar import start_of
from domain.duty import Status
from domain.duty_commands import DecideExtension, Rebase, RequestExtension
from domain.duty_events import DutyRedated, ExtensionDecided, Overdue
from domain.parties import Role
from domain.punctuality import Share, punctuality
from domain.refusals import (
    AlreadyThere,
    AnotherRequest,
    Malformed,
    NothingToDecide,
    NotTheirsToDecide,
    NotYours,
)
from domain.ruling import Sitting
from tests.support.decisions import OFFICE, at, ruling
from tests.support.year import GROUP, UNIT, open_programme, voted_project, work_plan

DUE = date(2023, 5, 4)
LATER = date(2023, 5, 12)


def wish(to: date = LATER) -> RequestExtension:
    return RequestExtension(duty="work_plan", to=to, reason="设计单位更换")


def decided(on: date, granted: bool = True) -> DecideExtension:
    by = ruling(on, Role.PRESIDIUM, Sitting.PRESIDIUM, "主席团纪要〔2023〕3号")
    return DecideExtension(duty="work_plan", granted=granted, ruling=by)


def extended(asked: date = date(2023, 4, 20), on: date = date(2023, 4, 24)):
    year = voted_project("baofeng@1")
    year.ask(at(asked), wish(), UNIT)
    year.ask(at(on), decided(on), OFFICE)
    return year


def test_the_date_moves_by_the_decision_and_the_old_one_stays():
    year = voted_project("baofeng@1")
    year.ask(at(date(2023, 4, 20)), wish(), UNIT)
    assert year.state.duties["work_plan"].due == DUE
    told = year.ask(at(date(2023, 4, 24)), decided(date(2023, 4, 24)), OFFICE)
    assert [type(x) for x in told][-2:] == [ExtensionDecided, DutyRedated]
    duty = year.state.duties["work_plan"]
    assert (duty.due, duty.original_due, duty.without) == (LATER, DUE, DUE)
    year.file(date(2023, 5, 11), "work_plan", work_plan(), UNIT)
    year.accept(date(2023, 5, 11), "work_plan")
    assert year.state.duties["work_plan"].status_at(at(LATER)) is Status.FULFILLED


def test_a_refused_wish_moves_nothing():
    year = voted_project("baofeng@1")
    year.ask(at(date(2023, 4, 20)), wish(), UNIT)
    (event,) = year.ask(at(date(2023, 4, 20), 10), decided(date(2023, 4, 20), False), OFFICE)
    assert isinstance(event, ExtensionDecided)
    assert not event.granted
    duty = year.state.duties["work_plan"]
    assert (duty.due, duty.without, duty.wish) == (DUE, None, None)
    with pytest.raises(NothingToDecide):
        year.ask(at(date(2023, 4, 25)), decided(date(2023, 4, 25)), OFFICE)


def test_a_decision_that_names_the_request_decides_on_no_later_one():
    year = voted_project("baofeng@1")
    year.ask(at(date(2023, 4, 20)), wish(), UNIT)
    first = decided(date(2023, 4, 24)).model_copy(update={"wish": 1})
    year.ask(at(date(2023, 4, 21)), decided(date(2023, 4, 21), False), OFFICE)
    year.ask(at(date(2023, 4, 22)), wish(date(2023, 6, 1)), UNIT)
    with pytest.raises(AnotherRequest, match="第2次延期申请（申请延到2023-06-01）"):
        year.ask(at(date(2023, 4, 24)), first, OFFICE)
    assert year.state.duties["work_plan"].due == DUE
    year.ask(at(date(2023, 4, 24)), first.model_copy(update={"wish": 2}), OFFICE)
    assert year.state.duties["work_plan"].due == date(2023, 6, 1)


def test_who_owes_asks_and_who_receives_decides():
    year = voted_project("baofeng@1")
    with pytest.raises(NotYours):
        year.ask(at(date(2023, 4, 20)), wish(), GROUP)
    year.ask(at(date(2023, 4, 20)), wish(), UNIT)
    assert year.ask(at(date(2023, 4, 20)), wish(), UNIT) == []
    with pytest.raises(AlreadyThere):
        year.ask(at(date(2023, 4, 20)), wish(date(2023, 6, 1)), UNIT)
    with pytest.raises(NotYours):
        year.ask(at(date(2023, 4, 24)), decided(date(2023, 4, 24)), UNIT)
    other = ruling(date(2023, 4, 24), Role.STANDING_COMMITTEE, Sitting.STANDING_COMMITTEE)
    granted = DecideExtension(duty="work_plan", granted=True, ruling=other)
    with pytest.raises(NotTheirsToDecide):
        year.ask(at(date(2023, 4, 24)), granted, OFFICE)


def test_what_is_already_late_is_extended_from_the_decision_on_and_stays_late():
    year = voted_project("baofeng@1")
    year.ask(at(date(2023, 4, 20)), wish(), UNIT)
    told = year.ask(at(date(2023, 5, 8)), decided(date(2023, 5, 8)), OFFICE)
    assert [type(x) for x in told if isinstance(x, Overdue | DutyRedated)] == [Overdue, DutyRedated]
    year.file(LATER, "work_plan", work_plan(), UNIT)
    year.accept(LATER, "work_plan")
    assert year.state.duties["work_plan"].status_at(at(LATER, 20)) is Status.FULFILLED_LATE


def test_a_day_that_has_come_already_extends_nothing():
    year = voted_project("baofeng@1")
    year.ask(at(date(2023, 4, 20)), wish(), UNIT)
    with pytest.raises(Malformed):
        year.ask(at(date(2023, 5, 12)), decided(date(2023, 5, 12)), OFFICE)


def test_a_day_beyond_two_years_is_no_extension_and_an_old_paper_no_decision():
    year = voted_project("baofeng@1")
    with pytest.raises(Malformed):
        year.ask(at(date(2023, 4, 20)), wish(date(9999, 12, 31)), UNIT)
    year.ask(at(date(2023, 4, 20)), wish(), UNIT)
    with pytest.raises(Malformed):
        year.ask(at(date(2023, 4, 24)), decided(date(1, 1, 1)), OFFICE)


def test_a_notice_or_a_session_moved_later_leaves_the_extended_day():
    year = extended()
    moved = Rebase(next_session=date(2024, 4, 1), because="改期", reference="x")
    year.ask(at(date(2023, 4, 25)), moved, OFFICE)
    assert year.state.duties["work_plan"].due == LATER


def test_what_hangs_on_the_session_is_not_extended_beyond_it():
    year = open_programme("baofeng@1")
    beyond = RequestExtension(duty="look_back", to=date(2024, 3, 20), reason="材料未齐")
    with pytest.raises(Malformed):
        year.ask(at(date(2024, 2, 20)), beyond, OFFICE)
    within = beyond.model_copy(update={"to": date(2024, 3, 15)})
    assert year.ask(at(date(2024, 2, 20)), within, OFFICE)


def test_rates_are_told_with_and_without_extensions():
    year = extended()
    year.file(date(2023, 5, 11), "work_plan", work_plan(), UNIT)
    plan = [year.state.duties["work_plan"]]
    said = punctuality(plan, start_of(date(2023, 5, 12)))
    assert said.with_extensions == Share(part=1, of=1)
    assert said.without_extensions == Share(part=0, of=1)
    assert (said.extended, said.without_extensions.rate()) == (1, Decimal("0.00"))


def test_what_has_not_come_due_counts_nowhere_and_nothing_has_no_rate():
    year = voted_project("baofeng@1")
    said = punctuality(year.state.duties.values(), at(date(2023, 4, 1)))
    assert said.with_extensions == said.without_extensions == Share(part=0, of=0)
    assert said.with_extensions.rate() is None
    later = punctuality(year.state.duties.values(), start_of(DUE + timedelta(2)))
    assert later.with_extensions == Share(part=0, of=1)
