"""Whatever people write in a cell, it is told exactly or sent back."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.lists.cells import Broken, amount
from domain.lists.numerals import arabic, item_number, spoken
from domain.lists.said import day, money, quantity

days = st.dates(date(2004, 1, 1), date(2099, 12, 31))
wan = st.decimals(0, 10**9, places=2)
WIDE = {ord(x): ord(x) + 0xFEE0 for x in "0123456789."}
"""Full-width, as input methods write them."""
DIGITS = "〇一二三四五六七八九"


def written(number: int) -> str:
    """A number below 200 as people say it."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = "一百" if hundreds else ""
    if tens:
        said += ("一" if hundreds else "") + "十" if tens == 1 else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (DIGITS[ones] if ones else "") or DIGITS[0]


@given(st.integers(0, 199))
def test_a_number_in_words_is_that_number(number: int) -> None:
    assert spoken(written(number)) == number
    for around in ("{}", "（{}）", "{}、", "第{}项", "({}).", "{}."):
        text = around.format(written(number)).replace("（", "(").replace("）", ")")
        assert item_number(text.removesuffix(".") if ")." in text else text) == str(number)


@given(days)
def test_a_day_is_the_same_in_every_way_of_writing_it(on: date) -> None:
    year = "".join(DIGITS[int(x)] for x in str(on.year))
    ways = [
        on.isoformat(),
        f"{on.year}/{on.month}/{on.day}",
        f"{on.year}.{on.month}.{on.day}",
        f"{on:%Y%m%d}",
        f"{on.year}年{on.month}月{on.day}日",
        f"{on.year} 年 {on.month} 月 {on.day} 日前",
        f"{on.year}年{on.month}月{on.day}日前完成".translate(WIDE),
        f"{year}年{written(on.month)}月{written(on.day)}日",
        f"{on.isoformat()} 00:00:00",
    ]
    assert {day(x, None, "完成时限") for x in ways} == {on.isoformat()}
    assert day(f"{on.month}月{on.day}日", on.year, "完成时限") == on.isoformat()


@given(days)
def test_the_end_of_a_month_is_its_last_day(on: date) -> None:
    found = date.fromisoformat(day(f"{on.year}年{on.month}月底前", None, "完成时限"))
    assert (found.year, found.month) == (on.year, on.month)
    assert (found + timedelta(1)).day == 1


@given(wan)
def test_money_is_the_same_in_every_unit(value: Decimal) -> None:
    plain = f"{value:f}"
    ways = {
        (plain, "万元"),
        (f"{value:,f}", "万元"),
        (plain.translate(WIDE), "万元"),
        (f"{plain}万元", ""),
        (f"{value / 10_000:f}亿元", "万元"),
        (f"{value * 10_000:f}元", "亿元"),
        (f" {plain} 万 ", "元"),
    }
    told = {Decimal(money(x, unit, "总投资")) for x, unit in ways}
    assert told == {value}
    assert amount(money(plain, "万元", "总投资"), "总投资") == value


@given(st.integers(1, 10**6), st.sampled_from(["个", "公里", "平方米", "户", "套"]))
def test_a_quantity_keeps_its_number_its_unit_and_its_sign(number: int, unit: str) -> None:
    for text, op in (
        (f"{number}{unit}", "eq"),
        (f"{number}{unit}以上", "ge"),
        (f"不少于{number}{unit}", "ge"),
        (f"约{number:,}{unit}", "approx"),
        (f"{number}余{unit}", "approx"),
    ):
        found = quantity(text)
        assert found is not None, text
        assert (found.op, Decimal(found.value), found.unit) == (op, Decimal(number), unit)


@given(st.text(max_size=30), st.sampled_from(["万元", "亿元", ""]))
def test_any_text_is_told_or_sent_back_and_never_anything_else(text: str, unit: str) -> None:
    for read in (
        lambda: Decimal(money(text, unit, "总投资")),
        lambda: date.fromisoformat(day(text, 2025, "完成时限")),
    ):
        with suppress(Broken):
            read()
    found = quantity(text)
    assert found is None or Decimal(found.value) >= 0
    assert isinstance(arabic(text), str)


@given(st.text("0123456789年月日底前中初上下旬半季度第、.-/ 一二十", max_size=14))
def test_what_looks_like_a_day_is_a_real_one_or_sent_back(text: str) -> None:
    with suppress(Broken):
        assert date.fromisoformat(day(text, 2025, "完成时限")).year > 0
