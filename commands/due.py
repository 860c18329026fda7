"""`bihuan due`: the last day of a term, and how it was found. No server, nothing written."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from domain.calendar import Calendar
from domain.notices import BadNotice
from domain.notices.reading import parse_notice
from domain.refusals import Malformed
from domain.terms import Due, Term
from domain.terms import due as due_of

_MOST_BYTES = 1_000_000


def due(
    start: Annotated[str | None, typer.Option("--from", help="起算日，如 2023-03-31")] = None,
    term: Annotated[
        str | None, typer.Option(help="期限：1m、20d、10wd；向前数写 -20d", metavar="TERM")
    ] = None,
    calendar: Annotated[
        list[Path] | None, typer.Option(help="另加的放假通知文件（JSON 或 TOML），可多次给出")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """计算期限的最后一日，并逐步说明依据。"""
    try:
        found = due_of(_day(start), _term(term), _calendar(calendar or []))
    except Malformed as refusal:
        _refuse(refusal)
    typer.echo(json.dumps(_as_json(found), ensure_ascii=False) if as_json else _as_text(found))


def _day(text: str | None) -> date:
    if text is None:
        raise Malformed("请用 --from 给出起算日，如 --from 2023-03-31", "--from DAY is missing")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or text != day.isoformat():
        raise Malformed(f"没有“{text}”这一天，请写成 2023-03-31 的形式", f"“{text}” is no day")
    return day


def _term(text: str | None) -> Term:
    if text is None:
        raise Malformed("请用 --term 给出期限，如 --term 1m", "--term TERM is missing")
    return Term.parse(text)


def _calendar(files: list[Path]) -> Calendar:
    """The shipped notices and those in the files, the later file last. Raises Malformed."""
    calendar = Calendar.seeded()
    for file in files:
        try:
            with file.open("rb") as stream:
                content = stream.read(_MOST_BYTES + 1)
            if len(content) > _MOST_BYTES:
                raise BadNotice(f"文件 {file} 过大，不是放假通知", f"{file} is too large")
            text = content.decode("utf-8-sig")
        except OSError as error:
            raise BadNotice(f"读不到文件 {file}", f"{error.strerror}") from error
        except UnicodeDecodeError as error:
            raise BadNotice(f"文件 {file} 不是 UTF-8 编码", f"{file} is not UTF-8") from error
        toml = file.suffix.lower() == ".toml"
        notice = parse_notice(text, toml=toml, default_source=file.name)
        calendar = calendar.publish(notice)
    return calendar


def _as_json(found: Due) -> dict[str, object]:
    return {
        "due": found.due.isoformat(),
        "due_at": found.due_at.isoformat(),
        "provisional": found.provisional,
        "steps": [step.model_dump(mode="json") for step in found.steps],
    }


def _as_text(found: Due) -> str:
    mark_zh, mark_en = ("（暂定）", " (provisional)") if found.provisional else ("", "")
    lines = [f"截止日 {found.due}{mark_zh}：{found.due_at.isoformat()} 之前收到为按时"]
    lines += [f"  {n}. {_cited(step.zh, step.article)}" for n, step in enumerate(found.steps, 1)]
    lines += [f"Due {found.due}{mark_en}: in time if received before {found.due_at.isoformat()}"]
    lines += [f"  {n}. {step.en}" for n, step in enumerate(found.steps, 1)]
    return "\n".join(lines)


def _cited(sentence: str, article: str | None) -> str:
    return f"{sentence}。[{article}]" if article else f"{sentence}。"


def _refuse(refusal: Malformed) -> NoReturn:
    typer.echo(" ".join(str(refusal).split()), err=True)
    raise typer.Exit(2)
