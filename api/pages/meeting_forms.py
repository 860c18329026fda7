"""What staff fill in about a meeting, as the command it means."""

from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.convening import Cancelling, ClosingDay, Convening, Moving, OpeningDay, in_reach
from api.field_errors import described
from api.pages.rights import Signed
from api.problems import Problem, not_found
from api.refusals import problem_of
from api.tools import Tools
from domain.base import Command
from domain.names import COLLECTION
from domain.refusals import NotYours, Refused, Unknown

T = TypeVar("T")
_BODIES: Mapping[str, type[Moving | Cancelling | OpeningDay | ClosingDay]] = {
    "move": Moving,
    "cancel": Cancelling,
    "open": OpeningDay,
    "close": ClosingDay,
}
SERVES = "serves."
_OURS = ("form_token", "key", "what", "meeting", "programme", "anchor")


class Wrong(Exception):
    """What was filled in cannot be; `zh` says what to do."""

    def __init__(self, status: int, zh: str) -> None:
        super().__init__(zh)
        self.status, self.zh = status, zh


async def asked(form: FormData, signed: Signed, tools: Tools) -> tuple[str, Command]:
    """The meeting and the command that the form means. Raises Wrong, Problem 404."""
    texts = texts_of(form)
    values: dict[str, Any] = {k: v for k, v in texts.items() if k not in _OURS and v}
    try:
        if texts.get("what") == "convene":
            return await _convening(values, texts, signed, tools)
        body = _BODIES.get(texts.get("what", ""))
        if body is None:
            raise not_found()
        return texts.get("meeting", ""), body.model_validate(values).command()
    except ValidationError as error:
        said = described(error.errors(include_url=False))
        raise Wrong(422, "；".join(f"{x.field}：{x.zh}" for x in said)) from error


async def _convening(
    values: dict[str, Any], texts: Mapping[str, str], signed: Signed, tools: Tools
) -> tuple[str, Command]:
    asked = {k: v for k, v in values.items() if not k.startswith(SERVES)}
    convening = Convening.model_validate({**asked, "serves": _serves(texts)})
    try:
        command = await convening.command(signed, tools)
    except Problem as problem:
        said = [x.zh for x in problem.errors] or [problem.zh]
        raise Wrong(problem.status_code, "；".join(said)) from problem
    if not in_reach(signed, command):
        raise not_found()
    return convening.id, command


def _serves(texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """The years it serves: each with the day that it sets there, or `served` for none."""
    said = {k.removeprefix(SERVES): v for k, v in texts.items() if k.startswith(SERVES) and v}
    if one := texts.get("programme"):
        said.setdefault(one, texts.get("anchor") or "served")
    found = []
    for name, anchor in said.items():
        kind, _, programme = name.rpartition(":")
        day = None if anchor == "served" else anchor
        found.append({"programme": programme, "anchor": day, "before": kind == COLLECTION})
    return found


async def tried(work: Awaitable[T]) -> T:
    """The answer of the record. Raises Wrong for what it refuses, but for what is not shown."""
    try:
        return await work
    except (NotYours, Unknown):
        raise
    except Refused as refused:
        raise Wrong(problem_of(refused).status_code, refused.zh) from refused


def texts_of(form: FormData) -> dict[str, str]:
    """The fields of the form that are no files, trimmed."""
    return {k: v.strip() for k, v in form.items() if isinstance(v, str)}
