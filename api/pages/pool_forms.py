"""What staff fill in about a pool, as the command it means."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.datastructures import FormData

from api.field_errors import described
from domain.base import Command
from domain.refusals import Malformed
from domain.screening.item import PoolItem
from domain.screening.pool_messages import (
    AddPoolItem,
    AmendPoolItem,
    LinkWishes,
    RecordReview,
    RejectItem,
    ScreenItem,
    UnlinkWish,
)
from domain.screening.reserve_messages import DrawReserve

C = TypeVar("C", bound=Command)
_PLAIN = ("title", "source", "proposer", "place", "unit", "finish", "why")
_SPLIT = re.compile(r"[,，、\s]+")
_PAYER = re.compile(r"^(.*?)[\s:：]*([0-9]+(?:\.[0-9]+)?)?\s*(?:万元)?$")


def made(shape: type[C], values: Mapping[str, Any]) -> C:
    """The command. Raises Malformed, naming what is wrong."""
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        said = described(error.errors(include_url=False))
        zh = "；".join(f"{x.field}：{x.zh}" for x in said)
        raise Malformed(f"{zh}。", "a field is not as it should be.") from error


def texts_of(form: FormData) -> dict[str, str]:
    """The fields that are no files, trimmed; of several of a name the last."""
    return {k: v.strip() for k, v in form.items() if isinstance(v, str)}


def chosen(form: FormData, name: str) -> list[str]:
    """What was ticked."""
    return [x for x in form.getlist(name) if isinstance(x, str) and x]


def several(text: str) -> list[str]:
    """What was written with commas or spaces between."""
    return [x for x in _SPLIT.split(text) if x]


def pool_command(act: str, form: FormData) -> Command | None:
    """What a form of the pool's page means; None for no act of it. Raises Malformed."""
    texts = texts_of(form)
    match act:
        case "add":
            wishes = several(texts.get("wishes", ""))
            draft = draft_of(texts)
            return made(AddPoolItem, {"id": texts.get("id"), "draft": draft, "wishes": wishes})
        case "review":
            said = {x: texts.get(x) for x in ("kind", "on", "document")}
            back = chosen(form, "returned")
            returned = [{"item": x, "reason": texts.get("reason", "")} for x in back]
            organs = several(texts.get("organs", ""))
            lists = {"passed": chosen(form, "passed"), "returned": returned, "organs": organs}
            return made(RecordReview, {**said, **lists})
        case "draw":
            return _drawing([x.partition("/") for x in chosen(form, "drawn")], texts)
        case _:
            return None


def _drawing(pairs: Sequence[tuple[str, str, str]], texts: Mapping[str, str]) -> DrawReserve:
    sources = {source for source, _, _ in pairs}
    if len(sources) != 1:
        raise Malformed("请选择储备项目，一次只从一个年度提取。", "choose items of one year.")
    items = [
        {"item": item, "id": texts.get(f"as.{source}/{item}") or f"{source}-{item}"}
        for source, _, item in pairs
    ]
    return made(DrawReserve, {"source": sources.pop(), "items": items})


def item_command(act: str, form: FormData, known: PoolItem) -> Command | None:
    """What a form of an item's page means; None for no act of it. Raises Malformed."""
    texts = texts_of(form)
    acts: dict[str, Callable[[], Command]] = {
        "amend": lambda: made(
            AmendPoolItem,
            {"item": known.id, "draft": draft_of(texts, known), "because": texts.get("because")},
        ),
        "screen": lambda: made(ScreenItem, {"item": known.id, "judgements": _checks(texts)}),
        "reject": lambda: made(RejectItem, {"item": known.id, "reason": texts.get("reason")}),
        "link": lambda: made(
            LinkWishes, {"item": known.id, "wishes": several(texts.get("wishes", ""))}
        ),
        "unlink": lambda: made(
            UnlinkWish,
            {"item": known.id, "wish": texts.get("wish"), "because": texts.get("because")},
        ),
    }
    return acts[act]() if act in acts else None


def _checks(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Of every check that somebody judged on this form: its verdict and its reason."""
    return [
        {"check": name.partition(".")[2], "verdict": verdict, "reason": texts.get(reason, "")}
        for name, verdict in texts.items()
        if name.startswith("verdict.") and verdict
        for reason in (f"reason.{name.partition('.')[2]}",)
    ]


def draft_of(texts: Mapping[str, str], known: PoolItem | None = None) -> dict[str, Any]:
    """What an item says of itself, as filled in; what the form does not ask stays as it was."""
    found: dict[str, Any] = {x: texts.get(x) or None for x in _PLAIN}
    found["co_units"] = several(texts.get("co_units", ""))
    found["parts"] = known.parts if known else ()
    if texts.get("target"):
        found["target"] = {
            "op": texts.get("op") or "ge",
            "value": texts["target"],
            "up_to": texts.get("up_to") or None,
            "unit": texts.get("target_unit") or None,
        }
    if texts.get("wan"):
        found["cost"] = {"wan": texts["wan"], "paid_by": _payers(texts.get("paid_by", ""))}
    if texts.get("number"):
        benefit = {"number": texts["number"], "whom": texts.get("whom") or None}
        found["benefit"] = {**benefit, "unit": texts.get("benefit_unit") or "人"}
    found["milestones"] = [_milestone(x) for x in _lines(texts.get("milestones", ""))]
    return found


def _payers(text: str) -> list[dict[str, Any]]:
    """One payer a line: 镇级财政 120."""
    read = (_PAYER.match(x) for x in _lines(text))
    return [{"payer": x[1].strip() or None, "wan": x[2]} for x in read if x]


def _milestone(line: str) -> dict[str, str]:
    """A day and what is reached by it: 2024-12-20 主体完工."""
    by, _, goal = line.partition(" ")
    return {"by": by, "goal": goal.strip()}


def _lines(text: str) -> list[str]:
    return [x.strip() for x in text.splitlines() if x.strip()]


def filled(item: PoolItem) -> dict[str, str]:
    """An item as the form shows it."""
    values: dict[str, Any] = {x: getattr(item, x) or "" for x in _PLAIN}
    values["co_units"] = "、".join(item.co_units)
    if item.target:
        values |= {"op": item.target.op, "target": _plain(item.target.value)}
        values["target_unit"] = item.target.unit or ""
        values["up_to"] = _plain(item.target.up_to)
    if item.cost:
        values["wan"] = _plain(item.cost.wan)
        payers = [f"{x.payer} {_plain(x.wan)}".strip() for x in item.cost.paid_by]
        values["paid_by"] = "\n".join(payers)
    if item.benefit:
        values |= {"number": item.benefit.number, "benefit_unit": item.benefit.unit}
        values["whom"] = item.benefit.whom
    values["milestones"] = "\n".join(f"{x.by} {x.goal}" for x in item.milestones)
    return {k: str(v) for k, v in values.items()}


def _plain(number: Any) -> str:
    return "" if number is None else f"{number.normalize():f}"
