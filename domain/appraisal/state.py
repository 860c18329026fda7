"""An appraisal: how it follows from its events. Cannot fail."""

from datetime import date

from domain.appraisal.messages import (
    AppraisalAssigned,
    AppraisalEvent,
    AppraisalHandedOver,
    AppraisalReported,
    Kind,
    OrganAppraised,
    ReformRecorded,
    ReportHeard,
)
from domain.base import Value
from domain.evaluation.grading import Result


class Organ(Value):
    """One organ's way through it."""

    id: str
    name: str
    kind: Kind
    matter: str
    heard: date | None = None
    appraised: date | None = None
    result: Result | None = None
    opinion: str | None = None
    reply_by: date | None = None
    reformed: date | None = None
    text: str | None = None


class Appraisal(Value):
    """民主评议 of one street on one assignment."""

    id: str
    region: str
    regime: str
    title: str
    document: str
    on: date
    report_by: date
    organs: tuple[Organ, ...]
    reported: date | None = None

    def organ(self, name: str) -> Organ | None:
        """One by its id."""
        return next((x for x in self.organs if x.id == name), None)


def evolve(state: Appraisal | None, event: AppraisalEvent) -> Appraisal:
    """The state after the event."""
    if isinstance(event, AppraisalAssigned):
        plain = ("id", "region", "regime", "title", "document", "on", "report_by")
        organs = tuple(Organ(**x.model_dump()) for x in event.objects)
        return Appraisal(**{x: getattr(event, x) for x in plain}, organs=organs)
    assert state is not None, "an appraisal's first event is its assignment"
    if isinstance(event, AppraisalReported):
        return state.model_copy(update={"reported": event.on})
    organs = tuple(
        x.model_copy(update=_of(event)) if x.id == event.object else x for x in state.organs
    )
    return state.model_copy(update={"organs": organs})


def _of(
    event: ReportHeard | OrganAppraised | AppraisalHandedOver | ReformRecorded,
) -> dict[str, object]:
    match event:
        case ReportHeard():
            return {"heard": event.on}
        case OrganAppraised():
            return {"appraised": event.on, "result": event.result}
        case AppraisalHandedOver():
            return {"opinion": event.opinion, "reply_by": event.reply_by}
        case ReformRecorded():
            return {"reformed": event.on, "text": event.text}
