"""What is sent in letters that nobody can keep is refused at the door, and stops nobody's work."""

import time

import httpx2
import pytest

from tests.api.test_bad_input import is_problem
from tests.support.town import Town

OURS = {"Sec-Fetch-Site": "same-origin"}
PART = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\n%s\r\n--x--\r\n'
KIND = "multipart/form-data; boundary=x"
NOBODYS = ("/login", "/look", "/wish/C1", "/receipt/forget", "/open/answer/x")


async def _sent(town: Town, path: str, kind: str, text: bytes) -> httpx2.Response:
    headers = {**OURS, "Content-Type": kind}
    return await town.http.post(path, content=PART % text, headers=headers)


@pytest.mark.parametrize("path", NOBODYS)
@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("charset=punycode", b"aaaa-" + b"a" * 200_000),
        ('charset="PunyCode"', b"aaaa-" + b"a" * 200_000),
        ("Charset = punycode", b"aaaa-" + b"a" * 200_000),
        ("charset=utf-7", b"+2AA-"),
        ("charset=unicode_escape", b"\\ud800"),
        ("charset=utf-8; charset=utf-16", b"\x00\xd8"),
        ("charset=", b"a"),
    ],
)
async def test_a_form_in_other_letters_is_refused_unread(
    town: Town, path: str, charset: str, text: bytes
) -> None:
    began = time.process_time()
    answer = await _sent(town, path, f"{KIND}; {charset}", text)
    is_problem(answer, 415, "UTF-8")
    assert time.process_time() - began < 1


async def test_no_second_content_type_hides_the_first(town: Town) -> None:
    for said in ([f"{KIND}; charset=utf-7", KIND], [KIND, f"{KIND}; charset=utf-7"]):
        headers = [*OURS.items(), *(("Content-Type", x) for x in said)]
        answer = await town.http.post("/login", content=PART % b"+2AA-", headers=headers)
        is_problem(answer, 415)


@pytest.mark.parametrize("charset", ["", "; charset=UTF-8", '; charset="utf8"'])
async def test_a_form_in_utf_8_is_read(town: Town, charset: str) -> None:
    answer = await _sent(town, "/login", KIND + charset, "县消防大队".encode())
    assert answer.status_code == 422
    assert "登录名或口令不对" in answer.text
    assert 'value="县消防大队"' in answer.text


async def test_what_a_part_says_of_its_letters_and_another_kind_of_form_are_read_as_utf_8(
    town: Town,
) -> None:
    part = PART.replace(b"\r\n\r\n%s", b"\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n%s")
    headers = {**OURS, "Content-Type": KIND}
    answer = await town.http.post("/login", content=part % b"+2AA-", headers=headers)
    assert 'value="+2AA-"' in answer.text
    headers = {**OURS, "Content-Type": "application/x-www-form-urlencoded; charset=utf-7"}
    answer = await town.http.post("/login", content=b"login=%2B2AA-", headers=headers)
    assert 'value="+2AA-"' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/receipt?no=%00",
        "/api/v1/open/projects?region=%00",
        "/api/v1/open/projects?list=a%00b",
        "/open/feed.atom?region=%00",
    ],
)
async def test_no_address_asks_for_what_no_text_can_hold(town: Town, path: str) -> None:
    is_problem(await town.http.get(path), 404)


@pytest.mark.parametrize("path", ["/login", "/receipt/forget"])
async def test_a_form_with_what_no_text_can_hold_is_refused_and_is_no_fault(
    town: Town, path: str
) -> None:
    sent = {"login": "a\x00b", "password": "p", "no": "a\x00b", "number": "a\x00b"}
    answer = await town.http.post(path, data=sent, headers=OURS)
    assert 400 <= answer.status_code < 500, answer.text
