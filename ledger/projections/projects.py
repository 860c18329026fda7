"""Projects, one row each, with the light of progress alone; lateness is added on reading."""

from domain.agenda import stage_of
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


def _row(change: Change) -> list[dict[str, object]]:
    project = change.after
    if not isinstance(project, Project):
        raise TypeError(change.stream)
    card, shown = project.card, lag_light(project)
    return [
        {
            "id": card.id,
            "stream": change.stream,
            "programme": card.programme,
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
            "investment_wan": card.investment_wan,
            "planned_completion": card.planned_completion,
            "verified": project.verified,
            "grade": project.grade,
            "closed": project.closed,
            "lag_light": shown.light,
            "lag_zh": shown.zh,
            "version": change.version,
        }
    ]


_COLUMNS = """id stream programme list_id item_no name region unit unit_synthetic units regime phase
stage vote next_session session_assumed investment_wan planned_completion verified grade closed
lag_light lag_zh version"""

PROJECTS = Projection((PROJECT,), upsert("projects", "id", _COLUMNS), _row, ("id",))
