"""From a stream's state to the agenda of its clock: every rule is the domain's, nothing is decided.

The clock wakes at the mark's own instant (its day's first, with the 60 s of grace in it) plus a
jitter of 0 to 45 s that belongs to the stream, so that thousands of midnights do not fall together
(house B; reliability §2.6); the sweeper takes 60 s after that instant what is still undone.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from activities.agenda import Agenda
from domain.agenda import next_due, next_in, overdue_count, stage_of
from domain.calendar import start_of
from domain.collection.state import Collection
from domain.duty import Duty, Rung
from domain.ladder import NextMark
from domain.lights import light
from domain.parties import label_zh
from domain.programme.state import Programme
from domain.project.state import Project
from domain.regimes import named
from domain.suggestion.state import LIFE_ZH, Suggestion
from ledger.refusals import OlderEpoch

Supervised = Project | Programme | Collection | Suggestion

SPREAD = timedelta(seconds=45)
HELD = timedelta(seconds=15)
"""When to ask again for a mark that is due but held, because the service is not known to answer."""
SHOWN = 3
"""So many duties are named in the details: they stand in Temporal's history again and again."""
MOST_BYTES = 240
"""Of a duty's name on a timer: Temporal refuses a summary of more than 400 bytes of JSON."""

RUNG_ZH = {
    Rung.REMINDER: "到期提醒",
    Rung.OVERDUE: "逾期催办",
    Rung.LETTER: "督办函",
    Rung.ESCALATED: "升级代表监督小组",
    Rung.RECOMMENDED: "建议升级",
}


def agenda_of(
    stream: str,
    version: int,
    state: Supervised,
    now: datetime,
    *,
    spread: timedelta = SPREAD,
    held: timedelta = HELD,
) -> Agenda:
    """What the clock of this stream is told at `now`, the ledger's time.

    `held` is how long it sleeps when a mark is due already: nothing before it was asked to keep
    the moment, `HELD` where it was kept and the mark was held back.
    """
    duties = state.duties
    mark = None if state.closed else next_in(duties)
    due = None if state.closed else next_due(duties)
    return Agenda(
        stream=stream,
        version=version,
        stage=None if state.closed else stage_of(duties),
        closed=state.closed,
        delay_ms=None if mark is None else delay_ms(mark, now, jitter(stream, spread), held),
        summary=_summary(state, mark),
        region=state.card.region if isinstance(state, Project) else state.region,
        unit=_unit(state),
        light=_light(state, now),
        overdue=overdue_count(duties, now),
        next_due=start_of(due.due).isoformat() if due else None,
        rung=max((x.level for x in duties.values() if x.owed), default=0),
        details=_details(state, mark, now),
        outcome=_outcome(state),
    )


def gone(stream: str) -> Agenda:
    """A clock whose stream is not in the ledger (an older one was restored) has nothing to keep."""
    return Agenda(
        stream=stream,
        version=0,
        stage=None,
        closed=True,
        delay_ms=None,
        summary="",
        region=None,
        unit=None,
        light=None,
        overdue=0,
        next_due=None,
        rung=0,
        details="账本中没有这个流。",
        outcome="not in the ledger",
    )


def superseded(stream: str, older: OlderEpoch) -> Agenda:
    """A clock of an older epoch ends itself: the record was restored since it was started."""
    return replace(gone(stream), details=older.zh, outcome="of an older epoch")


def jitter(stream: str, spread: timedelta) -> timedelta:
    """The stream's own share of the spread, the same at each reading."""
    share = int.from_bytes(sha256(stream.encode()).digest()[:4], "big") / 2**32
    return spread * share


def delay_ms(mark: NextMark, now: datetime, later: timedelta, held: timedelta) -> int:
    """Milliseconds until the clock asks for the mark, rounded up."""
    delay = held if mark.at <= now else mark.at - now + later
    return -(-delay // timedelta(milliseconds=1))


def _summary(state: Supervised, mark: NextMark | None) -> str:
    if mark is None:
        return "已办结" if state.closed else "等待报送、受理或会议日期"
    what = state.duties[mark.duty].zh
    while len(json.dumps(what)) > MOST_BYTES:
        what = what[:-1]
    return f"{what} · {RUNG_ZH[mark.rung]}（{mark.on}）"


def _details(state: Supervised, mark: NextMark | None, now: datetime) -> str:
    owed = sorted((x for x in state.duties.values() if x.owed), key=lambda x: (x.due, x.id))
    held = [x for x in owed if not x.settled]
    lines = [f"**{_title(state)}**", "", f"下一时刻：{_summary(state, mark)}", ""]
    lines += [f"- {x.due} {x.zh}（{label_zh(x.obligor)}）{_late(x, now)}" for x in owed[:SHOWN]]
    lines += [f"- 其余待办 {len(owed) - SHOWN} 项"] if len(owed) > SHOWN else []
    if held:
        first = f"{held[0].zh} {held[0].due}"
        lines += ["", f"日期暂定、不计逾期：{first} 等 {len(held)} 项（待放假通知或会议日期）"]
    return "\n".join(lines)


def _late(duty: Duty, now: datetime) -> str:
    return f" · 已逾期，第 {duty.level} 级" if duty.late_at(now) else ""


def _title(state: Supervised) -> str:
    if isinstance(state, Project):
        return f"{state.card.name} · {state.card.region} · {state.phase}"
    return f"{state.title} · {state.region}"


def _light(state: Supervised, now: datetime) -> str | None:
    """Lights are a project's; a programme has none."""
    if isinstance(state, Project):
        return light(state, named(state.regime).lights, now).light
    return None


def _unit(state: Supervised) -> str | None:
    """Who carries it out, where that is one unit."""
    if isinstance(state, Suggestion):
        return state.lead
    return state.card.lead_unit if isinstance(state, Project) else None


def _outcome(state: Supervised) -> str:
    if isinstance(state, Project):
        return f"{state.phase} {state.grade or '未测评'}"
    if isinstance(state, Suggestion):
        return LIFE_ZH[state.life]
    if isinstance(state, Collection):
        return "征集和票决办结" if state.closed else "征集和票决进行中"
    return "年度办结" if state.closed else "年度进行中"
