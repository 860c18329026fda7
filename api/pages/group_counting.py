"""清点: from the steppers of the inspection form to counts; to a sentence where none is written."""

from starlette.datastructures import FormData

from api.pages.filing_form import WrongFields, sent
from domain.project.inspections import Tallied
from domain.project.state import Project

LABELS = {
    "visit.kind": "方式",
    "visit.happened_at": "现场时间",
    "visit.place": "地点",
    "visit.taking_part": "到场",
    "visit.seen": "看到了什么",
    "subprojects": "看了哪些子项目",
    "counts_for": "算作哪一件",
    "files": "照片",
    "counts": "清点",
}
MOST = 10_000_000


def counted(form: FormData, state: Project) -> tuple[Tallied, ...]:
    """What was counted; an empty field counted nothing. Raises WrongFields."""
    found = []
    for x in state.card.subprojects:
        told = str(form.get(f"count.{x.no}", "")).strip()
        if not told:
            continue
        if not (told.isascii() and told.isdigit() and int(told) <= MOST):
            raise WrongFields({"counts": f"{x.name}填整数，如14"})
        found.append(Tallied(subproject=x.no, number=int(told)))
    return tuple(found)


def told_fields(form: FormData, state: Project, counts: tuple[Tallied, ...]) -> dict[str, str]:
    """The fields of the form with who was there, and with the counts as what was seen where nothing
    else was written. Raises WrongFields."""
    fields = sent(form)
    present = [x for x in form.getlist("who") if isinstance(x, str)]
    others = fields.get("visit.taking_part", "")
    fields["visit.taking_part"] = " ".join([*dict.fromkeys(present), others]).strip()
    if not fields.get("visit.seen"):
        found = [fields.get(f"findings.{n}.text", "") for n in range(10)]
        said = _in_words(state, counts) or "；".join(x for x in found if x)
        if not said:
            raise WrongFields({"visit.seen": "写一句看到了什么，或者填清点的数"})
        fields["visit.seen"] = said
    return fields


def _in_words(state: Project, counts: tuple[Tallied, ...]) -> str:
    numbers = {x.subproject: x.number for x in counts}
    said = []
    for x in state.card.subprojects:
        target = state.targets.get(x.no)
        if x.no in numbers:
            said.append(f"{x.name}{numbers[x.no]}{target.unit if target and target.unit else ''}")
    return "现场清点：" + "，".join(said) + "。" if said else ""
