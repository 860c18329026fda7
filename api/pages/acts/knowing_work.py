"""What the forms about inspections, the contact schedule, suggestions and letters know."""

from typing import Any

from api import contact_schedule
from api.pages import words
from api.pages.acts.act import Context, Known
from api.pages.acts.fields import Given
from api.pages.acts.knowing import duty_in, projects_in, told_of_duty
from api.problems import not_found
from domain.calendar import SHANGHAI
from domain.programme.state import Programme
from domain.project.inspections import Visit
from domain.regimes import named
from domain.regimes.sections_suggestions import CLASS_ZH
from domain.suggestion.state import Suggestion
from ledger.queries.inspections import inspections_of

_ALIKE = (("add", "增加成员"), ("remove", "减少成员"), ("lead", "换组长"))


async def correcting(known: Context) -> Known:
    """The record as it stands, told anew."""
    stream = f"project:{known.path['project']}"
    mine = [
        x.event
        for x in await inspections_of(known.tools.ledger, [stream])
        if x.event.get("number") == known.path["number"]
    ]
    if not mine:
        raise not_found()
    visit = Visit.model_validate(mine[-1]["visit"])
    at = visit.happened_at.astimezone(SHANGHAI)
    values = {
        "revision": str(len(mine)),
        "visit.kind": visit.kind.value,
        "visit.happened_at": f"{at:%Y-%m-%dT%H:%M}",
        "visit.place": visit.place,
        "visit.seen": visit.seen,
        "visit.taking_part": "、".join(visit.taking_part),
    }
    parts = [(str(x.no), words.name_zh(x.name)) for x in known.state.card.subprojects]
    given = Given(values, {"visit.subprojects": parts}, frozenset({"revision"}))
    return Known(given, [("检查编号", known.path["number"])])


async def touring(known: Context) -> Known:
    """The projects that may have been seen."""
    projects = await projects_in(known)
    hidden = frozenset({"number", "counts_for", "tour.visits.subprojects"})
    return Known(Given(options={"tour.visits.project": projects}, hidden=hidden))


async def publishing(known: Context) -> Known:
    """The proposal as the rules make it today: who contacts which project."""
    proposal = await contact_schedule.read_proposal(
        known.path["programme"], known.signed, known.tools
    )
    hidden = frozenset({"sites", "contractors", "adjustments", "proposal"})
    values = {"proposal": proposal.digest, "published_on": str(known.today)}
    rows = [
        (words.name_zh(x.name), "、".join(_member(y) for y in x.members)) for x in proposal.rows
    ]
    return Known(Given(values=values, hidden=hidden), rows)


async def arranging(known: Context) -> Known:
    """The published lines, one of which is changed."""
    if not isinstance(known.state, Programme) or known.state.schedule is None:
        raise not_found()
    options = {"change.project": await projects_in(known), "change.do": _ALIKE}
    rows = [
        (words.name_zh(x.name), "、".join(y.ref for y in x.members))
        for x in known.state.schedule.rows
    ]
    return Known(Given(values={"on": str(known.today)}, options=options), rows)


async def handling(known: Context) -> Known:
    """The suggestion, and the classes of the measure."""
    state = known.state
    if not isinstance(state, Suggestion):
        raise not_found()
    section = named(state.regime).suggestions
    classes = [(str(x), CLASS_ZH[x]) for x in (section.classes if section else ())]
    options = {"kind": classes} if classes else {}
    return Known(
        Given(values={"on": str(known.today)}, options=options),
        [("建议", words.name_zh(state.proposal.title)), ("内容", state.proposal.text)],
    )


async def answering(known: Context) -> Known:
    """The letter that is answered: the newest of its duty."""
    duty = duty_in(known)
    given = Given(values={"revision": str(duty.revision)}, hidden=frozenset({"revision"}))
    return Known(given, told_of_duty(duty))


def _member(x: Any) -> str:
    name = x.name or x.ref
    return f"{name}（组长）" if x.leads else name
