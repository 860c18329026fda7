"""Calls for supervision topics, and democratic appraisals: one row each."""

from domain.appraisal.state import Appraisal
from domain.names import APPRAISAL, TOPICS
from domain.topics.state import Topics
from ledger.projections.change import Change, Projection, upsert


def _topics(change: Change) -> list[dict[str, object]]:
    found: object = change.after
    if not isinstance(found, Topics):
        raise TypeError(change.stream)
    plain = ("id", "region", "tier", "year", "title", "closes", "published")
    return [
        {
            **{x: getattr(found, x) for x in plain},
            "stream": change.stream,
            "noted": len(found.topics),
            "open": sum(x.fate == "open" for x in found.topics),
            "chosen": sum(x.fate in ("chosen", "closed") for x in found.topics),
            "done": sum(x.fate == "closed" for x in found.topics),
            "version": change.version,
        }
    ]


def _appraisal(change: Change) -> list[dict[str, object]]:
    found: object = change.after
    if not isinstance(found, Appraisal):
        raise TypeError(change.stream)
    return [
        {
            **{x: getattr(found, x) for x in ("id", "region", "title", "report_by", "reported")},
            "stream": change.stream,
            "assigned": found.on,
            "organs": len(found.organs),
            "graded": sum(bool(x.result and x.result.grade) for x in found.organs),
            "version": change.version,
        }
    ]


_CALL = "id stream region tier year title closes published noted open chosen done version"
_APPRAISAL = "id stream region title assigned report_by reported organs graded version"

TOPIC_CALLS = Projection((TOPICS,), upsert("topic_calls", "id", _CALL), _topics, ("id",))
APPRAISALS = Projection((APPRAISAL,), upsert("appraisals", "id", _APPRAISAL), _appraisal, ("id",))
