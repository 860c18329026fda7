"""Who may see what, as the matrix says it: a unit its own projects, a group the one it supervises,
organs their region.

What a role's own is, is said here. What may not be seen is answered like what does not exist
(`reliability §2.18`).
"""

from collections.abc import Callable, Container, Sequence

from api.callers import Caller
from api.matrix import MATRIX, Kind, scope
from api.problems import not_found
from domain.collection.state import Collection
from domain.meeting.kinds import PUBLISHED
from domain.meeting.state import Meeting
from domain.parties import Role, party
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import Unknown
from domain.suggestion.state import Suggestion
from domain.wish.state import Wish
from ledger.door import Ledger
from ledger.queries.history import Entry
from ledger.queries.inspections import inspections_of
from ledger.queries.meetings import MeetingRow


def reads(caller: Caller, region: str) -> bool:
    """Whether the token is good for that region: staff also read what lies below theirs."""
    below = caller.role in MATRIX.reads_below and region.startswith(f"{caller.region}/")
    return caller.region is None or caller.region == region or below


def narrowed(caller: Caller, asked: str | None) -> tuple[str | None, bool]:
    """The region to look in, and whether nothing of what is asked lies in the caller's reach."""
    own = caller.region
    if own is None or asked is None or own == asked or own.startswith(f"{asked}/"):
        return own or asked, False
    return asked, not asked.startswith(f"{own}/")


def _shown(caller: Caller, kind: Kind, region: str, own: Callable[[], bool]) -> bool:
    """Whether an object of that kind in that region is shown; `own` is whether it is his."""
    if not reads(caller, region):
        return False
    told = scope(kind, caller.role)
    return told == "all" or (told == "own" and own())


def sees_project(caller: Caller, project: str, region: str, unit: str) -> bool:
    """Whether the project and its duties are shown to the caller."""
    his = (party(Role.UNIT, unit), Role.DEPUTY_GROUPS, party(Role.DEPUTY_GROUP, project))
    return _shown(caller, "project", region, lambda: caller.party in his)


def sees_year(caller: Caller, kind: Kind, region: str, projects: Sequence[str]) -> bool:
    """Whether a year's duties, which organs owe, are shown to the caller."""
    his = (Role.DEPUTY_GROUPS, *(party(Role.DEPUTY_GROUP, x) for x in projects))
    return _shown(caller, kind, region, lambda: caller.party in his)


def sees_meeting(caller: Caller, meeting: MeetingRow, years: Container[str]) -> bool:
    """Whether a meeting is shown, on pages and in calendars alike: who is not told of all is told
    of what is published and of what sets a day in one of `years`, the caller's programmes."""
    told = scope("meeting", caller.role)
    if told is None:
        return False
    if reads(caller, meeting.region) and (told == "all" or meeting.kind in PUBLISHED):
        return True
    served = zip(meeting.programmes, meeting.anchors, strict=True)
    return any(year in years for year, anchor in served if anchor or told == "all")


def sees_suggestion(caller: Caller, state: Suggestion) -> bool:
    """Whether a suggestion is shown: to a unit those that it handles or sent back."""
    handlers = (state.lead, *state.co, *state.returned_by)
    his = [party(Role.UNIT, x) for x in handlers if x]
    return _shown(caller, "suggestion", state.region, lambda: caller.party in his)


def sees(  # noqa: PLR0911  # one line per kind of stream
    caller: Caller, state: object
) -> bool:
    """Whether the stream of this state is shown to the caller."""
    match state:
        case Project():
            card = state.card
            return sees_project(caller, card.id, card.region, card.lead_unit)
        case Wish():
            return _shown(caller, "wish", state.region, lambda: False)
        case Meeting():
            kind = state.convened.kind
            return _shown(caller, "meeting", state.region, lambda: kind in PUBLISHED)
        case Collection():
            return sees_year(caller, "collection", state.region, ())
        case Programme():
            return sees_year(caller, "programme", state.region, state.projects)
        case Suggestion():
            return sees_suggestion(caller, state)
        case _:
            return False


def hidden_duties(caller: Caller, state: object) -> frozenset[str]:
    """The duties of a stream that is shown which are not: between units, each sees its own."""
    if caller.role != "unit" or not isinstance(state, Project):
        return frozenset()
    of_units = (x for x in state.duties.values() if x.obligor.startswith(f"{Role.UNIT}:"))
    return frozenset(x.id for x in of_units if x.obligor != caller.party)


def sees_duty(caller: Caller, state: object, duty: str) -> bool:
    """Whether that duty is shown: a unit that only handles along sees what it owes itself."""
    if sees(caller, state):
        return duty not in hidden_duties(caller, state)
    return owes_in(caller, state, duty)


def owes_in(caller: Caller, state: object, duty: str | None = None) -> bool:
    """Whether a unit that does not lead the project owes that duty there, or any."""
    if caller.role != "unit" or not isinstance(state, Project):
        return False
    if not reads(caller, state.card.region):
        return False
    asked = state.duties.values() if duty is None else [state.duties.get(duty)]
    return any(x is not None and x.obligor == caller.party for x in asked)


def shown_entries(caller: Caller, state: object, entries: Sequence[Entry]) -> list[Entry]:
    """The facts without those of duties that are not shown, and findings of others likewise."""
    hidden = hidden_duties(caller, state)
    if not hidden:
        return list(entries)
    return [_without(x, hidden) for x in entries if x.event.get("duty") not in hidden]


def _without(entry: Entry, hidden: frozenset[str]) -> Entry:
    issues = entry.event.get("issues")
    if entry.type != "InspectionRecorded" or not issues:
        return entry
    kept = [n for n, x in enumerate(issues) if x not in hidden]
    told = {x: [entry.event[x][n] for n in kept] for x in ("issues", "findings")}
    return entry.model_copy(update={"event": {**entry.event, **told}})


async def sees_file(caller: Caller, sha256: str, stream: str, ledger: Ledger) -> bool:
    """Whether a file offered in that stream is shown: to who sees the stream, and to a unit the
    photographs of a finding that it owes."""
    try:
        state = (await ledger.standing(stream)).state
    except Unknown:
        return False
    if sees(caller, state):
        return True
    if not owes_in(caller, state):
        return False
    return any(
        owes_in(caller, state, issue)
        for entry in await inspections_of(ledger, [stream])
        if any(x["sha256"] == sha256 for x in entry.event["visit"]["evidence"])
        for issue in entry.event.get("issues", ())
    )


async def sees_stream(caller: Caller, stream: str, ledger: Ledger) -> bool:
    """Whether the stream exists and is shown to the caller."""
    try:
        return sees(caller, (await ledger.standing(stream)).state)
    except Unknown:
        return False


async def must_see(caller: Caller, stream: str, ledger: Ledger) -> None:
    """Before anything else is said about a request: raises Problem 404 unless it is shown."""
    if not await sees_stream(caller, stream, ledger):
        raise not_found()
