"""The pages in English: what is cut out of a template, what is known of a printed value, and the
choice itself. Given these words, when read in English, then these."""

import pytest
from jinja2 import DictLoader, Environment

from api.language.catalogue import as_is
from api.language.pieces import messages, translated
from api.language.reading import Reader
from tests.pages.conftest import Hall


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<h1>待办</h1>", ["待办"]),
        ("<p><b>{{ n }}件</b> 逾期</p>", ["<1>{1}件</1> 逾期"]),
        ('<a href="/x?q={{ q }}"{% if now %} aria-current="page"{% endif %}>返回</a>', ["返回"]),
        ('<svg aria-label="{{ n }}项的灯"></svg>', ["{1}项的灯"]),
        ("<p>共{% if n %}{{ n }}件{% else %}没有{% endif %}。</p>", ["共", "{1}件", "没有"]),
        ('<input value="登记" placeholder="姓名">', ["姓名"]),
        ('<b>甲</b><i>{{ x["乙"] }}</i>', ["<1>甲</1><2>{1}</2>"]),
        ('<p>{{ x }}</p><time datetime="{{ d }}">{{ d }}</time>', []),
        ("<li>甲</li>\n<li>乙\n  丙</li>", ["甲", "乙 丙"]),
    ],
)
def test_a_template_is_cut_into_whole_messages(source: str, found: list[str]) -> None:
    assert messages(source) == found


def test_a_template_without_translations_is_the_template_itself() -> None:
    source = '<p>共<b>{{ n }}</b>件 {% if x %}<a href="/a">看</a>{% endif %}</p>\n<br>尾'
    assert translated(source, lambda x: x) == source


def test_gaps_stand_where_the_other_language_wants_them() -> None:
    known = {"<1>{1}</1>欠{2}件": "{2} owed by <1>{1}</1>"}
    source = '<p><b class="w">{{ who }}</b>欠{{ n }}件</p>'
    made = Environment(
        loader=DictLoader({"x": translated(source, lambda x: known.get(x, x))}), autoescape=True
    )
    assert (
        made.get_template("x").render(who="甲局", n=3) == '<p>3 owed by <b class="w">甲局</b></p>'
    )


def test_what_goes_back_to_us_is_never_translated() -> None:
    source = '<textarea name="t">{{ t }}</textarea><input value="{{ t }}" aria-label="{{ t }}">'
    made = Environment(
        loader=DictLoader({"x": translated(source, lambda x: x)}),
        autoescape=True,
        finalize=lambda x: "Agreed" if type(x) is str and x == "同意" else x,
    )
    made.filters["as_is"] = as_is
    assert made.get_template("x").render(t="同意") == (
        '<textarea name="t">同意</textarea><input value="同意" aria-label="Agreed">'
    )


CATALOGUE = {
    "{1}到期": "due {1}",
    "{1}到期，{2}": "due {1}, {2}",
    "已收下": "accepted",
    "交了{1}": "{1} filed",
    "工作方案": "work plan",
    "迟交": "late",
    "催办": "reminder",
    "{1}交{2}": "{1} files {2}",
    "向{1}发督办函": "letter to {1}",
}


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("已收下", "accepted"),
        ("2023年5月4日到期", "due 4 May 2023"),
        ("5月4日到期，已收下", "due 4 May, accepted"),
        ("交了工作方案，迟交", "work plan filed, late"),
        ("工作方案、催办", "work plan, reminder"),
        ("2026年2月24日（星期二）", "Tue 24 Feb 2026"),
        ("宁海县口袋公园", "宁海县口袋公园"),
        ("同意，已收下", "同意，已收下"),
        ("（样本）区交通局", "（样本）区交通局"),
        ("交了某某局的方案", "交了某某局的方案"),
        ("向某某局发督办函", "letter to 某某局"),
        ("工作方案 二季度", "work plan Q2"),
        ("no Chinese", "no Chinese"),
    ],
)
def test_a_printed_value_is_known_by_its_form(said: str, english: str) -> None:
    assert Reader(CATALOGUE).say(said) == english


async def test_a_reader_chooses_a_language_and_stays_where_he_was(hall: Hall) -> None:
    browser = hall.browser()
    first = await browser.get("/login?next=%2Ftodo")
    assert '<html lang="zh-CN">' in first.text
    assert "/language/en?back=/login%3Fnext%3D%252Ftodo" in first.text
    chosen = await browser.http.get("/language/en?back=/login%3Fnext%3D%252Ftodo")
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/login?next=%2Ftodo")
    assert '<html lang="en">' in (await browser.get("/login")).text
    away = await browser.http.get("/language/zh-CN?back=https://elsewhere.example")
    assert away.headers["location"] == "/"
    assert '<html lang="zh-CN">' in (await browser.get("/login")).text
    assert (await browser.get("/language/fr")).status_code == 404
