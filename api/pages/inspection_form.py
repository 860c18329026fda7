"""From the fields of the inspection form to a command, and from what is wrong to the fields."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.field_errors import described
from api.pages.filing_form import WrongFields, nested
from domain.project.inspections import RecordInspection
from ledger.uploads import Upload

FINDINGS = 5
"""So many findings can be written at once; more of them are another record."""
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_APART = re.compile(r"[\s,，、;；]+")


def inspection_of(
    form: FormData, fields: Mapping[str, str], files: list[Upload], key: str
) -> RecordInspection:
    """The command. Raises WrongFields."""
    told = {k: v for k, v in fields.items() if v and k.split(".")[0] in ("visit", "findings")}
    wrong = _odd(told)
    if wrong:
        raise WrongFields(wrong)
    told = {k: v for k, v in told.items() if _written(k, told)}
    body = nested(told)
    visit: dict[str, Any] = body.get("visit", {})
    if at := visit.get("happened_at"):
        visit["happened_at"] = f"{at}:00+08:00"
    visit["taking_part"] = [x for x in _APART.split(visit.get("taking_part", "")) if x]
    visit["subprojects"] = [x for x in form.getlist("subprojects") if isinstance(x, str)]
    visit["evidence"] = [x.evidence.model_dump() for x in files]
    given = {
        "number": f"JC-{key[:10]}",
        "visit": visit,
        "findings": body.get("findings", []),
        "counts_for": fields.get("counts_for") or None,
    }
    try:
        return RecordInspection.model_validate(given)
    except ValidationError as error:
        found = described(error.errors(include_url=False))
        raise WrongFields({_field(x.field, told): x.zh for x in found}) from error


def _written(field: str, told: Mapping[str, str]) -> bool:
    """Whether the field is of the visit, or of a finding that says something."""
    way = field.split(".")
    return way[0] != "findings" or f"findings.{way[1]}.text" in told


def _odd(told: Mapping[str, str]) -> dict[str, str]:
    wrong = {}
    at = told.get("visit.happened_at")
    if at is not None and not _AT.fullmatch(at):
        wrong["visit.happened_at"] = "时间写成2023-05-12T09:30的样子"
    for n in range(FINDINGS):
        own = {k for k in told if k.startswith(f"findings.{n}.")}
        severe = told.get(f"findings.{n}.severity") == "ordinary"
        if own - ({f"findings.{n}.severity"} if severe else set()) and (
            f"findings.{n}.text" not in own
        ):
            wrong[f"findings.{n}.text"] = "写明是什么问题"
        due = told.get(f"findings.{n}.due")
        if due is not None and not _DAY.fullmatch(due):
            wrong[f"findings.{n}.due"] = "日期写成2023-05-31的样子"
    return wrong


def _field(name: str, told: Mapping[str, str]) -> str:
    """The field that an error is said beside: findings keep the place they were written in."""
    match = re.fullmatch(r"findings\.(\d+)\.([a-z_]+)", name)
    if match is None:
        return re.sub(r"\.\d+$", "", name)
    written = sorted({int(k.split(".")[1]) for k in told if k.startswith("findings.")})
    return f"findings.{written[int(match[1])]}.{match[2]}"
