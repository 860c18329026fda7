"""回执: everything a party has filed with event and second, and each receipt on paper."""

from typing import Annotated

from fastapi import Path, Query
from starlette.responses import Response

from api.pages import words
from api.pages.debt_rows import place
from api.pages.render import page
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import WithSigned
from api.problems import not_found
from api.tools import Tools, WithTools
from domain.calendar import day_of
from domain.names import stream_id
from domain.refusals import Unknown
from ledger.log.proofs import LogReceipt, log_receipt
from ledger.queries.filed import Filed, filed_by, one_filed
from ledger.signing import names_of

router = page_router()
LISTED = 50
STATES = {"waits": "等收下", "DutyAccepted": "已收下", "DutyReturned": "退回"}
Kind = Annotated[str, Path(pattern="^(project|programme|collection)s$")]


@router.get("/filed")
async def filed(
    signed: WithSigned,
    tools: WithTools,
    year: Annotated[int | None, Query(ge=1990, le=2100)] = None,
    state: Annotated[str | None, Query(pattern="^(waits|DutyAccepted|DutyReturned)$")] = None,
    start: Annotated[int, Query(alias="from", ge=0, le=1_000_000)] = 0,
) -> Response:
    """The history of receipts, the newest first."""
    found = await filed_by(
        tools.ledger,
        signed.party,
        signed.region,
        year=year,
        answer=state,
        limit=LISTED,
        offset=start,
    )
    now = await tools.ledger.now()
    after = start + LISTED
    return page(
        "filed.html",
        signed,
        now,
        here="/filed",
        sample=await sample_shown(tools),
        who=words.who_zh(signed.party),
        rows=[row(x) for x in found.items],
        total=found.total,
        year=year,
        state=state,
        states=STATES,
        years=range(day_of(now).year, day_of(now).year - 5, -1),
        start=start,
        after=after if after < found.total else None,
    )


@router.get("/filed/{kind}/{subject}/{version}")
async def receipt(
    kind: Kind,
    subject: Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")],
    version: Annotated[int, Path(ge=1, le=10_000_000)],
    signed: WithSigned,
    tools: WithTools,
) -> Response:
    """One receipt, to be printed and kept."""
    stream = stream_id(kind.removesuffix("s"), subject)
    one = await one_filed(tools.ledger, signed.party, signed.region, stream, version)
    if one is None:
        raise not_found()
    refs = [x for x in (one.event["by"], one.event.get("prepared_by")) if x]
    return page(
        "filed_one.html",
        signed,
        await tools.ledger.now(),
        here="/filed",
        sample=await sample_shown(tools),
        one=one,
        row=row(one),
        who=words.who_zh(one.obligor),
        to=words.who_zh(one.obligee),
        names=await names_of(tools.ledger.pool, refs),
        log=await _in_log(one.hash, tools),
    )


async def _in_log(digest: str, tools: Tools) -> LogReceipt | None:
    """Where the event stands in the log; None for the seconds until it does."""
    try:
        return await log_receipt(tools.ledger.pool, digest)
    except Unknown:
        return None


def row(one: Filed) -> dict[str, object]:
    """A line of the history."""
    return {
        "name": words.duty_zh(one.zh, one.period),
        "title": words.name_zh(one.title),
        "href": f"{place(one.stream, one.subject)}/duties/{one.duty}",
        "paper": paper(one.stream, one.subject, one.version),
        "state": STATES[one.answer or "waits"],
        "back": one.answer == "DutyReturned",
        "reason": one.reason,
        "late": not one.on_time,
        "due": one.due,
        "version": one.version,
        "at": one.received_at,
        "answered": one.answered_at,
        "answer_version": one.answer_version,
        "hash": one.hash,
        "files": len(one.evidence),
    }


def paper(stream: str, subject: str, version: int) -> str:
    """The address of a receipt on paper."""
    return f"/filed{place(stream, subject)}/{version}"
