"""`bihuan clock set`: let it be that instant, in a demonstration only."""

from datetime import date, datetime
from typing import Annotated

import typer

from commands.at_ledger import at_ledger, refuse
from domain.calendar import SHANGHAI, start_of
from ledger.clock import set_clock

app = typer.Typer(help="演示用的时钟。", no_args_is_help=True)


@app.callback()
def root() -> None:
    """演示用的时钟。"""


@app.command("set")
def set_(
    instant: Annotated[
        str, typer.Argument(metavar="INSTANT", help="2023-05-05（当日零时）或带时区的完整时刻")
    ],
) -> None:
    """把账本的时间设到某一时刻，之后照常走；只用于 make up CLOCK=settable。"""
    wanted = _instant(instant)
    now = at_ledger(lambda x: set_clock(x, wanted))
    print(f"账本时间 {now.astimezone(SHANGHAI).isoformat(timespec='seconds')}")


def _instant(text: str) -> datetime:
    try:
        if len(text) == 10:
            return start_of(date.fromisoformat(text))
        found = datetime.fromisoformat(text)
    except ValueError:
        refuse(f"“{text}”不是时刻，请写成 2023-05-05T00:00:00+08:00。 This is no instant.")
    if found.tzinfo is None:
        refuse(f"“{text}”没有注明时区，请写成 2023-05-05T00:00:00+08:00。 It names no time zone.")
    return found
