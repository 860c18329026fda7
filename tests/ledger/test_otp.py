"""One-time passwords against the vectors of RFC 6238 (Appendix B) and RFC 4226 (Appendix D)."""

import pytest

from ledger.otp import STEP, code_at, new_secret, step_of, step_shown, typed, uri_of

KEY = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "eight"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, eight: str) -> None:
    assert code_at(KEY, step_of(seconds)) == eight[-6:]


def test_a_code_stands_in_its_step_and_the_next_one_and_never_before() -> None:
    """ASVS 6.5.5 (a code lives for its 30 seconds; who types slowly has one step more)."""
    code = code_at(KEY, 100)
    at = 100 * STEP
    assert step_shown(KEY, code, at - 0.1, 0) is None
    assert step_shown(KEY, code, at, 0) == 100
    assert step_shown(KEY, code, at + 2 * STEP - 0.1, 0) == 100
    assert step_shown(KEY, code, at + 2 * STEP, 0) is None


def test_a_step_that_was_used_and_all_before_it_are_worth_nothing() -> None:
    """ASVS 6.5.1"""
    assert step_shown(KEY, code_at(KEY, 100), 100 * STEP, 100) is None
    assert step_shown(KEY, code_at(KEY, 99), 100 * STEP, 100) is None
    assert step_shown(KEY, code_at(KEY, 100), 100 * STEP, 99) == 100


@pytest.mark.parametrize("said", ["", "六位数字啊呀", "abc", "1" * 64, "\x00"])
def test_what_is_no_code_is_refused_and_breaks_nothing(said: str) -> None:
    assert step_shown(KEY, said, 100 * STEP, 0) is None


def test_secrets_are_chance_and_are_told_to_the_telephone_whole() -> None:
    """ASVS 6.5.3"""
    assert len({new_secret() for _ in range(100)}) == 100
    assert len(new_secret()) == 20
    assert typed(KEY).replace(" ", "") in uri_of(KEY, "fire")
    assert uri_of(KEY, "a&b").count("&") == 4
