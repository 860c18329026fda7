"""Projects, one row each, with the light of progress alone; lateness is added on reading."""

from domain.agenda import stage_of
from domain.completion.outcome import is_complete, is_early, outcome
from domain.completion.year_end import year_end
from domain.lights import Shown, light
from domain.names import PROJECT
from domain.project.state import Project
from domain.regimes import named
from ledger.projections.change import Change, Projection, upsert
from ledger.projections.duties import ALWAYS


def lag_light(project: Project) -> Shown:
    """The light without the overdue duties, which only the reader's clock can count."""
    bare = project.model_copy(update={"duties": {}})
    return light(bare, named(project.regime).lights, ALWAYS)


def _becoming(project: Project) -> dict[str, object]:
    ending = year_end(project)
    return {
        "baseline": project.baseline,
        "suspended_on": project.track.suspended,
        "terminated_on": project.track.terminated,
        "outcome": outcome(project),
        "complete": is_complete(project),
        "early": is_early(project),
        "year_end": ending.state,
        "year_end_zh": ending.zh,
    }


def _same(change: Change) -> bool:
    """Whether the row would only say again what it says: then it is left alone.

    Of the duties it shows their stage; everything else is compared whatever the row makes of it.
    """
    before, after = change.before, change.after
    if before is None:
        return False
    now = after.__dict__
    for name, value in before.__dict__.items():
        if value is not now[name] and name != "duties" and value != now[name]:
            return False
    ended = any(
        was is None or was.accepted is not x.accepted or was.closed != x.closed
        for was, x in change.duties
    )
    return not ended or stage_of(before.duties) is stage_of(after.duties)


def _row(change: Change) -> list[dict[str, object]]:
    project = change.after
    if not isinstance(project, Project):
        raise TypeError(change.stream)
    if _same(change):
        return []
    card, shown = project.card, lag_light(project)
    return [
        {
            "id": card.id,
            "stream": change.stream,
            "programme": project.programme,
            "list_id": card.list_id,
            "item_no": card.item_no,
            "name": card.name,
            "region": card.region,
            "unit": card.lead_unit,
            "unit_synthetic": card.lead_unit_synthetic,
            "units": [card.lead_unit, *card.co_units],
            "regime": project.regime,
            "phase": project.phase,
            "stage": stage_of(project.duties),
            "vote": project.anchors.vote,
            "next_session": project.anchors.next_session,
            "session_assumed": project.anchors.session_assumed,
            "investment_wan": project.track.money(card),
            "planned_completion": project.planned_completion,
            "verified": project.verified,
            "grade": project.grade,
            "closed": project.closed,
            "lag_light": shown.light,
            "lag_zh": shown.zh,
            "group_name": project.group.group_name if project.group else None,
            "group_leader": project.group.leader if project.group else None,
            "version": change.version,
            **_becoming(project),
        }
    ]


_COLUMNS = """id stream programme list_id item_no name region unit unit_synthetic units regime phase
stage vote next_session session_assumed investment_wan planned_completion verified grade closed
lag_light lag_zh version baseline suspended_on terminated_on outcome complete early year_end
year_end_zh group_name group_leader"""

PROJECTS = Projection((PROJECT,), upsert("projects", "id", _COLUMNS), _row, ("id",))
