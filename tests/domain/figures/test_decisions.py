"""统计台账: each figure told once, corrected with a reason, claims kept as they were printed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.calendar import Calendar
from domain.figures.decisions import decide
from domain.figures.messages import (
    Claim,
    CorrectFigure,
    FigureCorrected,
    FiguresCommand,
    FiguresTold,
    NoteClaims,
    OpenFigures,
    TellFigures,
    Told,
    WithdrawClaim,
)
from domain.figures.state import Book, evolve
from domain.given import Actor, Given
from domain.refusals import AlreadyThere, Contradicted, Malformed, NotYours, Unknown
from domain.regimes import named

CITY, COUNTY = "陕西省/商洛市", "陕西省/商洛市/洛南县"
DAY = date(2025, 2, 11)
OPEN = OpenFigures(id="shangluo", region=CITY, title="商洛市")


def given_by(party: str = "clerk", region: str | None = CITY) -> Given:
    now = datetime(2025, 2, 12, 4, tzinfo=UTC)
    actor = Actor(ref="clerk-1", party=party, region=region)
    return Given(actor, now, now, Calendar.seeded(), named("shangluo-county@1"))


def told(value: int | None = 62, **more: Any) -> Told:
    fields = {"metric": "street_deputies", "region": COUNTY, "as_of": DAY, "value": value}
    return Told(**{**fields, **more})


def tell(*figures: Told) -> TellFigures:
    return TellFigures(figures=figures, document="商人常办〔2025〕3号")


def claims(value: str = "121", **more: Any) -> NoteClaims:
    fields: dict[str, Any] = {"metric": "selected_projects", "region": CITY, "as_of": DAY}
    fields |= {"value": value, "source": "商洛日报", "quote": "民生实事项目121个"}
    return NoteClaims(claims=(Claim(**fields | more),))


def after(*commands: FiguresCommand) -> Book:
    state: Book | None = None
    for command in (OPEN, *commands):
        for event in decide(state, command, given_by()):
            state = evolve(state, event)
    assert state is not None
    return state


def test_the_same_told_again_gives_nothing_and_only_what_is_new_is_kept() -> None:
    book = after(tell(told()))
    assert decide(book, OPEN, given_by()) == []
    assert decide(book, tell(told()), given_by()) == []
    newer = told(region=f"{COUNTY}/石门镇")
    (event,) = decide(book, tell(told(), newer), given_by())
    assert isinstance(event, FiguresTold)
    assert event.figures == (newer,)


def test_another_value_takes_a_correction_that_keeps_what_was_told() -> None:
    book = after(tell(told()))
    with pytest.raises(Contradicted, match=r"已填报为 62 名.*请用“更正”"):
        decide(book, tell(told(61)), given_by())
    correct = CorrectFigure(figure=told(61), reason="重复计入一名", document="更正说明")
    (event,) = decide(book, correct, given_by())
    assert isinstance(event, FigureCorrected)
    assert (event.was.value, event.figure.value) == (62, 61)
    corrected = after(tell(told()), correct)
    assert [x.value for x in corrected.told.values()] == [61]
    assert decide(corrected, correct, given_by()) == []
    never = CorrectFigure(figure=told(metric="street_meetings"), reason="误", document="无")
    with pytest.raises(Contradicted, match="还没有填报过"):
        decide(book, never, given_by())


def test_a_claim_stands_as_printed_and_is_never_overwritten() -> None:
    book = after(claims())
    assert decide(book, claims(), given_by()) == []
    assert [x.value for x in book.claims] == ["121"]
    for other in (claims("133"), claims(bound="at_least")):
        with pytest.raises(AlreadyThere):
            decide(book, other, given_by())
    elsewhere = after(claims(), claims("133", source="市人大常委会工作报告"))
    assert [x.value for x in elsewhere.claims] == ["121", "133"]


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        (told(region="陕西省/西安市"), "不属于"),
        (told(as_of=date(2025, 3, 1)), "还没有到"),
        (told(metric="completion_rate"), "不能填报"),
        (told(None, bound="at_least"), "未知的数"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(figure: Told, says: str) -> None:
    with pytest.raises(Malformed, match=says):
        decide(after(), tell(figure), given_by())


def test_a_county_does_not_write_in_the_citys_book_nor_a_unit_in_any() -> None:
    book = after()
    with pytest.raises(NotYours):
        decide(book, tell(told()), given_by(region=COUNTY))
    for party in ("unit:住建局", "deputy:D01"):
        with pytest.raises(NotYours):
            decide(book, tell(told()), given_by(party))
    with pytest.raises(Unknown):
        decide(None, tell(told()), given_by())
    with pytest.raises(Unknown):
        decide(book, tell(told(metric="happiness")), given_by())


def test_what_was_told_last_is_what_the_book_holds() -> None:
    figures: Sequence[Told] = [told(None), told(3, metric="street_meetings", period="2024")]
    held = after(tell(*figures)).told
    assert [x.value for x in held.values()] == [None, 3]


def test_a_mistyped_claim_is_withdrawn_and_noted_anew() -> None:
    state = after(claims("211"))
    with pytest.raises(AlreadyThere):
        decide(state, claims("121"), given_by())
    (wrong,) = state.claims
    said = {x: getattr(wrong, x) for x in ("metric", "region", "periods", "as_of", "source")}
    withdrawn = WithdrawClaim(**said, because="录入时数字颠倒")
    state = after(claims("211"), withdrawn, claims("121"))
    assert [x.value for x in state.claims] == ["121"]
    with pytest.raises(Unknown):
        decide(after(), withdrawn, given_by())
