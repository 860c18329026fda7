"""`bihuan calendar publish`: a holiday notice becomes a fact, and every date follows from it."""

from pathlib import Path
from typing import Annotated

import typer

from commands.at_ledger import at_ledger, refuse
from commands.by_two import Asked, LoginOption, do_or_propose, password_of
from domain.almanac.almanac import PublishNotice
from domain.given import Actor
from domain.names import ALMANAC
from domain.notices import BadNotice, Notice
from domain.notices.reading import parse_notice
from ledger.door import Ledger
from ledger.preview import Shift, preview_notice

app = typer.Typer(help="放假安排。", no_args_is_help=True)
_ACTOR = Actor(ref="cli:calendar", party="clerk")
_MOST_BYTES = 1_000_000


@app.callback()
def root() -> None:
    """放假安排。"""


@app.command()
def publish(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="放假通知（JSON 或 TOML），含来源和文号")
    ],
    because: Annotated[str | None, typer.Option(help="为何公布；不写则记为文号和来源")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将变动的日期，不写入")] = False,
    login: LoginOption = None,
) -> None:
    """公布放假通知：暂定的日期由此确定，可能提前；已办的不动。由两人办理。"""
    notice = _read(file)
    why = (
        because or ""
    ).strip() or f"公布 {notice.year} 年放假安排：{notice.number}，{notice.source}"
    password = "" if dry_run else password_of(login)
    shifts, receipt = at_ledger(
        lambda x: _publish(x, notice, why, None if dry_run else (login, password))
    )
    for shift in shifts:
        print(_line(shift))
    streams = len({x.stream for x in shifts})
    done = receipt or "未写入 nothing written"
    print(f"{streams} 个流的 {len(shifts)} 个日期变动；{done}")


async def _publish(
    ledger: Ledger, notice: Notice, because: str, by: tuple[str | None, str] | None
) -> tuple[list[Shift], str]:
    """`by`: who signs in and the password; None only looks."""
    shifts = await preview_notice(ledger, notice)
    if by is None:
        return shifts, ""
    asked = Asked(
        ALMANAC,
        PublishNotice(notice=notice, because=because),
        _ACTOR,
        "calendar",
        f"notice:{notice.year}:{ledger.calendar.version}",
        because,
    )
    done = await do_or_propose(ledger, asked, *by)
    if done.proposal:
        return shifts, done.waits_zh
    if not done.receipt.events:
        return shifts, "与已公布的相同，未重复登记 known already"
    return shifts, f"已登记（{done.receipt.events[0].hash[:12]}），各流由时钟重算 recorded"


def _read(file: Path) -> Notice:
    try:
        with file.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            refuse(f"文件 {file.name} 过大，不是放假通知。 The file is too large for a notice.")
        notice = parse_notice(content.decode("utf-8-sig"), toml=file.suffix.lower() == ".toml")
    except OSError as error:
        refuse(f"读不到文件 {file.name}：{error.strerror}。 The file cannot be read.")
    except UnicodeDecodeError:
        refuse(f"文件 {file.name} 不是 UTF-8 编码，请另存为 UTF-8。 The file is not UTF-8.")
    except BadNotice as error:
        refuse(f"{error.zh} {error.en}")
    if notice.number is None:
        refuse("请在文件中写明文号 number，如 国办发明电〔2026〕7号。 The notice has no number.")
    return notice


def _line(shift: Shift) -> str:
    was = shift.was or "（新）"
    due = shift.due or "失效 falls away"
    certain = "" if shift.settled else "（仍为暂定 still provisional）"
    return f"{shift.stream}  {shift.duty}  {shift.zh}  {was} → {due}{certain}"
