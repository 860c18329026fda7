"""Read models as projections of the events, written in the transaction of the events.

Each stands beside its own query in `ledger.queries`, and is rebuilt at any time to the same bytes.
"""

from ledger.projections.ballots import BALLOTS
from ledger.projections.change import Projection
from ledger.projections.collections import COLLECTIONS
from ledger.projections.continuity import RESTORES
from ledger.projections.countersign import PROPOSED, SETTLED
from ledger.projections.deputies_work import ACTIVITIES, BOOKS, STATIONS
from ledger.projections.duties import DUTIES
from ledger.projections.figures import FIGURE_BOOKS
from ledger.projections.meetings import MEETINGS
from ledger.projections.notices import ACKNOWLEDGED, NOTICES
from ledger.projections.organisations import ORGANISATIONS
from ledger.projections.outages import OUTAGES
from ledger.projections.programmes import PROGRAMMES
from ledger.projections.progress import PROGRESS
from ledger.projections.projects import PROJECTS
from ledger.projections.street import APPRAISALS, TOPIC_CALLS
from ledger.projections.suggestions import SUGGESTIONS
from ledger.projections.wishes import WISHES

PROJECTIONS: tuple[Projection, ...] = (
    PROJECTS,
    PROGRAMMES,
    DUTIES,
    PROGRESS,
    NOTICES,
    ACKNOWLEDGED,
    OUTAGES,
    ORGANISATIONS,
    BALLOTS,
    MEETINGS,
    COLLECTIONS,
    WISHES,
    SUGGESTIONS,
    BOOKS,
    ACTIVITIES,
    STATIONS,
    FIGURE_BOOKS,
    TOPIC_CALLS,
    APPRAISALS,
    RESTORES,
    PROPOSED,
    SETTLED,
)
ALL_TOUCHED = "*"
"""In the table of touched streams: every one, since read models were put anew in their place."""
TABLES: dict[str, tuple[str, ...]] = {
    "projects": ("id",),
    "programmes": ("id",),
    "duties": ("stream", "duty"),
    "monthly_progress": ("stream", "subproject", "month"),
    "notices": ("id",),
    "outages": ("id",),
    "organisations": ("id",),
    "ballots": ("id",),
    "meetings": ("id",),
    "collections": ("id",),
    "wishes": ("id",),
    "suggestions": ("id",),
    "books": ("id",),
    "activities": ("id",),
    "stations": ("id",),
    "figure_books": ("id",),
    "topic_calls": ("id",),
    "appraisals": ("id",),
    "continuity": ("id",),
    "proposals": ("stream", "number"),
}
"""The read models' tables and their keys."""
