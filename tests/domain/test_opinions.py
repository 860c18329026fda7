"""Deliberation opinions (rulebook §3.6): hand-over, reply, publication, and a second reply."""

from datetime import date

import pytest

from domain.calendar import start_of
from domain.duty_events import DutyScheduled
from domain.given import Actor
from domain.programme.opinions import DraftOpinion, EvaluateReply
from domain.refusals import Contradicted, Malformed, Unknown
from tests.support.measures import CHAIN, SLOW, measure
from tests.support.year import CLERK, open_programme, report

TOWN = measure("baofeng@1", SLOW, CHAIN)
GOVERNMENT, PRESIDIUM = Actor("gov-1", "government"), Actor("p-1", "presidium")
CLOSED = date(2023, 9, 15)


def drafted(on=CLOSED, **more):
    year = open_programme(measure=TOWN)
    command = DraftOpinion.model_validate(
        {
            "title": "关于民生实事项目的审议意见",
            "text": "加快进度，确保质量。",
            "meeting": "第五次会议",
            "closed_on": CLOSED,
            **more,
        }
    )
    return year, year.ask(start_of(on), command, CLERK)


def due(events):
    return {x.duty: x.terms.due for x in events if isinstance(x, DutyScheduled)}


def test_an_opinion_is_handed_over_within_ten_days_of_closing():
    _, events = drafted()
    assert due(events) == {"opinion_handover/1": date(2023, 9, 25)}


def test_an_opinion_put_on_record_late_makes_nobody_late():
    _, events = drafted(on=date(2023, 10, 30))
    assert due(events) == {"opinion_handover/1": date(2023, 11, 2)}


def replied():
    year, _ = drafted()
    year.file(date(2023, 9, 20), "opinion_handover/1", report("交办函"), PRESIDIUM)
    owed = year.accept(date(2023, 9, 22), "opinion_handover/1")
    return year, owed


def test_the_reply_is_counted_from_the_day_on_which_it_was_handed_over():
    _, owed = replied()
    assert due(owed) == {"opinion_reply/1": date(2023, 12, 20)}


def answered():
    year, _ = replied()
    year.file(date(2023, 12, 18), "opinion_reply/1", report("办理情况报告"), GOVERNMENT)
    return year, year.accept(date(2023, 12, 19), "opinion_reply/1")


def test_an_accepted_reply_is_to_be_published():
    assert due(answered()[1]) == {"opinion_publication/1": date(2023, 12, 27)}


def judge(verdict):
    return EvaluateReply(
        opinion=1, verdict=verdict, on=date(2023, 12, 20), document="第六次会议纪要"
    )


def test_a_reply_that_does_not_satisfy_is_owed_again():
    year, _ = answered()
    events = year.ask(start_of(date(2023, 12, 20)), judge("dissatisfied"), CLERK)
    assert due(events) == {"opinion_reply/1-2": date(2024, 3, 20)}
    with pytest.raises(Contradicted):
        year.ask(start_of(date(2023, 12, 21)), judge("satisfied"), CLERK)
    year.file(date(2024, 1, 8), "opinion_reply/1-2", report("再次办理报告"), GOVERNMENT)
    year.accept(date(2024, 1, 9), "opinion_reply/1-2")
    (good,) = year.ask(start_of(date(2024, 1, 10)), judge("satisfied"), CLERK)
    assert good.verdict == "satisfied"
    assert year.ask(start_of(date(2024, 1, 11)), judge("satisfied"), CLERK) == []


def test_nothing_is_judged_before_it_was_accepted():
    year, _ = replied()
    with pytest.raises(Contradicted):
        year.ask(start_of(date(2023, 12, 20)), judge("satisfied"), CLERK)
    with pytest.raises(Unknown):
        year.ask(
            start_of(date(2023, 12, 20)),
            judge("satisfied").model_copy(update={"opinion": 2}),
            CLERK,
        )


@pytest.mark.parametrize("more", [{"closed_on": date(2023, 9, 16)}, {"projects": ("LG23-99",)}])
def test_an_impossible_opinion_is_refused(more):
    with pytest.raises(Malformed):
        drafted(**more)
