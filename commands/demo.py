"""`bihuan demo`: a year of real lists in about a quarter of an hour, in the real stack."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from commands.lists import day
from domain.refusals import Malformed, Refused
from stack.trouble import Trouble


def demo(
    projects: Annotated[
        Path, typer.Option(help="项目清单 CSV，列同 projects.csv", metavar="FILE")
    ] = Path("tests/data/projects.csv"),
    minutes: Annotated[
        float, typer.Option(help="全程至少用多少分钟；0 为能多快就多快", min=0, max=1440)
    ] = 15,
    seed: Annotated[int, typer.Option(help="种子：同一种子，同样的经过", min=0)] = 2025,
    lists: Annotated[
        list[str] | None, typer.Option("--list", help="只演这份清单，可多次给出", metavar="ID")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="演到哪一天，如 2025-06-30", metavar="DATE")
    ] = None,
    exit_at_end: Annotated[
        bool, typer.Option("--exit-at-end", help="演完即停，不等 Ctrl-C")
    ] = False,
) -> None:
    """用真实清单演示一年：时钟可设、有事则停表等待；结束后不留任何数据。"""
    import settings
    from stack.demo.bill import LAST, openings
    from stack.demo.run import Wanted, run

    try:
        bill = openings(projects, lists or ())
        last = _last(until, min(x.question.vote for x in bill), LAST)
        code = run(Wanted(bill, seed, minutes, last, exit_at_end))
    except Refused as refusal:
        print(refusal.zh, refusal.en, file=sys.stderr)
        raise SystemExit(2) from refusal
    except (Trouble, settings.SettingsRefused) as trouble:
        print(trouble, file=sys.stderr)
        raise SystemExit(1) from trouble
    raise SystemExit(code)


def _last(until: str | None, first: date, end: date) -> date:
    """The day on which the play ends. Raises Malformed."""
    found = end if until is None else day(until, "--until")
    if not first < found <= end:
        raise Malformed(
            f"--until 应在 {first} 之后、{end} 之前（含），请改正",
            f"--until lies after {first} and not after {end}",
        )
    return found
