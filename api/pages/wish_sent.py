"""What somebody without an account sent, and what speaks against taking it."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from starlette.datastructures import FormData

from api.pages.wish_seal import Seal
from domain.refusals import Malformed
from domain.wish.personal import points_to_a_person
from ledger.wishers import Wisher, wisher

FIELDS = ("text", "place", "name", "phone")
TRAP = "website"
"""A field that people are not shown: who fills it in fills in everything."""
SHORTEST, LONGEST = 8, 1000
"""Characters of a wish. Ours."""
_LINK = re.compile(r"https?://|www\.|\.(?:com|cn|net|top|xyz|cc)\b", re.I)
_OVER_AND_OVER = re.compile(r"(.)\1{9,}", re.S)
_HAN = re.compile(r"[\u3400-\u9fff]")


class Sent(NamedTuple):
    """What was sent, and what is wrong with it by field."""

    values: Mapping[str, str]
    errors: Mapping[str, str]
    who: Wisher
    by_a_robot: bool


def sent_of(form: FormData, seal: Seal) -> Sent:
    """The form as it was sent."""
    values = {x: _text(form, x) for x in FIELDS}
    errors = {x: zh for x, zh in _errors(values).items() if zh}
    who = Wisher(None, None)
    try:
        who = wisher(values["name"], values["phone"])
    except Malformed as wrong:
        errors["name" if "称呼" in wrong.zh else "phone"] = wrong.zh
    return Sent(values, errors, who, bool(form.get(TRAP)) or seal.too_quick)


def _errors(values: Mapping[str, str]) -> dict[str, str | None]:
    return {"text": _wrong_text(values["text"]), "place": _wrong_place(values["place"])}


def wrong_words(text: str, shortest: int, longest: int) -> str | None:
    """What speaks against a few words of somebody without an account; None where nothing does."""
    if not shortest <= len(text) <= longest:
        return f"现有{len(text)}字，请写{shortest}至{longest}字。"
    if _LINK.search(text):
        return "请不要写网址，直接写出来。"
    if points_to_a_person(text):
        return "请不要写电话、身份证号或邮箱。"
    if _OVER_AND_OVER.search(text) or not _HAN.search(text):
        return "请用一两句话写明：在哪里，怎么样。"
    return None


def _wrong_text(text: str) -> str | None:  # one line per rule
    if len(text) < SHORTEST:
        return f"请把建议写清楚，至少{SHORTEST}个字。"
    if len(text) > LONGEST:
        return f"现有{len(text)}字，请不超过{LONGEST}字；内容多的可以分几条提。"
    if _LINK.search(text):
        return "请不要写网址，直接写出建议的内容。"
    if points_to_a_person(text):
        return "内容会公开办理，请不要写电话、身份证号或邮箱；联系方式填在下面，办完可以删除。"
    if _OVER_AND_OVER.search(text) or not _HAN.search(text):
        return "请用一两句话写明：在哪里，缺什么，希望怎么办。"
    return None


def _wrong_place(place: str) -> str | None:
    if len(place) > 100 or _LINK.search(place) or points_to_a_person(place):
        return "请只写地点，如村、社区、路口，不超过100字。"
    return None


def _text(form: FormData, name: str) -> str:
    value: Any = form.get(name, "")
    if not isinstance(value, str):
        return ""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(x for x in plain if x == "\n" or x.isprintable()).strip()
