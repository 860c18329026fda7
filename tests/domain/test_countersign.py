"""Two persons for weighty acts: proposed by one account, confirmed or declined by another.

ASVS 2.3.5: high-value business flows are approved by more than one person.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain import streams
from domain.base import Command
from domain.calendar import SHANGHAI, Calendar
from domain.countersign.decisions import Countersigned
from domain.countersign.messages import ConfirmAct, DeclineAct, ProposeAct
from domain.countersign.refusals import (
    NeedsLead,
    NeedsTwo,
    NotOfTheBench,
    OwnProposal,
    Settled,
    WaitsAlready,
)
from domain.countersign.weighty import BENCHES, Weighty
from domain.given import Actor, Given
from domain.refusals import NotYours, Refused, Unknown
from domain.regimes import named

STREAM = "countersign:project:LG23-01"
TOWN, COUNTY = "河南省/平顶山市/宝丰县/龙兴镇", "河南省/平顶山市/宝丰县"
AT = datetime(2023, 5, 4, 10, tzinfo=SHANGHAI)
LI, WANG, CHEN = (Actor(f"account:{UUID(int=n)}", "clerk", TOWN) for n in (1, 2, 3))
ELSEWHERE = Actor(f"account:{UUID(int=4)}", "clerk", "河南省/平顶山市/宝丰县/闹店镇")
OF_COUNTY = Actor(f"account:{UUID(int=5)}", "clerk", COUNTY)
TOKEN = Actor(f"token:{UUID(int=6)}", "clerk", TOWN)
CLERK, LEAD, RULES = "committee_clerk", "committee_lead", "rule_admin"
WISH = ProposeAct(
    target="project:LG23-01",
    region=TOWN,
    act=Weighty.EXTENSION,
    matter="work_plan",
    type="DecideExtension",
    body="{}",
    subject="“工作方案”延期到2023-06-20（宝人常〔2023〕9号）",
    role=CLERK,
    days=7,
)
YES = ConfirmAct(number=1, role=LEAD)
NO = DeclineAct(number=1, role=LEAD, reason="延期没有附施工单位的说明")
Said = tuple[Actor, Command] | tuple[Actor, Command, datetime]


def after(*said: Said) -> Countersigned:
    state: Any = None
    for actor, command, *at in said:
        now = at[0] if at else AT
        given = Given(actor, now, now, Calendar.seeded(), named("baofeng@1"))
        events = streams.decide(STREAM, state, command, given)
        state = streams.evolve_all(STREAM, state, events)
    return Countersigned.model_validate(state)


def refusal(*said: Said) -> type[Refused]:
    if said[:-1]:
        after(*said[:-1])
    with pytest.raises(Refused) as refused:
        after(*said)
    return refused.type


def test_one_proposes_and_another_confirms():
    one = after((LI, WISH), (WANG, YES)).numbered(1)
    assert (one.said.by, one.settled_by, one.outcome) == (LI.ref, WANG.ref, "confirmed")


def test_nobody_confirms_what_he_proposed_himself_not_even_a_leader():
    own = WISH.model_copy(update={"role": LEAD})
    assert refusal((LI, own), (LI, YES)) is OwnProposal


def test_one_of_the_two_leads():
    assert refusal((LI, WISH), (WANG, ConfirmAct(number=1, role=CLERK))) is NeedsLead
    led = WISH.model_copy(update={"role": LEAD})
    assert after((LI, led), (WANG, ConfirmAct(number=1, role=CLERK))).numbered(1).outcome == (
        "confirmed"
    )


def test_a_token_is_nobody():
    assert refusal((TOKEN, WISH)) is NeedsTwo
    assert refusal((LI, WISH), (TOKEN, YES)) is NeedsTwo
    assert refusal((LI, WISH), (TOKEN, NO)) is NeedsTwo


def test_the_next_township_has_no_part_in_it_and_the_county_may_be_the_second():
    assert refusal((LI, WISH), (ELSEWHERE, YES)) is NotYours
    assert after((LI, WISH), (OF_COUNTY, YES)).numbered(1).outcome == "confirmed"


@pytest.mark.parametrize(
    ("act", "role"),
    [
        *((x, y) for x in (Weighty.CALENDAR, Weighty.MEASURE) for y in (CLERK, "auditor")),
        *((x, y) for x in BENCHES if x not in (Weighty.CALENDAR, Weighty.MEASURE)
          for y in (RULES, "unit_head", "sysadmin", "auditor")),
    ],
)  # fmt: skip
def test_other_roles_have_no_part_in_it(act: Weighty, role: str):
    other = WISH.model_copy(update={"act": act, "role": role})
    assert refusal((LI, other)) is NotOfTheBench


def test_it_lapses_after_its_last_day():
    last = AT + timedelta(days=7)
    assert after((LI, WISH), (WANG, YES, last)).numbered(1).outcome == "confirmed"
    assert refusal((LI, WISH), (WANG, YES, last + timedelta(days=1))) is Settled


def test_what_lapsed_can_be_proposed_anew():
    late = AT + timedelta(days=8)
    state = after((LI, WISH), (LI, WISH, late), (WANG, ConfirmAct(number=2, role=LEAD), late))
    assert [x.outcome for x in state.proposals] == ["waits", "confirmed"]
    assert not state.numbered(1).waits_on(late.date())


def test_of_one_matter_one_proposal_waits():
    other = WISH.model_copy(update={"body": '{"granted":true}'})
    assert refusal((LI, WISH), (CHEN, other)) is WaitsAlready
    assert refusal((LI, WISH), (CHEN, WISH)) is WaitsAlready
    elsewhere = WISH.model_copy(update={"matter": "monthly_progress/2023-M05"})
    assert len(after((LI, WISH), (CHEN, elsewhere)).proposals) == 2


def test_said_again_it_is_nothing_new():
    told: tuple[Said, ...] = ((LI, WISH), (LI, WISH), (WANG, YES), (WANG, YES))
    assert after(*told) == after(told[0], told[2])


def test_another_declines_and_who_proposed_takes_back():
    assert after((LI, WISH), (WANG, NO)).numbered(1).outcome == "declined"
    assert after((LI, WISH), (LI, NO)).numbered(1).outcome == "withdrawn"


@pytest.mark.parametrize("last", [(WANG, YES), (WANG, NO), (LI, NO)])
def test_what_is_settled_is_not_settled_again(last: Said):
    assert refusal((LI, WISH), last, (CHEN, YES)) is Settled
    assert refusal((LI, WISH), last, (CHEN, NO.model_copy(update={"reason": "另一个理由"}))) is (
        Settled
    )


def test_there_is_no_such_proposal():
    assert refusal((LI, WISH), (WANG, ConfirmAct(number=2, role=LEAD))) is Unknown
