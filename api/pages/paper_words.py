"""From the editor's form to the staff's words of a paper."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from domain.papers.office import Words

PASSAGES = ("表扬", "点评", "要求")
"""The passages that the form offers, in the order of print; each may be called otherwise."""
FIELDS = (
    "number",
    "to",
    "signed",
    "dated",
    *(f"{x}.{n}" for n in range(len(PASSAGES)) for x in ("head", "text")),
)
LONGEST = 8000
WRONG = {
    "number": "期号或文号不超过300字",
    "to": "送达的单位不超过两千字，不用特殊字符",
    "signed": "署名写机关或者办事机构，不超过300字",
    "dated": "成文日期写成年月日，例如2023年7月14日选2023-07-14",
}


def sent(form: FormData) -> dict[str, str]:
    """The fields as written."""
    told = {x: str(form.get(x, "")).replace("\r\n", "\n").strip()[:LONGEST] for x in FIELDS}
    return {k: v for k, v in told.items() if v}


def words_of(fields: Mapping[str, str]) -> tuple[Words, dict[str, str]]:
    """The words, and for each field that cannot be taken what to write instead. What is wrong is
    left out of the words, so that the rest can still be seen."""
    errors: dict[str, str] = {}
    held: dict[str, Any] = {}
    for name, zh in WRONG.items():
        if name in fields and _refused({name: fields[name]}):
            errors[name] = zh
        elif name in fields:
            held[name] = fields[name]
    passages = []
    for n, usual in enumerate(PASSAGES):
        text = fields.get(f"text.{n}")
        if not text:
            continue
        passage = {"zh": fields.get(f"head.{n}", usual), "text": text}
        if _refused({"passages": [passage]}):
            errors[f"text.{n}"] = "这一段太长或有特殊字符，分成几段或删去"
        else:
            passages.append(passage)
    return Words.model_validate({**held, "passages": passages}), errors


def _refused(one: Mapping[str, Any]) -> bool:
    try:
        Words.model_validate(one)
    except ValidationError:
        return True
    return False
