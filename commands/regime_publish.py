"""`bihuan regime publish`: a measure of the place's own becomes one that lists may stand under."""

from typing import Annotated

import typer

from commands.at_ledger import at_ledger, refuse
from commands.by_two import Asked, LoginOption, do_or_propose, password_of
from domain.given import Actor
from domain.measures import PublishMeasure
from domain.names import MEASURE, stream_id
from domain.refusals import Refused
from domain.regimes import digest_of, named, shipped
from ledger.door import Ledger

_ACTOR = Actor(ref="cli:regime", party="clerk")


def publish(
    ref: Annotated[str, typer.Argument(metavar="REF", help="办法，如 elsewhere@3")],
    decision: Annotated[str, typer.Option(help="通过这部办法的文号，如 人大〔2025〕18号")],
    because: Annotated[str, typer.Option(help="为何公布")],
    login: LoginOption = None,
) -> None:
    """公布自有办法的一个版本，以后不能修改；由两人办理。"""
    try:
        regime = named(ref)
    except Refused as refusal:
        refuse(str(refusal))
    if regime.ref in shipped():
        refuse(f"{regime.ref} 随软件发布，不用另行公布。 It was published with the software.")
    command = PublishMeasure(
        ref=regime.ref,
        digest=digest_of(regime.ref),
        zh=regime.zh,
        decision=decision,
        because=because,
    )
    password = password_of(login)
    print(at_ledger(lambda x: _publish(x, command, login, password)))


async def _publish(
    ledger: Ledger, command: PublishMeasure, login: str | None, password: str
) -> str:
    stream = stream_id(MEASURE, command.ref)
    key = f"publish:{command.ref}:{command.digest[:16]}"
    asked = Asked(stream, command, _ACTOR, "regime", key, command.because)
    done = await do_or_propose(ledger, asked, login, password)
    if done.proposal:
        return done.waits_zh
    if not done.receipt.events or done.receipt.repeated:
        return "早已公布，未重复 known already"
    return f"已公布（{done.receipt.events[0].hash[:12]}） published"
