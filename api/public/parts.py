"""Promised, claimed, verified of each sub-project, from the record alone.

A claim is what a unit filed and nobody returned; it stays a claim until deputies verified it, and
says whether the congress's office has received it.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from api.public.shape import PublicPart
from domain.calendar import day_of
from domain.forms import Claim, Progress
from domain.project.card import Subproject, Target, target_zh
from domain.project.state import Project
from domain.regimes.model import Form
from ledger.queries.history import Entry


class Said(NamedTuple):
    """What a unit said of one sub-project last."""

    percent: Decimal | None
    amount: Decimal | None
    on: date
    received: bool


class Filed(NamedTuple):
    """A filing that stands: returned ones are gone."""

    filing: Progress | Claim
    on: date
    received: bool


def standing_filings(entries: Sequence[Entry]) -> list[Filed]:
    """The progress reports and claims that were not returned, the oldest first."""
    found: dict[str, Filed] = {}
    for x in entries:
        duty = str(x.event.get("duty", ""))
        if x.type == "DutyFiled" and x.event["filing"]["form"] in (Form.PROGRESS, Form.CLAIM):
            told = x.event["filing"]
            shape = Progress if told["form"] == Form.PROGRESS else Claim
            found.pop(duty, None)
            found[duty] = Filed(shape.model_validate(told), day_of(x.received_at), received=False)
        elif x.type == "DutyReturned":
            found.pop(duty, None)
        elif x.type == "DutyAccepted" and duty in found:
            found[duty] = found[duty]._replace(received=True)
    return list(found.values())


def said_of(filed: Sequence[Filed]) -> dict[int, Said]:
    """The last word of the unit on each sub-project."""
    found: dict[int, Said] = {}
    for one in filed:
        for row in one.filing.rows:
            before = found.get(row.subproject, Said(None, None, one.on, received=False))
            if isinstance(one.filing, Progress):
                percent, amount = row.claimed, before.amount  # type: ignore[union-attr]  # its rows
            else:
                percent, amount = Decimal(100), row.actual  # type: ignore[union-attr]  # its rows
            found[row.subproject] = Said(percent, amount, one.on, one.received)
    return found


def public_parts(
    state: Project, entries: Sequence[Entry], verified_on: date | None
) -> tuple[PublicPart, ...]:
    """Every sub-project; one that a decision dropped stays and says so."""
    said = said_of(standing_filings(entries))
    holding = state.targets
    built = {x.subproject: x.actual for x in state.track.claim.actuals} if state.track.claim else {}
    return tuple(
        _part(
            x,
            holding.get(x.no),
            said.get(x.no),
            dropped=x.no not in holding,
            verified=verified_on if state.verified else None,
            amount=built.get(x.no),
        )
        for x in state.card.subprojects
    )


def _part(
    card: Subproject,
    target: Target | None,
    said: Said | None,
    *,
    dropped: bool,
    verified: date | None,
    amount: Decimal | None,
) -> PublicPart:
    seen = verified is not None and not dropped
    return PublicPart(
        no=card.no,
        name=card.name,
        target_zh=target_zh(card.target if dropped else target),
        target_op=target.op if target else None,
        target_value=target.value if target else None,
        target_up_to=target.up_to if target else None,
        target_unit=target.unit if target else None,
        voted_zh=target_zh(card.target) if target != card.target and not dropped else None,
        dropped=dropped,
        claimed_percent=said.percent if said else None,
        claimed_amount=said.amount if said else None,
        claimed_on=said.on if said else None,
        claim_received=bool(said and said.received),
        verified=seen,
        verified_amount=amount if seen else None,
        verified_on=verified if seen else None,
    )


def verified_day(state: Project, entries: Sequence[Entry]) -> date | None:
    """The day on which the deputies' verification was received; None before it."""
    forms = {x.id: x.form for x in state.duties.values()}
    days = [
        day_of(x.happened_at)
        for x in entries
        if x.type == "DutyAccepted" and forms.get(str(x.event["duty"])) is Form.VERIFICATION
    ]
    return days[-1] if days and state.verified else None
