"""Given two measures, when they are compared, then what a running year would feel is said."""

from datetime import date

from domain.differences import differences
from domain.regimes import FOLDER, named, parse

VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
TOWN = (FOLDER / "baofeng@1.toml").read_text(encoding="utf-8")


def changed(*pairs: tuple[str, str]) -> dict[tuple[str, str], str]:
    """(kind, clause) → the sentence, for a file with these changes."""
    text = TOWN.replace("version = 1", "version = 9", 1)
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    found = differences(named("baofeng@1"), parse(text, "t.toml"), VOTE, SESSION)
    return {(x.kind, x.clause): x.zh for x in found}


def test_the_same_measure_changes_nothing() -> None:
    assert changed() == {}


def test_another_term_is_told_as_another_day() -> None:
    """V = 2023-03-31: one month is 05-04 (rulebook §3.7), two months 05-31."""
    found = changed(
        (
            'term = "1m" }\norigin = "S003"\ncite = "项目',
            'term = "2m" }\norigin = "S003"\ncite = "项目',
        )
    )
    assert found == {("due", "work_plan"): "“工作方案”的期限由 2023-05-04 改为 2023-05-31"}


def test_a_fact_s_term_is_told_as_a_term() -> None:
    found = changed(('trigger = "evaluated", term = "7wd"', 'trigger = "evaluated", term = "9wd"'))
    (sentence,) = found.values()
    assert sentence == "“测评结果公开”的期限由 evaluated + 7wd 改为 evaluated + 9wd"


def test_lines_that_come_and_go_are_told_with_their_days() -> None:
    found = changed(('name = "quarterly_meeting"', 'name = "quarterly_talk"'))
    assert found[("gone", "quarterly_meeting")].startswith("不再要求“季度工作例会”（2023-06-30、")
    assert "由人大主席团承担" in found[("new", "quarterly_talk")]


def test_another_obligor_ladder_and_threshold_are_told() -> None:
    found = changed(
        (
            'obligor = "government"\nobligee = "presidium"',
            'obligor = "presidium"\nobligee = "presidium"',
        ),
        ('letter = "5wd"', 'letter = "4wd"'),
        ('threshold = "60"', 'threshold = "70"'),
    )
    assert found[("obligor", "mid_year_report")] == "“年中进展报告”的承担者由“政府”改为“人大主席团”"
    assert found[("section", "ladder.letter")] == "督办阶梯（ladder.letter）由 5wd 改为 4wd"
    assert ("section", "evaluation.threshold") in found
