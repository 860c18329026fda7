"""What a guesser tries first is nobody's password."""

import pytest

from ledger.accounts import LEAST
from ledger.first_account import new_password
from ledger.guessable import common, guessable


def test_the_list_is_long_enough() -> None:
    """ASVS 6.2.4 6.2.12 (more than 3,000 known ones; digits after the short ones count too)."""
    assert len(common()) > 4000
    assert sum(len(x) >= LEAST for x in common()) > 2000


@pytest.mark.parametrize(
    "password",
    [
        *("1234567890", "qwertyuiop", "Password123", "password1234", "iloveyou2024", "1q2w3e4r5t"),
        *("1111111111", "aaaaaaaaaaaa", "3456789012", "9876543210", "!!!!!!!!!!!!", "abcabcabcabc"),
        *("passwordpassword", "letmein!!!!!", "2023dragon2023"),
    ],
)
def test_what_everybody_chooses_is_refused(password: str) -> None:
    """ASVS 6.2.4 6.2.12"""
    assert guessable(password, "zhujian")


@pytest.mark.parametrize(
    "password",
    [
        *("bihuan2026!", "闭环闭环闭环闭环闭环", "人大办20261122", "renda-000000", "Admin12345"),
        *("zhujianzhujian", "Zhujian@2026", "民生实事1234567"),
    ],
)
def test_our_own_words_and_the_login_are_refused(password: str) -> None:
    """ASVS 6.1.2 6.2.11"""
    assert guessable(password, "zhujian")


@pytest.mark.parametrize(
    "password",
    [
        *("a long enough password", "correct horse battery staple", "春天来了去河边走走吧"),
        *("zhujian likes the river", "8261 7394 1057", "民生实事要办到心坎上"),
    ],
)
def test_what_nobody_thinks_of_is_taken(password: str) -> None:
    """ASVS 6.2.5"""
    assert not guessable(password, "zhujian")


def test_what_we_make_ourselves_is_never_guessable() -> None:
    """ASVS 6.4.1"""
    made = [new_password() for _ in range(200)]
    assert len(set(made)) == 200
    assert not any(guessable(x, "rendaban") for x in made)
