"""A project's files and letters: each file with the fact that brought it, each letter with every
way it was sent by, when it was seen and what was answered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.inbox import shown
from api.pages import words
from api.pages.rights import Signed, can
from api.pages.telling import told
from api.tools import Tools
from domain.duty import Duty
from ledger.queries.history import Entry
from ledger.queries.inbox import Notice, notices_of

LISTED = 12
KIND_ZH = {
    "reminder": "提醒",
    "overdue": "一级　催办",
    "letter": "二级　督办函",
    "escalated": "三级　代表小组",
    "recommended": "四级　建议",
    "returned": "退回",
    "redated": "改期",
    "slow": "进度",
    "step": "督办措施",
}


def files_of(entries: Sequence[Entry], duties: Mapping[str, Duty]) -> list[dict[str, Any]]:
    """Every file once, the newest first, with the fact that brought it."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        for x in _files_in(entry.event):
            said = told(entry, dict(duties))
            found.setdefault(
                x["sha256"],
                {
                    "file": x,
                    "by": said["by"],
                    "zh": said["zh"],
                    "at": entry.received_at,
                    "version": entry.version,
                },
            )
    return list(reversed(found.values()))


def _files_in(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if "sha256" in value and "name" in value:
            yield value
        else:
            for x in value.values():
                yield from _files_in(x)
    elif isinstance(value, list):
        for x in value:
            yield from _files_in(x)


async def letters_of(
    stream: str, entries: Sequence[Entry], signed: Signed, tools: Tools, *, every: bool
) -> dict[str, Any]:
    """What was issued in the stream: all of it to staff, to others what was sent to them."""
    page = await notices_of(tools.ledger, stream, limit=200 if every else 60)
    staff = can(signed, "board")
    items = [x for x in page.items if staff or x.party == signed.party]
    kept = [x for x in items if every or x.kind != "reminder"]
    rows = [_letter(x, entries) for x in (kept if every else kept[:LISTED])]
    return {"rows": rows, "total": page.total if staff else len(items)}


def _letter(x: Notice, entries: Sequence[Entry]) -> dict[str, Any]:
    answers = [y for y in entries if y.type == "LetterAnswered" and _about(y, x)]
    return {
        "kind": KIND_ZH.get(x.kind, x.kind),
        "number": x.number,
        "on": x.on,
        "to": words.who_zh(x.party),
        "zh": words.told_zh(x.zh),
        "because": words.told_zh(x.because),
        "delivered": x.delivered_at,
        "outside": shown(x).deliveries,
        "acknowledged": x.acknowledged_at,
        "waits": 1 <= x.level <= 3 and x.acknowledged_at is None,
        "answer": answers[-1] if answers and x.kind == "letter" else None,
        "version": x.version,
        "duty": x.duty,
        "level": x.level,
        "revision": x.revision,
    }


def _about(entry: Entry, notice: Notice) -> bool:
    said = entry.event
    return said.get("duty") == notice.duty and said.get("revision") == notice.revision
