"""Instruments (rulebook §3.5): whose they are by tier and article, and what an answer brings."""

from datetime import date

import pytest

from domain.calendar import start_of
from domain.duty_events import DutyScheduled, Escalated, LetterIssued, Overdue
from domain.given import Actor
from domain.refusals import Contradicted, Malformed, NotYours, Unknown
from domain.steps.instruments import GRANTS, INSTRUMENTS, Kind, grants
from domain.steps.messages import AnswerJudged, JudgeAnswer, StepTaken, TakeStep
from tests.support.measures import CHAIN, SLOW, SLOW_COUNTY, measure
from tests.support.year import CLERK, GROUP, UNIT, voted_project

TOWN = measure("baofeng@1", SLOW, CHAIN)
COUNTY = measure("gaogang@1", SLOW_COUNTY, CHAIN.replace("presidium", "working_committee"))
DAY = date(2023, 6, 12)


def project(rules=TOWN):
    return voted_project("gaogang" if rules is COUNTY else "baofeng", measure=rules)


def step(kind, body, **more):
    said = {
        "kind": kind,
        "body": body,
        "on": DAY,
        "document": "〔2023〕7号",
        "to": UNIT.party,
        "subject": "进度滞后的原因和补救办法",
    }
    return TakeStep.model_validate({**said, **more})


def take(command, rules=TOWN, by=CLERK):
    return project(rules).ask(start_of(DAY), command, by)


def test_a_letter_by_people_has_its_day_of_reply():
    taken, reply = take(step(Kind.LETTER, "presidium", reply_by=date(2023, 6, 26)))
    assert isinstance(taken, StepTaken)
    assert isinstance(reply, DutyScheduled)
    assert (reply.duty, reply.obligor, reply.terms.due) == (
        "letter_reply/1",
        UNIT.party,
        date(2023, 6, 26),
    )
    assert taken.answer == "letter_reply/1"


def test_a_letter_without_a_day_is_answered_in_the_measures_15_working_days():
    _, reply = take(step(Kind.LETTER, "presidium"))
    assert reply.terms.due == date(2023, 7, 4)


def test_a_late_reply_is_shown_and_starts_no_second_ladder():
    year = project()
    year.ask(start_of(DAY), step(Kind.LETTER, "presidium", reply_by=date(2023, 6, 26)), CLERK)
    year.live_until(date(2023, 9, 1))
    said = [x for x in year.told if getattr(x, "duty", None) == "letter_reply/1"]
    assert [x for x in said if isinstance(x, Overdue)]
    assert [x for x in said if isinstance(x, LetterIssued | Escalated)] == []


@pytest.mark.parametrize(
    ("kind", "body", "more", "rules"),
    [
        (Kind.SPECIAL_INQUIRY, "standing_committee", {}, COUNTY),
        (Kind.SPECIAL_HEARING, "presidium", {}, TOWN),
        (Kind.INTERPELLATION, "standing_committee", {"signatories": 3}, COUNTY),
        (Kind.INTERPELLATION, "congress", {"signatories": 10, "session": "三次会议"}, COUNTY),
        (Kind.INTERPELLATION, "congress", {"signatories": 10, "session": "三次会议"}, TOWN),
        (Kind.INVESTIGATION, "standing_committee", {"signatories": 5, "members": 25}, COUNTY),
        (
            Kind.RECALL,
            "congress",
            {"signatories": 12, "members": 60, "session": "三次会议"},
            TOWN,
        ),
        (Kind.CALL_IN, GROUP.party, {}, TOWN),
        (Kind.PARTY_REPORT, "presidium", {}, TOWN),
    ],
)
def test_what_the_law_grants_is_recorded_with_its_article(kind, body, more, rules):
    taken = take(step(kind, body, **more), rules)[0]
    assert isinstance(taken, StepTaken)
    assert taken.basis in {x.basis for x in grants(kind, rules.tier)}
    assert taken.level == INSTRUMENTS[kind].level


@pytest.mark.parametrize(
    ("kind", "body", "more", "rules"),
    [
        (Kind.SPECIAL_INQUIRY, "presidium", {}, TOWN),
        (Kind.SPECIAL_HEARING, "presidium", {}, COUNTY),
        (Kind.SPECIAL_INQUIRY, "government", {}, COUNTY),
        (Kind.INTERPELLATION, "standing_committee", {"signatories": 2}, COUNTY),
        (Kind.INTERPELLATION, "congress", {"signatories": 9, "session": "三次会议"}, TOWN),
        (Kind.INTERPELLATION, "congress", {"signatories": 10}, TOWN),
        (Kind.INVESTIGATION, "standing_committee", {"signatories": 5, "members": 26}, COUNTY),
        (Kind.INVESTIGATION, "congress", {"signatories": 9, "members": 60}, TOWN),
        (
            Kind.RECALL,
            "congress",
            {"signatories": 11, "members": 60, "session": "三次会议"},
            TOWN,
        ),
    ],
)
def test_what_the_law_does_not_grant_is_refused(kind, body, more, rules):
    with pytest.raises(Contradicted):
        take(step(kind, body, **more), rules)


def test_a_share_without_the_number_of_members_is_refused():
    with pytest.raises(Malformed):
        take(step(Kind.INVESTIGATION, "standing_committee", signatories=5), COUNTY)


def test_a_decision_still_to_come_and_a_reply_before_it_are_refused():
    with pytest.raises(Malformed):
        take(step(Kind.LETTER, "presidium", on=date(2023, 6, 13)))
    with pytest.raises(Malformed):
        take(step(Kind.LETTER, "presidium", reply_by=DAY))


def test_a_party_speaks_for_itself_only():
    with pytest.raises(NotYours):
        take(step(Kind.LETTER, "presidium"), by=UNIT)
    with pytest.raises(NotYours):
        take(step(Kind.CALL_IN, GROUP.party), by=Actor(ref="d", party="deputy_group:LG23-02"))
    assert take(step(Kind.CALL_IN, GROUP.party), by=GROUP)


def test_no_tier_has_what_its_statute_does_not_name():
    assert grants(Kind.SPECIAL_INQUIRY, "township") == ()
    assert grants(Kind.INVESTIGATION, "township") == ()
    street = {x.kind for x in GRANTS if x.tier == "street"}
    assert street == {Kind.CALL_IN}


def interpellation(body, signatories, rules):
    year = project(rules)
    more = {"session": "三次会议"} if body == "congress" else {}
    year.ask(start_of(DAY), step(Kind.INTERPELLATION, body, signatories=signatories, **more), CLERK)
    return year


@pytest.mark.parametrize(
    ("body", "rules", "signatories", "unsatisfied", "again"),
    [
        ("standing_committee", COUNTY, 4, 2, False),
        ("standing_committee", COUNTY, 4, 3, True),
        ("congress", TOWN, 10, 4, False),
        ("congress", TOWN, 10, 5, True),
    ],
)
def test_a_second_answer_comes_where_enough_signatories_want_it(
    body, rules, signatories, unsatisfied, again
):
    year = interpellation(body, signatories, rules)
    judged, *owed = year.ask(
        start_of(DAY), JudgeAnswer(step=1, unsatisfied=unsatisfied, on=DAY), CLERK
    )
    assert isinstance(judged, AnswerJudged)
    assert judged.again is again
    assert [x.duty for x in owed] == (["step_answer/1-2"] if again else [])


def test_there_is_no_third_answer_and_no_judgement_of_nothing():
    year = interpellation("congress", 10, TOWN)
    year.ask(start_of(DAY), JudgeAnswer(step=1, unsatisfied=10, on=DAY), CLERK)
    (judged,) = year.ask(start_of(DAY), JudgeAnswer(step=1, unsatisfied=9, on=DAY), CLERK)
    assert not judged.again
    with pytest.raises(Unknown):
        year.ask(start_of(DAY), JudgeAnswer(step=2, unsatisfied=1, on=DAY), CLERK)
    with pytest.raises(Malformed):
        year.ask(start_of(DAY), JudgeAnswer(step=1, unsatisfied=11, on=DAY), CLERK)
