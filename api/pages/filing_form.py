"""From the fields of a page's form to a filing, and from what is wrong to the fields."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import FormData

from api.field_errors import described
from domain.base import Value
from domain.forms import (
    Claim,
    Consultation,
    Evaluation,
    Filing,
    Film,
    InspectionFiling,
    Progress,
    Reading,
    RegisterCheck,
    Remedy,
    Report,
    SpotCheck,
    SuggestionReply,
    SuggestionVerdict,
    Verification,
    WorkPlan,
)
from domain.regimes.model import Form
from ledger.uploads import Upload

SHAPES: dict[Form, type[Value]] = {
    Form.WORK_PLAN: WorkPlan,
    Form.PROGRESS: Progress,
    Form.REPORT: Report,
    Form.CLAIM: Claim,
    Form.VERIFICATION: Verification,
    Form.EVALUATION: Evaluation,
    Form.INSPECTION: InspectionFiling,
    Form.REMEDY: Remedy,
    Form.FILM: Film,
    Form.READING: Reading,
    Form.CONSULTATION: Consultation,
    Form.REPLY: SuggestionReply,
    Form.VERDICT: SuggestionVerdict,
    Form.REGISTER_CHECK: RegisterCheck,
    Form.SPOT_CHECK: SpotCheck,
}
_FILING: TypeAdapter[Filing] = TypeAdapter(Filing)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DAYS = ("planned_start", "planned_completion", "held_on", "by", "checked_on")
_NAME = re.compile(r"[a-z_]+(\.\d{1,3}\.[a-z_]+|\.[a-z_]+)*", re.ASCII)


class WrongFields(Exception):
    """Some fields are wrong: what to write instead, by the field's name."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__()
        self.errors = dict(errors)


def sent(form: FormData) -> dict[str, str]:
    """The text fields, trimmed."""
    return {
        name: value.replace("\r\n", "\n").strip()
        for name, value in form.items()
        if isinstance(value, str) and _NAME.fullmatch(name)
    }


def filing_of(form: Form, fields: Mapping[str, str], files: list[Upload]) -> Filing:
    """The filing. Raises WrongFields."""
    told = {k: v for k, v in fields.items() if v and k.split(".")[0] in SHAPES[form].model_fields}
    odd = {
        k: "日期写成2023-03-31的样子"
        for k, v in told.items()
        if k.rsplit(".", 1)[-1] in _DAYS and not _DAY.fullmatch(v)
    }
    if odd:
        raise WrongFields(odd)
    body: dict[str, Any] = {**nested(told), "form": form.value}
    if form is Form.CONSULTATION:
        _leave_out_empty(body)
    if form in (Form.REGISTER_CHECK, Form.SPOT_CHECK):
        body["books"] = [x for x in body.get("books", []) if "complete" in x]
    body["evidence"] = [x.evidence.model_dump() for x in files]
    try:
        return _FILING.validate_python(body)
    except ValidationError as error:
        wrong = described(error.errors(include_url=False))
        raise WrongFields({_bare(x.field, form): x.zh for x in wrong}) from error


def _leave_out_empty(body: dict[str, Any]) -> None:
    """Who took no part, and proposals nobody made, are rows with nothing in them."""
    for name, needed in (("participants", "who"), ("proposals", "text")):
        body[name] = [x for x in body.get(name, []) if needed in x]


def nested(fields: Mapping[str, str]) -> dict[str, Any]:
    """`rows.0.planned` as {"rows": [{"planned": …}]}; rows keep their order."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        *way, last = name.split(".")
        at = found
        for step in way:
            at = at.setdefault(step, {})
        at[last] = value
    return {k: _listed(v) for k, v in found.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {k: _listed(v) for k, v in value.items()}
    if inner and all(x.isdigit() for x in inner):
        return [inner[x] for x in sorted(inner, key=int)]
    return inner


def _bare(field: str, form: Form) -> str:
    return field.removeprefix(f"{form.value}.")
