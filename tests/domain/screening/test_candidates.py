"""Candidates: listed with their margin, heard, shown to the public, withdrawn (B7–B9, B16, S2)."""

from datetime import date

import pytest

from domain.collection.messages import OpenCollection
from domain.duty_events import DutyFiled
from domain.parties import Role
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotTheirsToDecide, Unknown
from domain.regimes import named
from domain.regimes.model import Regime
from domain.ruling import Sitting
from domain.screening.candidate_messages import (
    CandidatesListed,
    CandidateWithdrawn,
    WithdrawCandidate,
)
from domain.screening.comment_messages import (
    AnswerComment,
    CloseComment,
    CommentClosed,
    OpenComment,
    RecordComment,
)
from domain.screening.hints import before_vote
from domain.screening.margins import judge, told
from domain.screening.pool_messages import AmendPoolItem, RejectItem
from domain.screening.refusals import MarginRefused, NotHeard, NotScreened, WrongPhase
from domain.screening.state import Phase
from domain.voting.messages import AdoptMethod
from domain.voting.method import Hands, Method
from tests.support.collections import OPENING
from tests.support.screening import CONSENT, LISTED, Proposing, draft, hearing

OPENS, CLOSES = date(2023, 2, 28), date(2023, 3, 4)
COMMENT = OpenComment(opens=OPENS, closes=CLOSES, where="镇政务公开栏、微信公众号")


def binding(regime: Regime) -> Regime:
    """The same measure, whose margin is no recommendation."""
    assert regime.ballot is not None
    rule = regime.ballot.model_copy(update={"margin": "binding"})
    return regime.model_copy(update={"ballot": rule})


@pytest.fixture
def town() -> Proposing:
    return Proposing()


def test_screened_items_become_candidates_and_the_duty_is_filed(town: Proposing) -> None:
    items = town.fill(12)
    town.screened(*items)
    listed, *duties = town.list_(*items, seats=10)
    assert isinstance(listed, CandidatesListed)
    assert listed.margin.ok
    assert [x.id for x in town.pool.candidates] == items
    assert {x.phase for x in town.pool.entries.values()} == {Phase.CANDIDATE}
    (filed,) = duties
    assert isinstance(filed, DutyFiled)
    assert (filed.duty, filed.on_time) == ("candidate_list", True)
    assert town.list_(*items, seats=10) == []


def test_what_is_missing_is_named(town: Proposing) -> None:
    town.add(draft(cost=None), draft(1))
    with pytest.raises(NotScreened) as refused:
        town.list_("K01", "K02", seats=1)
    assert "没有写明资金" in refused.value.zh
    assert "“符合法律法规和规划”还没有筛选" in refused.value.zh
    assert "还没有经政府会议或联合筛选研究" in refused.value.zh
    assert town.pool.lists == 0


@pytest.mark.parametrize(("seats", "number"), [(10, 11), (10, 16), (2, 4), (1, 3)])
def test_another_margin_is_refused_where_it_binds(town: Proposing, seats: int, number: int) -> None:
    items = town.fill(number)
    town.screened(*items)
    town.world.regime = binding(town.world.regime)
    with pytest.raises(MarginRefused):
        town.list_(*items, seats=seats, because="群众反映集中", ruling=CONSENT)


def test_where_it_is_recommended_a_reason_and_a_decision_carry_it(town: Proposing) -> None:
    items = town.fill(11)
    town.screened(*items)
    with pytest.raises(MarginRefused) as refused:
        town.list_(*items, seats=10)
    assert "应选10项，候选11项，多1项（10%），在建议的12至15项之外" in refused.value.zh
    assert "主席团会议" in refused.value.zh
    with pytest.raises(MarginRefused):
        town.list_(*items, seats=10, because="其余项目资金未落实")
    others = CONSENT.model_copy(update={"decider": Role.CONGRESS, "sitting": Sitting.SESSION})
    with pytest.raises(NotTheirsToDecide):
        town.list_(*items, seats=10, because="其余项目资金未落实", ruling=others)
    listed, *_ = town.list_(*items, seats=10, because="其余项目资金未落实", ruling=CONSENT)
    assert isinstance(listed, CandidatesListed)
    assert not listed.margin.ok
    assert listed.ruling == CONSENT


def test_the_margin_is_told_in_words(town: Proposing) -> None:
    def said(seats: int, number: int) -> str:
        return told(judge(seats, number, town.world.regime))

    assert said(24, 30) == "应选24项，候选30项，多6项（25%），在建议的29至36项之内。"
    assert (
        said(1, 2) == "应选1项，候选2项，多1项（100%），在建议的2项之内（只选一项的，候选为两项）。"
    )
    assert said(3, 3) == "应选3项，候选3项，没有差额，在建议的4项之外。"


def test_a_candidate_is_neither_amended_nor_turned_down_nor_listed_again(
    town: Proposing,
) -> None:
    items = town.listed(3, 2)
    with pytest.raises(WrongPhase):
        town.ask(AmendPoolItem(item="K01", draft=draft(5), because="改名"), LISTED)
    with pytest.raises(WrongPhase):
        town.ask(RejectItem(item="K01", reason="重复"), LISTED)
    with pytest.raises(WrongPhase):
        town.list_(items[0], seats=2, document="赵政〔2023〕9号")


def withdraw(item: str = "K03") -> WithdrawCandidate:
    return WithdrawCandidate(item=item, reason="用地没有批准", ruling=CONSENT)


def test_the_government_withdraws_with_the_presidium_s_consent(town: Proposing) -> None:
    town.listed(3, 2)
    alone = CONSENT.model_copy(update={"decider": Role.GOVERNMENT})
    with pytest.raises(NotTheirsToDecide):
        town.ask(withdraw().model_copy(update={"ruling": alone}), LISTED)
    (gone,) = town.ask(withdraw(), LISTED)
    assert isinstance(gone, CandidateWithdrawn)
    assert (gone.margin.actual, gone.margin.ok) == (2, False)
    assert town.ask(withdraw(), LISTED) == []
    assert [x.id for x in town.pool.candidates] == ["K01", "K02"]
    assert town.pool.entries["K03"].phase is Phase.WITHDRAWN


def test_a_later_list_makes_up_for_what_was_withdrawn(town: Proposing) -> None:
    town.listed(3, 2)
    town.ask(withdraw(), LISTED)
    (more,) = town.fill(1)
    town.screened(more, on=LISTED)
    listed, *_ = town.list_(more, seats=2, document="赵政〔2023〕9号")
    assert isinstance(listed, CandidatesListed)
    assert (listed.number, listed.candidates) == (2, ("K01", "K02", "K04"))
    assert listed.margin.ok


def test_the_public_is_asked_and_answered(town: Proposing) -> None:
    items = town.listed(3, 2)
    assert before_vote(town.pool, town.world.regime.screens, LISTED) == ["候选项目还没有公示"]
    town.ask(COMMENT, LISTED)
    assert town.ask(COMMENT, LISTED) == []
    with pytest.raises(AlreadyThere):
        town.ask(COMMENT.model_copy(update={"where": "村务公开栏"}), LISTED)
    comment = RecordComment(
        number="GS-0001", text="希望路灯装到村东头", item=items[0], channel="web", on=OPENS
    )
    town.ask(comment, OPENS)
    assert town.ask(comment, OPENS) == []
    close = CloseComment(on=CLOSES, note="收到意见1条，已研究")
    with pytest.raises(Contradicted) as refused:
        town.ask(close, CLOSES)
    assert "GS-0001" in refused.value.zh
    town.ask(AnswerComment(number="GS-0001", answer="已列入实施范围", taken=True), CLOSES)
    (closed,) = town.ask(close, CLOSES)
    assert closed == CommentClosed(on=CLOSES, note=close.note, received=1, answered=1, by="staff-1")
    assert before_vote(town.pool, town.world.regime.screens, CLOSES) == []
    assert town.ask(close, CLOSES) == []
    with pytest.raises(Contradicted):
        town.ask(comment.model_copy(update={"number": "GS-0002"}), CLOSES)


def test_a_comment_comes_in_its_time_and_about_a_candidate(town: Proposing) -> None:
    with pytest.raises(Contradicted):
        town.ask(COMMENT, LISTED)
    town.listed(3, 2)
    with pytest.raises(Malformed):
        town.ask(COMMENT.model_copy(update={"closes": date(2023, 3, 2)}), LISTED)
    with pytest.raises(Malformed):
        town.ask(COMMENT.model_copy(update={"closes": date(2023, 3, 10)}), LISTED)
    town.ask(COMMENT, LISTED)
    early = RecordComment(number="GS-1", text="赞成", channel="letter", on=LISTED)
    with pytest.raises(Contradicted):
        town.ask(early, OPENS)
    with pytest.raises(Unknown):
        town.ask(early.model_copy(update={"on": OPENS, "item": "K09"}), OPENS)


COUNTY = OPENING.model_copy(
    update={"id": "LG24", "region": "浙江省/温州市/龙港市", "regime": "longgang@2"}
)
HEARING = hearing(LISTED)


def county(opening: OpenCollection = COUNTY) -> Proposing:
    return Proposing(opening)


def test_where_the_province_says_so_the_standing_committee_comes_first() -> None:
    city = county()
    city.listed(12, 10)
    screening = city.world.regime.screens
    assert "候选项目还没有经常委会先行审议" in before_vote(city.pool, screening, LISTED)
    _heard, filed = city.ask(HEARING, LISTED)
    assert isinstance(filed, DutyFiled)
    assert filed.duty == "candidate_hearing"
    assert city.ask(HEARING, LISTED) == []
    assert before_vote(city.pool, screening, LISTED) == ["候选项目还没有公示"]
    (more,) = city.fill(1)
    city.screened(more, on=LISTED)
    city.list_(more, seats=10, document="政〔2023〕9号")
    assert "候选项目还没有经常委会先行审议" in before_vote(city.pool, screening, LISTED)
    with pytest.raises(NotHeard):
        city.ask(method(13, 10), LISTED)
    city.ask(hearing(LISTED, "人大常〔2023〕6号"), LISTED)
    assert city.ask(method(13, 10), LISTED)


def method(candidates: int, seats: int) -> AdoptMethod:
    """As the congress passes it."""
    return AdoptMethod(
        method=Method(
            seats=seats,
            candidates=candidates,
            family="for_against",
            way="papers",
            shortfall="leave_unfilled",
            announced="大会主席团当场宣布",
        ),
        hands=Hands(roll=103, present=93, in_favour=93),
        on=LISTED,
        session="第二届人民代表大会第三次会议",
        document="票决办法1号",
    )


def test_what_the_committee_does_not_agree_to_is_not_voted() -> None:
    city = county()
    city.listed(12, 10)
    with pytest.raises(NotHeard):
        city.ask(method(12, 10), LISTED)
    city.ask(HEARING.model_copy(update={"agreed": False}), LISTED)
    with pytest.raises(NotHeard):
        city.ask(method(12, 10), LISTED)
    told_now = before_vote(city.pool, city.world.regime.screens, LISTED)
    assert "常委会审议没有同意将候选项目提交大会" in told_now


def test_a_township_has_no_standing_committee_to_hear_them(town: Proposing) -> None:
    town.listed(3, 2)
    with pytest.raises(NotTheirsToDecide):
        town.ask(HEARING, LISTED)


@pytest.mark.parametrize(
    "place", ["baofeng", "gaogang", "longgang", "duji", "shangluo-county", "shangluo-town"]
)
def test_every_measure_says_how_it_screens(place: str) -> None:
    regime = named(place)
    assert regime.screening is not None
    assert regime.screening.ours
    assert "candidate_list" in {x.name for x in regime.lines}


def test_a_street_s_working_committee_consents() -> None:
    street = named("shangluo-street")
    assert street.screening is not None
    assert street.screening.consent is Role.STREET_WORKING_COMMITTEE
    assert named("baofeng@1").screens.consent is Role.PRESIDIUM
