"""Who bears witness: the four sentences of the chain, and the clock's own history beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.telling import told as said_of
from api.testimony import Testimony
from domain.duty import Duty
from domain.witness import Fact, Line, Verdict, beside, first_disagreement
from ledger.audit import Verified
from ledger.audit.knowledge import Told

WHY_ZH = {"began": "时钟开始", "fired": "计时器到点", "woken": "收到唤醒", "again": "接着再看"}
_SAID = (
    ("hash", "{events}条散列逐条重算，一致", "有内容与散列不符的"),
    ("link", "前后相扣，没有断口", "链断了"),
    ("tail", "链尾登记{events}条，现有{events}条，没有截尾", "链尾不符"),
    ("id", "每条的编号都能从办事编号算出，没有掉换", "有编号不符的"),
)
MOST = 40


def laws(whole: Verified, version: int) -> list[dict[str, Any]]:
    """One sentence for each thing that a whole chain keeps, and what is wrong with it."""
    found = []
    for law, kept, broken in _SAID:
        faults = [x for x in whole.faults if x.law == law]
        zh = broken if faults else kept.format(events=whole.events, version=version)
        found.append({"zh": zh, "faults": faults})
    return found


def witnesses(
    told: Sequence[Told], heard: Testimony | None, duties: Mapping[str, Duty]
) -> dict[str, Any] | None:
    """The ledger beside the clock, line by line, the newest first; None: the clock is away."""
    if heard is None:
        return None
    facts = [Fact(x.entry.version, x.entry.actor) for x in told]
    lines = beside(facts, heard.looks, whole=heard.whole)
    first = first_disagreement(lines)
    by_version = {x.entry.version: x for x in told}
    # what does not agree is always shown, however long ago
    listed = [x for n, x in enumerate(reversed(lines)) if n < MOST or x is first]
    return {
        "lines": [_shown(x, by_version.get(x.version), duties) for x in listed],
        "agree": sum(1 for x in lines if x.verdict is Verdict.AGREES),
        "before": sum(1 for x in lines if x.verdict is Verdict.BEFORE),
        "waiting": sum(1 for x in lines if x.verdict is Verdict.WAITS),
        "differ": sum(1 for x in lines if x.verdict in (Verdict.LATER, Verdict.MISSING)),
        "first": first,
        "looks": len(heard.looks),
    }


def _shown(line: Line, told: Told | None, duties: Mapping[str, Duty]) -> dict[str, Any]:
    return {
        "line": line,
        "zh": said_of(told.entry, duties)["zh"] if told else "账本里没有这一条",
        "at": told.entry.recorded_at if told else None,
        "why": WHY_ZH[line.look.why] if line.look else None,
        "differs": line.verdict in (Verdict.LATER, Verdict.MISSING),
    }
