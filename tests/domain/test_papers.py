"""The series of papers: numbered without a gap, frozen, replaced only by name and with a reason."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from domain.given import Actor
from domain.papers.body import Body, Ref
from domain.papers.messages import IssuePaper, PaperKind
from domain.papers.office import Office, Part, Passage, Words
from domain.papers.papers import digest_of, figures_of
from domain.refusals import AlreadyThere, Malformed, NotYours, Unknown
from tests.support.year import CARD, CLERK, Year

DAY = datetime(2023, 7, 10, 2, tzinfo=UTC)


def issue(kind=PaperKind.CIRCULAR, period="2023-Q2", sentence="正常 10 项。", **more):
    said = {
        "programme": "LG23",
        "region": CARD.region,
        "kind": kind,
        "period": period,
        "issuer": "龙港市人大常委会",
        "on": date(2023, 7, 10),
        "body": Body(
            title="通报",
            scope="龙港市",
            as_of=DAY,
            sentences=(sentence,),
            tables=(),
            source=Ref(stream="programme:LG23", version=3, hash="a" * 64),
        ),
    }
    return IssuePaper.model_validate({**said, **more})


def series():
    return Year("papers:LG23", "baofeng")


def test_papers_are_numbered_in_their_year_without_a_gap():
    year = series()
    for n, period in enumerate(("2023-Q1", "2023-Q2", "2023-Q3"), 1):
        (event,) = year.ask(DAY, issue(period=period, sentence=period), CLERK)
        assert (event.no, event.number) == (n, f"民实监〔2023〕{n}号")
    later = datetime(2024, 1, 5, tzinfo=UTC)
    (event,) = year.ask(
        later, issue(period="2023-Q4", sentence="四季度", on=date(2024, 1, 5)), CLERK
    )
    assert (event.no, event.number) == (4, "民实监〔2024〕1号")


def test_the_same_contents_twice_are_one_paper():
    year = series()
    year.ask(DAY, issue(), CLERK)
    assert year.ask(DAY, issue(), CLERK) == []


def test_another_of_the_same_period_has_to_name_what_it_replaces_and_why():
    year = series()
    year.ask(DAY, issue(), CLERK)
    with pytest.raises(AlreadyThere, match="民实监〔2023〕1号"):
        year.ask(DAY, issue(sentence="正常 9 项。"), CLERK)
    with pytest.raises(Malformed):
        year.ask(DAY, issue(sentence="正常 9 项。", replaces=1), CLERK)
    (event,) = year.ask(
        DAY, issue(sentence="正常 9 项。", replaces=1, because="一项受理有误"), CLERK
    )
    assert event.number == "民实监〔2023〕2号"
    assert [(x.no, x.replaced_by) for x in year.state.issued] == [(1, 2), (2, None)]
    with pytest.raises(Unknown):
        year.ask(DAY, issue(sentence="正常 8 项。", replaces=1, because="再改"), CLERK)


def test_a_day_to_come_and_a_foreign_region_are_refused():
    with pytest.raises(Malformed):
        series().ask(DAY, issue(on=date(2023, 7, 11)), CLERK)
    foreign = Actor(ref="staff-9", party="clerk", region="浙江省/宁波市/宁海县")
    with pytest.raises(NotYours):
        series().ask(DAY, issue(), foreign)


def report(words=None, said="到期24件，按期22件。", as_of=DAY):
    return Body(
        title="通报",
        scope="龙港市",
        as_of=as_of,
        sentences=(said,),
        tables=(),
        source=Ref(stream="programme:LG23", version=3, hash="a" * 64),
        office=Office(
            head="民生实事项目监督通报",
            parts=(Part(zh="按期率"),),
            to="各承办单位",
            words=words or Words(),
        ),
    )


def test_words_are_frozen_with_the_paper_and_are_no_figures():
    plain = report()
    asked = report(Words(passages=(Passage(zh="要求", text="月底前补齐。"),)))
    assert digest_of(asked) != digest_of(plain), "what was issued is checked with its words"
    assert figures_of(asked) == figures_of(plain)
    assert figures_of(report(as_of=DAY.replace(hour=3))) == figures_of(plain)
    assert figures_of(report(said="到期24件，按期23件。")) != figures_of(plain)


def test_a_paper_of_before_there_were_words_keeps_its_check():
    old = issue().body
    text = old.model_dump_json(exclude={"act", "office"})
    assert digest_of(old) == sha256(text.encode()).hexdigest()


def test_a_paper_is_not_dated_after_its_issue():
    with pytest.raises(Malformed, match="成文日期"):
        series().ask(DAY, issue(body=report(Words(dated=date(2023, 7, 11)))), CLERK)
    (event,) = series().ask(DAY, issue(body=report(Words(dated=date(2023, 7, 7)))), CLERK)
    assert event.on == date(2023, 7, 10), "the day of issue is the record's"
