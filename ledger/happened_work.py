"""The days of deputies' work: entries, checks, grades, stations, topics, appraisals."""

from datetime import date

from domain.activity.messages import ActivityRecorded
from domain.appraisal.messages import (
    AppraisalAssigned,
    AppraisalHandedOver,
    AppraisalReported,
    OrganAppraised,
    ReformRecorded,
    ReportHeard,
)
from domain.base import Event
from domain.register.conduct import CorrectionJudged, DeputyReminded, ResignationOrdered
from domain.register.messages import AppealDecided, BookChecked, BookGraded, EntryMade
from domain.station.messages import (
    OpinionFollowedUp,
    OpinionTaken,
    StationClosed,
    StationEnrolled,
    VotersReceived,
)
from domain.topics.messages import (
    SupervisionPlanPublished,
    TopicChosen,
    TopicClosed,
    TopicDeclined,
)


def day_of_work(event: Event) -> date | None:
    """The day on which it happened; None for what happens when it is received."""
    match event:
        case (
            BookChecked(on=day)
            | DeputyReminded(on=day)
            | CorrectionJudged(on=day)
            | StationEnrolled(since=day)
            | StationClosed(on=day)
            | VotersReceived(on=day)
            | OpinionTaken(on=day)
            | OpinionFollowedUp(on=day)
            | TopicChosen(on=day)
            | TopicDeclined(on=day)
            | TopicClosed(on=day)
            | SupervisionPlanPublished(on=day)
            | AppraisalAssigned(on=day)
            | ReportHeard(on=day)
            | OrganAppraised(on=day)
            | AppraisalHandedOver(on=day)
            | ReformRecorded(on=day)
            | AppraisalReported(on=day)
        ):
            return day
        case BookGraded() | AppealDecided() | ResignationOrdered():
            return event.ruling.on
        case EntryMade() | ActivityRecorded():
            return event.told.on
        case _:
            return None
