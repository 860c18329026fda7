"""What a session's papers say: the record's figures in official words, no word that is not so."""

from decimal import Decimal

import pytest

from domain.ballot.paper import ForAgainst, PaperItem, Ranked, UpTo, judged
from domain.ballot.paper import Paper as BallotPaper
from domain.papers.body import Body
from domain.papers.compose.session import compose_session
from domain.papers.compose.session.made import margin, text
from domain.papers.compose.session.words import invested, marking, numeral
from domain.papers.messages import SessionKind
from domain.refusals import Contradicted
from domain.regimes import named
from tests.support.session_papers import candidates, outcome, ref, rules, session, street

K = SessionKind


def said(body: Body) -> str:
    """Everything that is printed but the sources."""
    assert body.act is not None
    cells = [y for x in body.tables for line in x.lines for y in line.cells]
    heads = [y.zh for x in body.tables for y in x.columns]
    around = (body.act.head, body.act.note or "", body.act.to or "", body.act.signed or "")
    words = (*around, body.title, *(x.zh for x in body.act.paragraphs), *body.act.after)
    return "\n".join((*words, *cells, *heads))


@pytest.mark.parametrize("kind", [x for x in K if x not in (K.RESOLUTION, K.AGENDA)])
def test_a_streets_papers_never_speak_of_a_vote_of_a_congress_nor_a_resolution(kind: K):
    told = said(compose_session(kind, street()))
    assert "票决" not in told
    assert "决议" not in told
    assert "人民代表大会" not in told
    assert "全体代表" not in told
    with pytest.raises(Contradicted, match="不作决议"):
        compose_session(K.RESOLUTION, street())


@pytest.mark.parametrize(
    ("kind", "lacking", "words"),
    [
        (K.SESSION_NOTICE, {"convened": None}, "请先召集会议"),
        (K.AGENDA, {"agenda": None}, "先拟订议程"),
        (K.CANDIDATES_EXPLANATION, {"candidates": ()}, "候选项目还没有确定"),
        (K.CANDIDATE_BOOKLET, {"candidates": ()}, "候选项目还没有确定"),
        (K.VOTING_METHOD, {"rules": None}, "票决办法"),
        (K.BALLOT_PAPER, {"rules": None}, "票决办法"),
        (K.RESOLUTION, {"outcome": None}, "还没有计出"),
        (K.ANNOUNCEMENT, {"passed": None}, "决议还没有通过"),
        (K.RESOLUTION, {"outcome": outcome(candidates(), waits="还要再次投票")}, "再次投票"),
        (K.RESOLUTION, {"outcome": outcome(candidates(), elected=())}, "没有项目"),
    ],
)
def test_a_paper_whose_facts_are_missing_says_what_is_to_be_done_first(kind, lacking, words):
    with pytest.raises(Contradicted) as refused:
        compose_session(kind, session(**lacking))
    assert words in refused.value.zh


@pytest.mark.parametrize("kind", [K.AGENDA, K.CANDIDATES_EXPLANATION, K.RESOLUTION, K.ANNOUNCEMENT])
def test_every_paragraph_with_a_figure_of_the_record_names_its_event(kind: K):
    body = compose_session(kind, session())
    assert body.act is not None
    counted = ("收到", "列为候选项目", "差额", "出席", "收回票", "回应了")
    for x in body.act.paragraphs:
        if any(word in x.zh for word in counted):
            assert x.sources, x.zh
    for table in body.tables:
        assert all(line.source for line in table.lines)


def test_a_draft_says_so_and_what_was_passed_says_when():
    notes = {}
    for kind, lacking in ((K.AGENDA, None), (K.VOTING_METHOD, None), (K.RESOLUTION, "passed")):
        found = compose_session(kind, session(**({lacking: None} if lacking else {}))).act
        assert found is not None
        notes[kind] = found.note
    assert notes[K.AGENDA] == "（2022年1月18日通过）"
    assert notes[K.VOTING_METHOD] == "（2022年1月18日张寨镇第五届人民代表大会第一次会议通过）"
    assert notes[K.RESOLUTION] == "（草案）"
    drafted = compose_session(K.VOTING_METHOD, session(rules=rules())).act
    assert drafted is not None
    assert drafted.note == "（草案）"


def test_the_resolution_lists_what_was_chosen_and_sets_the_measures_own_term():
    told = said(compose_session(K.RESOLUTION, session()))
    assert "全体代表112人，出席102人，收回票102张" in told
    assert "八、张寨镇危房改造项目" in told
    assert "九、" not in told
    assert "应当在票决后一个月内制定工作方案" in told
    short = outcome(candidates(), elected=tuple(x.id for x in candidates()[:6]), short_by=2)
    assert "应选项目尚缺2项" in said(compose_session(K.RESOLUTION, session(outcome=short)))


def test_figures_are_printed_without_the_spaces_around_them():
    assert text("候选项目 10 项，应选 8 项").zh == "候选项目10项，应选8项"
    assert text("投资 60.5 万元 PPP 项目").zh == "投资60.5万元 PPP 项目"
    assert margin(12, 10) == "候选项目 12 项，应选 10 项，差额 2 项，差额比例 20%"
    assert margin(2, 1).endswith("差额比例 100%")
    assert margin(3, 2).endswith("差额比例 50%")
    assert margin(10, 7).endswith("差额比例 42.86%")


def test_what_nobody_named_is_not_counted_as_nothing():
    listed = candidates()
    assert invested(listed) == "计划投资合计 3120 万元（另有 1 项未列明投资额，不计为零）"
    unnamed = [x.model_copy(update={"cost": None}) for x in listed]
    assert invested(unnamed) == "投资额均未列明"
    one = [listed[0].model_copy(update={"cost": Decimal("60.50")})]
    assert invested(one) == "计划投资合计 60.5 万元"


def test_the_rules_on_the_ballot_are_those_by_which_the_box_judges_it():
    items = tuple(PaperItem(id=str(n), title=str(n)) for n in range(3))
    capped, free = ForAgainst(most=1), ForAgainst()
    assert "超过 1 项的，整张票无效" in "".join(marking(capped))
    assert "整张票无效" not in "".join(marking(free))
    twice = (("for",), ("for",), ())
    assert judged(BallotPaper(family=capped, items=items), twice) == ("invalid",) * 3
    assert judged(BallotPaper(family=free, items=items), twice) == ("for", "for", "invalid")
    assert "多于 1 项的整张票无效" in "".join(marking(UpTo(seats=1)))
    assert "同一数字填写两次" in "".join(marking(Ranked(places=2)))


def test_chinese_numerals_up_to_ninety_nine():
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]


def test_a_wish_that_is_answered_is_named_and_the_list_of_wishes_has_an_end():
    body = compose_session(K.CANDIDATE_BOOKLET, session())
    row = body.tables[0].lines[1].cells
    assert (row[8], row[9]) == ("2", "W22-0201、W22-0202")
    many = candidates()[0].model_copy(
        update={"wishes": tuple(f"W22-{n:06}" for n in range(600)), "ref": ref(3)}
    )
    cells = compose_session(K.CANDIDATE_BOOKLET, session(candidates=(many,))).tables[0].lines[0]
    assert cells.cells[8] == "600"
    assert cells.cells[9].endswith("等 600 条")
    assert len(cells.cells[9]) <= 2000


def test_the_notice_names_the_day_and_the_matters_also_before_the_agenda_is_drafted():
    told = said(compose_session(K.SESSION_NOTICE, session()))
    assert "定于2022年1月18日至2022年1月19日召开（张人大〔2022〕1号）" in told
    assert "五、票决民生实事项目" in told
    early = said(compose_session(K.SESSION_NOTICE, session(agenda=None)))
    assert "一、听取和审议乡镇人民政府工作报告" in early
    assert "上一年度" not in early, "only what the measure requires"


def test_in_a_county_the_standing_committee_sends_the_notice_and_the_presidium_announces():
    county = named("longgang")
    held = session(region="浙江省/温州市/龙港市", regime=county, decision=county.decision)
    assert "龙港市人大常委会" in said(compose_session(K.SESSION_NOTICE, held))
    announced = compose_session(K.ANNOUNCEMENT, held).act
    assert announced is not None
    assert announced.signed == "龙港市人民代表大会主席团"
