"""How periods are called on pages: months, quarters, and the numbers of what has several."""

import pytest

from api.pages.words import duty_zh, period_zh


@pytest.mark.parametrize(
    ("period", "zh"),
    [
        (None, ""),
        ("2025", "2025年"),
        ("2025-M05", "5月"),
        ("2025-Q2", "二季度"),
        ("2025-H1", "上半年"),
        ("2", "第2号"),
        ("1-2", "第1-2号"),
        ("10-2", "第10-2号"),
        ("2025-M11-1", "11月第1号"),
        ("2025-07-18", "7月18日"),
        ("consultation-1", "第1号"),
    ],
)
def test_every_period_that_duties_have_is_called_by_words(period: str | None, zh: str) -> None:
    assert period_zh(period) == zh


def test_a_duty_of_a_consultation_is_called_by_line_month_and_number() -> None:
    assert duty_zh("会商建议落实 2025-M11-1", "2025-M11-1") == "会商建议落实 11月第1号"
