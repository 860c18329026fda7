"""From what was filled in to the model that the interface takes; blank is left out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.field_errors import described
from api.pages.acts.fields import Field, Given, Shape
from api.problems import Problem

Hashes = Mapping[str, Sequence[str]]
"""Of every field for files: the files that are handed in with it."""
_PARTS = "，,；;\n"


class Amiss(Exception):
    """Some fields cannot be: what to write instead, by the field's name."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(errors)
        self.errors = dict(errors)


def read(shape: Shape, fields: Sequence[Field], form: FormData, files: Hashes, given: Given) -> Any:
    """What the form says, as the model, with what it does not ask. Raises Amiss."""
    said = _group(fields, form, files) or {}
    for name in given.hidden & given.values.keys():
        _put(said, name.split("."), given.values[name])
    try:
        return shape.adapter.validate_python(said)
    except ValidationError as error:
        told = described(error.errors(include_url=False))
        raise Amiss({x.field: x.zh for x in told}) from error


def _put(said: dict[str, Any], way: Sequence[str], value: str) -> None:
    for part in way[:-1]:
        said = said.setdefault(part, {})
    said[way[-1]] = value


def from_problem(problem: Problem) -> dict[str, str]:
    """The fields that a problem names."""
    return {x.field: x.zh for x in problem.errors}


def values_of(form: FormData) -> dict[str, Any]:
    """What stands in each field, to be shown again: the texts of a field in their order."""
    return {
        name: [x.strip() for x in form.getlist(name) if isinstance(x, str)]
        for name in form
        if name not in ("form_token", "key", "more")
    }


def rows_in(form: FormData) -> dict[str, int]:
    """How many rows each list of records has, one more where that was asked for."""
    found: dict[str, int] = {}
    for name in form:
        parts = name.split(".")
        for n, part in enumerate(parts):
            if part.isdigit():
                before = ".".join(parts[:n])
                found[before] = max(found.get(before, 1), int(part) + 1)
    if isinstance(more := form.get("more"), str) and more:
        found[more] = found.get(more, 1) + 1
    return {name: min(number, 60) for name, number in found.items()}


def _group(fields: Sequence[Field], form: FormData, files: Hashes) -> dict[str, Any] | None:
    """The fields that were filled in; None where nothing was."""
    said = {x.name.rpartition(".")[2]: _VALUE.get(x.widget, _text)(x, form, files) for x in fields}
    told = {name: value for name, value in said.items() if value is not None}
    return told or None


def _text(field: Field, form: FormData, _: Hashes) -> Any:
    said = form.get(field.name)
    text = said.strip() if isinstance(said, str) else ""
    return text or None


def _moment(field: Field, form: FormData, files: Hashes) -> Any:
    """People write the hour of Beijing."""
    text = _text(field, form, files)
    return f"{text}+08:00" if text else None


def _lines(field: Field, form: FormData, files: Hashes) -> Any:
    text = _text(field, form, files) or ""
    for mark in _PARTS:
        text = text.replace(mark, "、")
    return [x.strip() for x in text.split("、") if x.strip()] or None


def _many(field: Field, form: FormData, _: Hashes) -> Any:
    return [x for x in form.getlist(field.name) if isinstance(x, str) and x] or None


def _files(field: Field, _: FormData, files: Hashes) -> Any:
    return list(files.get(field.name, ())) or None


def _whole(field: Field, form: FormData, files: Hashes) -> Any:
    told = _group(field.parts, form, files)
    return told if told is not None or not field.required else {}


def _rows(field: Field, form: FormData, files: Hashes) -> Any:
    found = [_group(x.parts, form, files) for x in field.parts]
    return [x for x in found if x is not None] or None


_VALUE: Mapping[str, Callable[[Field, FormData, Hashes], Any]] = {
    "moment": _moment,
    "lines": _lines,
    "many": _many,
    "files": _files,
    "group": _whole,
    "rows": _rows,
}
