"""What may be done with a collection: one function per command, dispatched by `decide`."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from domain import duty_decisions
from domain.adoption.messages import AdoptionCommand
from domain.anchors import Anchors
from domain.base import refuse_unless
from domain.chains import after_acceptance, fair
from domain.collection import window
from domain.collection.adopting import adopt
from domain.collection.agenda import decide_agenda
from domain.collection.messages import (
    CloseCollection,
    CollectionCommand,
    CollectionEvent,
    CollectionOpened,
    ExtendCollection,
    OpenCollection,
)
from domain.collection.receptions import RecordReception, record_reception
from domain.collection.state import OWNERS, Collection
from domain.collection.vote import vote
from domain.convening import AnchorSet, MeetingHeld, RecordMeeting, called_by_closing, convene
from domain.duty_commands import AcceptDuty, FileDuty, KeepMoment, Rebase
from domain.duty_dispatch import Plain, decide_plain
from domain.fulfilment import Fulfil, fulfil
from domain.given import Given, must_be_office, must_reach
from domain.rebase import redate_all
from domain.refusals import AlreadyThere, Contradicted, Malformed, Unknown
from domain.regime_change import ChangeRegime, change
from domain.regimes.model import Scope
from domain.scheduling import schedule
from domain.screening.before import Before
from domain.screening.decisions import decide_pool
from domain.screening.messages import PoolCommand
from domain.session.messages import DraftAgenda, FixAgenda
from domain.voting.messages import VotingCommand
from domain.voting.refusals import UnderWay

Events = Sequence[CollectionEvent]
_FURTHEST = timedelta(days=731)
"""A session more than two years from today is a mistyped year."""


def decide(state: Collection | None, command: CollectionCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    if isinstance(command, OpenCollection):
        must_reach(command.region, command.id, given)
        return open_(state, command, given)
    if state is None:
        raise Unknown("项目征集", "collection", "")
    must_reach(state.region, state.id, given)
    if isinstance(command, Plain):
        closed, session = state.closed, state.session
        plain = decide_plain(state.duties, command, given, closed=closed, session=session)
        return [*window.ended(state, given), *plain] if isinstance(command, KeepMoment) else plain
    if isinstance(command, PoolCommand):
        return decide_pool(before(state), command, given)
    if isinstance(command, VotingCommand):
        return vote(state, command, given)
    if isinstance(command, AdoptionCommand):
        return adopt(state, command, given)
    match command:
        case FileDuty():
            return duty_decisions.file(state.duties, command, given)
        case AcceptDuty():
            return accept(state, command, given)
        case Fulfil():
            return fulfil(state.duties, command, Scope.COLLECTION, OWNERS, given)
        case RecordReception():
            return record_reception(state, command, given)
        case DraftAgenda() | FixAgenda():
            return decide_agenda(state, command, given)
        case ExtendCollection():
            return window.extend(state, command, given)
        case CloseCollection():
            return window.close(state, command, given)
        case Rebase():
            return rebase(state, command, given)
        case RecordMeeting():
            return record_meeting(state, command, given)
        case ChangeRegime():
            return change_regime(state, command, given)
    assert_never(command)


def before(state: Collection) -> Before:
    """The pool, and what of the collection a decision on it turns on."""
    return Before(
        collection=state.id,
        region=state.region,
        year=state.year,
        session=state.session,
        pool=state.pool,
        duties=state.duties,
        begun=state.voting.begun,
        box=state.voting.box,
    )


def open_(state: Collection | None, c: OpenCollection, given: Given) -> Events:
    """征集启动. Raises NotYours, AlreadyThere, Malformed (days that cannot be)."""
    must_be_office(c.id, given)
    opened = CollectionOpened(
        **{x: getattr(c, x) for x in type(c).model_fields}
        | {"regime": given.regime.ref, "since": min(c.opens, given.today)},
        by=given.actor.ref,
    )
    if state is not None:
        same = (state.region, state.regime, state.year, state.title)
        if same == (opened.region, opened.regime, opened.year, opened.title):
            return []
        raise AlreadyThere(c.title)
    _possible(c, given)
    window.long_enough(c.opens, c.closes, given.regime)
    anchors = Anchors.before(c.session, opened.since, assumed=c.session_assumed)
    duties = schedule(given.regime, Scope.COLLECTION, anchors, OWNERS, given.calendar)
    return [opened, *(fair(x, given) for x in duties)]


def _possible(c: OpenCollection, given: Given) -> None:
    window.possible(c.opens, c.closes, c.session)
    refuse_unless(
        abs(c.session - given.today) <= _FURTHEST,
        f"会议日期 {c.session} 与今天相差两年以上，请核对年份。",
        f"{c.session} is more than two years from today; check the year.",
    )
    refuse_unless(
        abs(c.session.year - c.year) <= 1,
        f"会议日期 {c.session} 与项目年度 {c.year} 不符，请核对。",
        f"a session of {c.session} does not vote the projects of {c.year}.",
    )


def accept(state: Collection, c: AcceptDuty, given: Given) -> Events:
    """受理; what follows from the acceptance by the measure's lines comes with it."""
    events: list[CollectionEvent] = list(duty_decisions.accept(state.duties, c, given))
    if events:
        duty = state.duties[c.duty]
        events += after_acceptance(state.duties, duty, Scope.COLLECTION, OWNERS, given)
    return events


def rebase(state: Collection, c: Rebase, given: Given) -> Events:
    """A calendar or the session changed: only dates still owed move, with their history."""
    if c.next_session is not None:
        raise Malformed("征集阶段请召集或改期会议来确定会议日期。", "convene the session instead.")
    anchors = convene(state.anchors, c)
    events: list[CollectionEvent] = []
    if anchors != state.anchors and c.anchored is not None:
        moved = AnchorSet(anchored=c.anchored, because=c.because, reference=c.reference)
        events.append(moved)
    if state.closed:
        return events
    return events + list(redate_all(state.duties, Scope.COLLECTION, OWNERS, anchors, c, given))


def record_meeting(state: Collection, c: RecordMeeting, given: Given) -> Events:
    """A meeting that serves this collection was closed: duties counted from that day begin."""
    if c.meeting in state.held or state.closed:
        return []
    held = MeetingHeld(meeting=c.meeting, anchor=c.anchor, closed_on=c.closed_on)
    return [held, *called_by_closing(state.duties, Scope.COLLECTION, OWNERS, c, given)]


def change_regime(state: Collection, c: ChangeRegime, given: Given) -> Events:
    """改用办法. Raises Contradicted once it is decided, UnderWay while people vote in a box, and
    what `change` raises."""
    if state.closed:
        raise Contradicted(f"“{state.title}”已经办结，不再改用办法。", f"{state.title} is closed.")
    if state.voting.box is not None:
        raise UnderWay(state.voting.box, "适用的办法")
    return change(state.regime, state.duties, Scope.COLLECTION, OWNERS, state.anchors, c, given)
