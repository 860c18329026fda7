"""`bihuan regime move`: a decision by which a running list is supervised under another measure."""

from collections import Counter
from typing import Annotated

import typer

from commands.at_ledger import at_ledger, refuse
from commands.by_two import Asked, LoginOption, do_or_propose, password_of
from commands.lists import day
from domain.given import Actor
from domain.names import PROGRAMME, stream_id
from domain.parties import Role
from domain.refusals import Refused
from domain.regime_change import DECIDERS, ChangeRegime
from ledger.door import Ledger
from ledger.preview_regime import Shift, preview_regime

_ACTOR = Actor(ref="cli:regime", party="clerk")
_KIND_ZH = {"gone": "取消", "new": "新增", "redated": "改期", "restated": "改写"}


def move(
    programme: Annotated[str, typer.Argument(help="年度清单，如 LG23", metavar="LIST")],
    to: Annotated[str, typer.Option(help="改用的办法，如 baofeng@3", metavar="REF")],
    decision: Annotated[str, typer.Option(help="决定的文号，如 人大〔2025〕12号")],
    because: Annotated[str, typer.Option(help="为何改用")],
    decided_by: Annotated[Role, typer.Option(help="作决定的机关，如 standing_committee")],
    effective: Annotated[str, typer.Option(help="施行日，不晚于今天", metavar="DATE")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出将有的变动，不写入")] = False,
    login: LoginOption = None,
) -> None:
    """由一项决定，把一份在办清单连同其项目改用另一部办法；先用 --dry-run 看变动。由两人办理。"""
    if decided_by not in DECIDERS:
        refuse(f"{decided_by} 不能决定改用办法。 {decided_by} decides on no measure.")
    try:
        command = ChangeRegime(
            regime=to,
            decision=decision,
            because=because,
            decided_by=decided_by,
            effective=day(effective, "--effective"),
        )
    except Refused as refusal:
        refuse(str(refusal))
    by = None if dry_run else (login, password_of(login))
    shifts, done = at_ledger(lambda x: _move(x, programme, command, by))
    for shift in shifts:
        print(_line(shift))
    kinds = Counter(_KIND_ZH[x.kind] for x in shifts)
    streams = len({x.stream for x in shifts})
    told = "、".join(f"{zh} {n}" for zh, n in sorted(kinds.items())) or "没有变动"
    print(f"{streams} 个流：{told}；{done}")


async def _move(
    ledger: Ledger, programme: str, command: ChangeRegime, by: tuple[str | None, str] | None
) -> tuple[list[Shift], str]:
    """`by`: who signs in and the password; None only looks."""
    stream = stream_id(PROGRAMME, programme)
    shifts = await preview_regime(ledger, stream, command, _ACTOR)
    if by is None:
        return shifts, "未写入 nothing written"
    key = f"move:{programme}:{command.regime}:{command.decision}"
    asked = Asked(stream, command, _ACTOR, "regime", key, command.because)
    done = await do_or_propose(ledger, asked, *by)
    if done.proposal:
        return shifts, done.waits_zh
    receipt = done.receipt
    if not receipt.events or receipt.repeated:
        return shifts, "早已登记，未重复 known already"
    return shifts, f"已登记（{receipt.events[0].hash[:12]}），各项目由时钟改用 recorded"


def _line(shift: Shift) -> str:
    was, due = shift.was or "（新）", shift.due or "取消 falls away"
    return f"{shift.stream}  {_KIND_ZH[shift.kind]}  {shift.zh}  {was} → {due}"
