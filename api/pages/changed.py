"""What decisions changed of a project, and how its year ends, in the words of the page."""

from collections.abc import Sequence
from typing import Any

from api.pages import words
from domain.completion.outcome import OUTCOME_ZH, is_early, outcomes
from domain.completion.year_end import YEAR_END_ZH, Ending, YearEnd, tally, year_end
from domain.project.card import target_zh
from domain.project.changes.messages import KIND_ZH
from domain.project.changes.track import Baseline
from domain.project.state import Project
from domain.punctuality import Punctuality
from ledger.queries.duties import DutyRow

_ASKED_ZH = {None: "等待决定", True: "已批准", False: "未获批准"}


def changed(state: Project, own: Sequence[DutyRow]) -> dict[str, Any] | None:
    """The section's contents; None where nothing was asked for, decided, built or extended."""
    track = state.track
    moved = [x for x in own if x.without_extension or x.wished or x.paused is not None]
    told = (track.changes, track.claim, track.years, track.breached, moved)
    if not any(told):
        return None
    return {
        "baselines": [_baseline(x) for x in track.baselines],
        "requests": [
            {
                "number": x.number,
                "kind": KIND_ZH[x.kind],
                "zh": _ASKED_ZH[x.approved],
                "document": x.document or "",
                "on": x.on,
            }
            for x in track.changes
        ],
        "parts": _parts(state),
        "early": is_early(state),
        "moved": [
            {
                "zh": words.duty_zh(x.zh, x.period),
                "original": x.original_due,
                "without": x.without_extension,
                "due": x.due,
                "wished": x.wished,
                "paused": x.paused,
            }
            for x in moved
        ],
        "ending": year_end(state).zh,
        "years": track.years,
        "programme": state.programme,
    }


def _baseline(baseline: Baseline) -> dict[str, Any]:
    said = [f"第{x.subproject}个子项目改为{target_zh(x.target)}" for x in baseline.targets]
    said += [f"第{x}个子项目不再实施" for x in baseline.dropped]
    if baseline.planned_completion:
        said.append(f"完成时间改为{baseline.planned_completion}")
    if baseline.investment_wan is not None:
        said.append(f"资金改为{words.figure(baseline.investment_wan)}万元")
    return {
        "number": baseline.number,
        "document": baseline.document,
        "on": baseline.on,
        "zh": "；".join(said),
    }


def _parts(state: Project) -> list[dict[str, Any]]:
    built = {x.subproject: x.actual for x in state.track.claim.actuals} if state.track.claim else {}
    found, holding = outcomes(state), state.targets
    return [
        {
            "name": words.name_zh(x.name),
            "voted": target_zh(x.target),
            "now": target_zh(holding[x.no]) if x.no in holding else "—",
            "actual": words.figure(built[x.no]) if x.no in built else "—",
            "zh": OUTCOME_ZH[found[x.no]],
            "short": x.no in state.track.breached,
        }
        for x in state.card.subprojects
    ]


def year_ending(found: Sequence[Ending], on_time: Punctuality, *, ahead: bool) -> dict[str, Any]:
    """How the list's year ends: six counts, what they add up to, and each rate's denominator.

    `ahead`: it has not ended yet, so that this is how it would.
    """
    said = tally(found)
    return {
        "counts": [(YEAR_END_ZH[x], said.counts[x]) for x in YearEnd],
        "ahead": ahead,
        "adopted": said.adopted,
        "part": said.completed.part,
        "of": said.completed.of,
        "rate": said.rate,
        "suspended": [words.name_zh(x.name) for x in found if x.state is YearEnd.SUSPENDED],
        "terminated": [words.name_zh(x.name) for x in found if x.state is YearEnd.TERMINATED],
        "on_time": on_time.with_extensions,
        "without": on_time.without_extensions,
        "extended": on_time.extended,
    }
