"""`bihuan register show | score`: a deputy's duty register book, and how it is scored."""

import json
from typing import Annotated, Any

import typer

from commands.at_ledger import at_ledger
from domain.names import REGISTER, stream_id
from domain.refusals import Unknown
from domain.regimes import named
from domain.register.assessing import scoring_of, sheet_of
from domain.register.catalogue import catalogue
from domain.register.facts import PRESENCE_ZH, Fact, counted
from domain.register.refusals import register_of
from domain.register.scoring import band_of, reason_zh
from domain.register.state import Book
from ledger.door import Ledger
from ledger.queries.deputy_facts import facts_of

app = typer.Typer(help="代表履职登记册：看一册，看怎么计分。", no_args_is_help=True)
BookName = Annotated[
    str, typer.Argument(help="登记册编号：人大.代表.年度，如 SL.D01.2023", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]


@app.command()
def show(book: BookName, as_json: JsonOption = False) -> None:
    """一册里有什么：系统所知的，和手工登记的；写明各自记在哪里。"""
    found, facts = at_ledger(lambda ledger: _read(ledger, book))
    once = counted((*facts, *found.own))
    if as_json:
        said = {"book": found.id, "facts": [x.model_dump(mode="json") for x in once]}
        typer.echo(json.dumps(said, ensure_ascii=False).encode())
        return
    typer.echo(f"{found.id}：{found.year} 年，第 {found.term} 届，{found.region}")
    for form in catalogue().form:
        own = [x for x in once if x.act in {y.code for y in form.acts}]
        typer.echo(f"{form.zh}：{len(own)} 项")
        for x in own:
            typer.echo(f"  {x.on} {x.title}（{PRESENCE_ZH[x.presence]}）{x.source}")


@app.command()
def score(book: BookName, as_json: JsonOption = False) -> None:
    """按现在的记录计分，逐项写明理由；评定由人决定。"""
    found, facts = at_ledger(lambda ledger: _read(ledger, book))
    said = _scored(found, facts)
    if as_json:
        typer.echo(json.dumps(said, ensure_ascii=False).encode())
        return
    typer.echo(f"{found.id}：{said['total']} 分，{said['grade']}（按现在的记录）")
    for x in said["lines"]:
        typer.echo(f"  {x['item']} {x['points']}/{x['of']}：{x['because']}")
    for x in said["grades"]:
        typer.echo(f"  {x['on']} 评定 {x['total']} 分，{x['grade']}（{x['document']}）")


async def _read(ledger: Ledger, name: str) -> tuple[Book, tuple[Fact, ...]]:
    state: object = (await ledger.standing(stream_id(REGISTER, name))).state
    if not isinstance(state, Book):
        raise Unknown("履职登记册", "duty register", name)
    return state, await facts_of(ledger, state)


def _scored(book: Book, facts: tuple[Fact, ...]) -> dict[str, Any]:
    scoring = scoring_of(register_of(named(book.regime)))
    sheet = sheet_of(book, facts, scoring)
    lines = {x.item: x for x in sheet.lines}
    return {
        "book": book.id,
        "total": str(sheet.total),
        "grade": band_of(scoring, sheet.total).zh,
        "lines": [
            {
                "item": x.zh,
                "points": str(lines[x.code].points),
                "of": x.points,
                "because": reason_zh(x, lines[x.code]),
            }
            for x in scoring.items
        ],
        "grades": [
            {
                "on": str(x.ruling.on),
                "total": str(x.total),
                "grade": x.zh,
                "document": x.ruling.document,
            }
            for x in book.grades
        ],
    }
