"""Several at once: 催办 what is owed, 收下 what was filed; first a page that says whom it reaches.

Each becomes a fact of its own, under a key made from the form's: sent twice it is one fact.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import Response

from api.pages import words
from api.pages.debt_rows import place
from api.pages.recording import key_of, new_key, record
from api.pages.render import page
from api.pages.rights import Signed
from api.pages.router import page_router
from api.pages.samples import sample_shown
from api.pages.signed import Posted, WithSigned
from api.problems import Problem
from api.tools import Tools, WithTools
from domain.base import Command
from domain.dispatch import CHANNEL_ZH, Channel
from domain.duty_commands import AcceptDuty, UrgeDuty
from domain.refusals import Refused
from ledger.contacts import Addressed, channels_of
from ledger.queries.chosen import Chosen, chosen_duties
from ledger.readings import by_pinyin

router = page_router()
MOST = 200
"""So many are done in one go: two pages of the board."""
LONGEST = 1000
_KEY = re.compile(r"[a-z]+:[^\s]{1,300} [^\s]{1,300}")


@dataclass(frozen=True)
class Kind:
    """One thing that is done to several."""

    does: str
    zh: str
    back: str
    here: str
    nothing: str
    repeated: str


URGE = Kind("/board/urgings", "催办", "/", "/", "已经交了、结束或停表的不在内", "今天催过了")
RECEIVE = Kind(
    "/decide/acceptances",
    "收下",
    "/decide",
    "/decide",
    "已经收下、退回或没有交的不在内",
    "已经收下",
)


@router.post("/board/chosen")
async def whom_urging_reaches(signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """催办: to whom, about what, by which channel; nothing is sent yet."""
    return await _shown(URGE, signed, form, tools)


@router.post("/decide/chosen")
async def what_is_received(signed: WithSigned, form: Posted, tools: WithTools) -> Response:
    """收下: of whom, what; nothing is recorded yet."""
    return await _shown(RECEIVE, signed, form, tools)


@router.post("/board/urgings")
async def urge(signed: WithSigned, form: Posted, request: Request, tools: WithTools) -> Response:
    """催办 them, one after the other."""
    text = str(form.get("text", "")).replace("\r\n", "\n").strip()[:LONGEST] or None
    return await _done(URGE, signed, form, request, tools, lambda x: UrgeDuty(duty=x, text=text))


@router.post("/decide/acceptances")
async def receive(signed: WithSigned, form: Posted, request: Request, tools: WithTools) -> Response:
    """收下 them, one after the other."""
    return await _done(RECEIVE, signed, form, request, tools, lambda x: AcceptDuty(duty=x))


def _keys(form: FormData) -> list[tuple[str, str]]:
    """Stream and duty of each that was picked. Raises Problem 422 for none, or for too many."""
    told = dict.fromkeys(x for x in form.getlist("duty") if isinstance(x, str))
    keys = [(x.partition(" ")[0], x.partition(" ")[2]) for x in told if _KEY.fullmatch(x)]
    if not 0 < len(keys) <= MOST:
        zh = f"没有勾选，或者超过{MOST}件。回去勾选要办的，一次最多{MOST}件。"
        raise Problem("invalid", zh, f"Choose between 1 and {MOST}.")
    return keys


async def _shown(kind: Kind, signed: Signed, form: FormData, tools: Tools) -> Response:
    keys = _keys(form)
    found = await chosen_duties(tools.ledger, keys, signed.region, filed=kind is RECEIVE)
    ways = await channels_of(tools.ledger, [Addressed(x.to, x.region, x.line) for x in found])
    parties = _parties(list(zip(found, ways, strict=True)))
    return await _page(
        "chosen.html",
        signed,
        tools,
        kind=kind,
        parties=parties,
        number=len(found),
        left_out=len(keys) - len(found),
        key=new_key(),
    )


Reached = tuple[Chosen, list[Channel]]


def _parties(found: Sequence[Reached]) -> list[dict[str, Any]]:
    """Whom it reaches, by pinyin, each with what it is about; a unit of one name in two places is
    two."""
    in_order = sorted(found, key=lambda x: (*_whom(x), x[0].due))
    return [_party(list(of)) for _, of in groupby(in_order, key=_whom)]


def _whom(x: Reached) -> tuple[Any, ...]:
    return (by_pinyin(words.who_zh(x[0].to)), x[0].to, x[0].region)


def _party(of: list[Reached]) -> dict[str, Any]:
    """One addressee: by which channels it hears of how many of them."""
    ways = Counter(way for _, found in of for way in found)
    return {
        "zh": words.who_zh(of[0][0].to),
        "channels": [
            CHANNEL_ZH[x] if n == len(of) else f"{CHANNEL_ZH[x]}（其中{n}件）"
            for x, n in sorted(ways.items())
        ],
        "duties": [_line(x) for x, _ in of],
    }


def _line(x: Chosen) -> dict[str, Any]:
    return {
        "key": f"{x.stream} {x.duty}",
        "duty": words.duty_zh(x.zh, x.period),
        "title": words.name_zh(x.title),
        "region": x.region.rsplit("/", 1)[-1],
        "href": f"{place(x.stream, x.subject)}/duties/{x.duty}",
        "due": x.due,
        "late": x.late,
        "filed": x.received_at,
        "on_time": x.on_time,
    }


async def _done(
    kind: Kind,
    signed: Signed,
    form: FormData,
    request: Request,
    tools: Tools,
    command: Any,
) -> Response:
    key, keys = key_of(form), _keys(form)
    found = {
        (x.stream, x.duty): x
        for x in await chosen_duties(tools.ledger, keys, signed.region, filed=None)
    }
    results = []
    for n, (stream, duty) in enumerate(keys):
        if (stream, duty) in found:
            one = await _one(request, tools, signed, stream, command(duty), f"{key}-{n}")
            results.append({**_line(found[stream, duty]), **one})
    return await _page(
        "chosen_done.html",
        signed,
        tools,
        kind=kind,
        results=results,
        done=sum(1 for x in results if x["version"]),
    )


async def _one(
    request: Request, tools: Tools, signed: Signed, stream: str, command: Command, key: str
) -> dict[str, Any]:
    """What became of one: its event, that there was nothing new, or why not."""
    try:
        receipt = await record(request, tools, signed, stream, command, key)
    except Refused as refused:
        return {"version": None, "refused": refused.zh}
    return {"version": receipt.version if receipt.events else None, "refused": None}


async def _page(template: str, signed: Signed, tools: Tools, kind: Kind, **facts: Any) -> Response:
    return page(
        template,
        signed,
        await tools.ledger.now(),
        here=kind.here,
        sample=await sample_shown(tools),
        kind=kind,
        **facts,
    )
