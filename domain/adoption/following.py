"""What a resolution opens: the programme of the same id, and every project it names."""

from collections.abc import Sequence

from domain.adoption.messages import DecisionRecorded, ResolutionPassed
from domain.adoption.origin import Decided
from domain.base import Command
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.programme.messages import OpenDecidedProgramme
from domain.project.messages import AdoptDecidedProject


def opened_by(
    event: ResolutionPassed | DecisionRecorded, title: str, region: str, regime: str
) -> Sequence[tuple[str, Command]]:
    """The programme first, then its projects in the resolution's order: a stream each."""
    first = event.projects[0]
    frame: dict[str, object] = {
        "regime": regime,
        "vote": first.origin.on,
        "next_session": event.next_session,
        "session_assumed": event.session_assumed,
    }
    programme = OpenDecidedProgramme.model_validate(
        {
            "id": first.card.programme,
            "title": title,
            "region": region,
            "projects": tuple(x.card.id for x in event.projects),
            "origin": Decided(
                collection=first.origin.collection,
                kind=first.origin.kind,
                document=event.number,
                title=event.document,
                on=first.origin.on,
            ),
            **frame,
        }
    )
    projects = [
        (
            stream_id(PROJECT, x.card.id),
            AdoptDecidedProject.model_validate({"card": x.card, "origin": x.origin, **frame}),
        )
        for x in event.projects
    ]
    return [(stream_id(PROGRAMME, programme.id), programme), *projects]
