"""The fields of a form, read from the JSON schema of the model that is sent."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from api.pages.acts import words

LONG = 300
"""Characters: what may be longer is written in an area."""
_SHA = "[0-9a-f]{64}"
Schema = Mapping[str, Any]
Options = Sequence[tuple[str, str]]


class Given(NamedTuple):
    """What one form knows besides its model, by the field's dotted name without row numbers."""

    values: Mapping[str, str] = {}
    """What stands in the field before anybody wrote."""
    options: Mapping[str, Options] = {}
    """What can be chosen, where the model allows any text."""
    hidden: frozenset[str] = frozenset()
    """Fields that are not asked; their values, if any, are sent along."""


class Field(NamedTuple):
    """One field as it is shown and read; `name` is dotted, with the numbers of rows."""

    name: str
    zh: str
    hint: str
    widget: str
    """area, choice, date, files, group, line, lines, many, moment, number, rows, yesno"""
    required: bool
    options: Options = ()
    parts: "tuple[Field, ...]" = ()
    """Of a group its fields; of rows the fields of each row, one group a row."""


class Shape:
    """The model behind a form."""

    def __init__(self, kind: Any) -> None:
        self.adapter: TypeAdapter[Any] = TypeAdapter(kind)
        self.schema: dict[str, Any] = self.adapter.json_schema()
        self._defs: Schema = self.schema.get("$defs", {})

    def fields(self, given: Given, rows: Mapping[str, int]) -> tuple[Field, ...]:
        """The fields; `rows` says how many rows a list of records shows."""
        return self._of(self.schema, "", given, rows, whole=True)

    def _of(
        self, schema: Schema, prefix: str, given: Given, rows: Mapping[str, int], *, whole: bool
    ) -> tuple[Field, ...]:
        """The fields of a record; `whole` is whether it has to be filled in at all."""
        needed = schema.get("required", ()) if whole else ()
        return tuple(
            self._field(f"{prefix}{name}", part, str(schema["title"]), given, rows, name in needed)
            for name, part in schema.get("properties", {}).items()
            if bare(f"{prefix}{name}") not in given.hidden
        )

    def _field(  # a field is what is said of it
        self,
        name: str,
        part: Schema,
        model: str,
        given: Given,
        rows: Mapping[str, int],
        needed: bool,
    ) -> Field:
        own, plain = self._resolved(part), bare(name)
        zh, hint = words.label(model, plain.rpartition(".")[2])
        known = given.options.get(plain)
        widget, options = self._widget(own, model, plain, known)
        parts: tuple[Field, ...] = ()
        if widget == "group":
            parts = self._of(own, f"{name}.", given, rows, whole=needed)
        elif widget == "rows":
            parts = tuple(self._rows(own, name, zh, given, rows))
        return Field(name, zh, hint, widget, needed, options, parts)

    def _rows(
        self, own: Schema, name: str, zh: str, given: Given, rows: Mapping[str, int]
    ) -> Iterator[Field]:
        one = self._resolved(own["items"])
        for n in range(rows.get(name, 1)):
            parts = self._of(one, f"{name}.{n}.", given, rows, whole=False)
            yield Field(
                f"{name}.{n}", f"{zh} 第{n + 1}条", "", "group", required=False, parts=parts
            )

    def _widget(
        self, own: Schema, model: str, plain: str, known: Options | None
    ) -> tuple[str, Options]:
        kind = own.get("type")
        if kind == "array":
            return self._several(own, known)
        if known is not None:
            return "choice", known
        if "enum" in own:
            table = words.options(model, plain.rpartition(".")[2], str(own.get("title", "")))
            return "choice", [(str(x), table[x]) for x in own["enum"]]
        if kind == "boolean":
            return "yesno", words.yes_no(model, plain.rpartition(".")[2])
        return _simple(own), ()

    def _several(self, own: Schema, known: Options | None) -> tuple[str, Options]:
        item = self._resolved(own.get("items", {}))
        if _SHA in str(item.get("pattern", "")):
            return "files", ()
        if known is not None:
            return "many", known
        return ("rows" if "properties" in item else "lines"), ()

    def _resolved(self, part: Schema) -> Schema:
        """What a field holds: behind references, and without the choice to leave it out; of
        several shapes the first, where a form offers only those that look alike."""
        if "$ref" in part:
            return self._resolved(self._defs[str(part["$ref"]).rpartition("/")[2]])
        for word in ("anyOf", "allOf", "oneOf"):
            kept = [x for x in part.get(word, ()) if x.get("type") != "null"]
            if kept:
                return self._resolved(kept[0])
        return part


def _simple(own: Schema) -> str:
    kind, form = own.get("type"), own.get("format")
    if kind == "object":
        return "group"
    if kind in ("integer", "number"):
        return "number"
    if form in ("date", "date-time"):
        return "date" if form == "date" else "moment"
    return "area" if int(own.get("maxLength", 0)) > LONG else "line"


def bare(name: str) -> str:
    """The name without the numbers of rows."""
    return ".".join(x for x in name.split(".") if not x.isdigit())
