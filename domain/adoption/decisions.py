"""What may be done once the vote is counted: resolve, decide, announce.

What was voted is frozen: a resolution names exactly the items that the vote determined, and all
of them. The projects and their programme follow from the event (`domain.adoption.following`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, assert_never

from domain.adoption.cards import card_of, origin_of
from domain.adoption.messages import (
    Adopted,
    AdoptionCommand,
    AdoptionEvent,
    AnnounceResult,
    DecisionRecorded,
    PassResolution,
    RecordDecision,
    ResolutionPassed,
    ResultAnnounced,
)
from domain.adoption.result import Result, must_carry, result_of
from domain.adoption.state import Adoption
from domain.base import refuse_unless
from domain.chains import fair
from domain.duty_events import DutyEvent
from domain.duty_evolve import Duties
from domain.fulfilment import Fulfil, published
from domain.given import Given, must_be_office
from domain.parties import ROLE_ZH, Role
from domain.refusals import AlreadyThere, Contradicted
from domain.regimes.artefacts import Artefact
from domain.regimes.model import Scope
from domain.regimes.when import Trigger
from domain.scheduling import Owners, schedule_after
from domain.screening.state import Pool
from domain.terms import Term, nominal
from domain.voting.decisions import decision_of
from domain.voting.outcome import majority_of
from domain.voting.state import Voting

Events = Sequence[AdoptionEvent | DutyEvent]
_YEAR = Term.parse("12m")


@dataclass(frozen=True)
class Before:
    """What a collection says that a resolution turns on."""

    collection: str
    region: str
    adoption: Adoption | None
    voting: Voting
    pool: Pool
    duties: Duties


def decide_adoption(state: Before, command: AdoptionCommand, given: Given) -> Events:
    """The events of such a command; the same thing twice gives none. Raises NotYours,
    Contradicted, AlreadyThere, Malformed."""
    must_be_office(state.collection, given)
    match command:
        case PassResolution():
            return pass_resolution(state, command, given)
        case RecordDecision():
            return record_decision(state, command, given)
        case AnnounceResult():
            return announce(state, command, given)
    assert_never(command)


def pass_resolution(state: Before, c: PassResolution, given: Given) -> Events:
    """决议. Raises Contradicted where the vote does not carry it, or the resolution itself found
    no majority of all deputies."""
    if _said_before(state.adoption, c, c.passed_on):
        return []
    result = _carried(state, given)
    if result.kind != "ballot":
        raise Contradicted(
            "街道没有人民代表大会，议政代表会的结果不是票决，不作决议；请登记街道的决定。",
            "a street passes no resolution; record its decision.",
        )
    roll, present = result.roll, result.present
    if c.in_favour is not None and not majority_of(roll) <= c.in_favour <= present:
        raise Contradicted(
            f"赞成决议 {c.in_favour} 人：应超过全体代表 {roll} 人的半数（{majority_of(roll)} 人），"
            f"且不多于出席的 {present} 人，请核对。",
            f"{c.in_favour} in favour of {roll}: no majority of all, or more than present.",
        )
    decided = ResolutionPassed(
        **_frame(state, c, result, c.passed_on, given),
        passed_on=c.passed_on,
        roll=roll,
        majority=majority_of(roll),
        in_favour=c.in_favour,
    )
    return [decided, *_called(state, c, c.passed_on, Artefact.RESOLUTION, given)]


def record_decision(state: Before, c: RecordDecision, given: Given) -> Events:
    """A street's decision. Raises Contradicted where a congress voted: that takes a resolution."""
    if _said_before(state.adoption, c, c.decided_on):
        return []
    result = _carried(state, given)
    if result.kind == "ballot":
        raise Contradicted(
            "项目由人民代表大会票决，应登记大会的决议。",
            "a congress voted: record its resolution.",
        )
    frame = _frame(state, c, result, c.decided_on, given)
    decided = DecisionRecorded(**frame, decided_on=c.decided_on)
    return [decided, *_called(state, c, c.decided_on, Artefact.RESOLUTION, given)]


def _carried(state: Before, given: Given) -> Result:
    return must_carry(result_of(state.voting, decision_of(given.regime).kind))


def _said_before(known: Adoption | None, c: PassResolution | RecordDecision, on: date) -> bool:
    if known is None:
        return False
    same = (known.number, known.on, sorted(known.items)) == (c.number, on, sorted(c.chosen))
    if same and known.by_resolution is isinstance(c, PassResolution):
        return True
    raise AlreadyThere(known.document)


def _frame(
    state: Before, c: PassResolution | RecordDecision, result: Result, on: date, given: Given
) -> dict[str, Any]:
    refuse_unless(
        result.held_on <= on <= given.today,
        f"日期 {on} 应在投票日 {result.held_on} 与今天 {given.today} 之间，请核对。",
        f"{on} lies not between the vote and today.",
    )
    session = c.next_session or nominal(on, _YEAR)
    refuse_unless(
        session > on,
        f"下一次会议日期 {session} 应晚于 {on}，请核对。",
        f"the next session ({session}) comes after {on}.",
    )
    return {
        "number": c.number,
        "document": c.document,
        "projects": _projects(state, c, result, on),
        "next_session": session,
        "session_assumed": c.next_session is None,
        "by": given.actor.ref,
    }


def _projects(
    state: Before, c: PassResolution | RecordDecision, result: Result, on: date
) -> tuple[Adopted, ...]:
    """In the document's own order, which numbers them."""
    voted = {x.item: x for x in result.elected}
    if sorted(voted) != sorted(c.chosen):
        more, less = sorted(set(c.chosen) - set(voted)), sorted(set(voted) - set(c.chosen))
        raise Contradicted(
            "列入的项目应与计票结果完全一致："
            + "；".join(
                zh
                for zh in (
                    f"{'、'.join(more)} 没有当选" if more else "",
                    f"缺少当选的 {'、'.join(less)}" if less else "",
                    "" if more or less else "有项目重复",
                )
                if zh
            )
            + "。",
            "it names exactly what the vote determined.",
        )
    return tuple(
        Adopted(
            card=card_of(state.pool.item(x), state.collection, state.region, number),
            origin=origin_of(state.pool.item(x), state.collection, c.number, on, result, voted[x]),
        )
        for number, x in enumerate(c.chosen, 1)
    )


def _called(
    state: Before, c: PassResolution | RecordDecision, on: date, what: Artefact, given: Given
) -> Sequence[DutyEvent]:
    told = Fulfil(artefact=what, reference=c.number, title=c.document, on=on)
    made = schedule_after(
        given.regime, Scope.COLLECTION, Trigger.DECIDED, on, Owners(), given.calendar
    )
    new = [fair(x, given) for x in made if x.duty not in state.duties]
    return [*published(state.duties, told, given), *new]


def announce(state: Before, c: AnnounceResult, given: Given) -> Events:
    """公告, which fulfils the duty that asks for it. Raises Contradicted before the resolution,
    Malformed for a day that cannot be."""
    known = state.adoption
    if known is None:
        raise Contradicted(
            "还没有登记决议（街道为决定），不能公告；请先登记。", "nothing is resolved yet."
        )
    if known.announced_on is not None:
        if (known.announcement, known.announced_on) == (c.number, c.on):
            return []
        raise AlreadyThere(f"公告 {known.announcement}")
    refuse_unless(
        known.on <= c.on <= given.today,
        f"公告日期 {c.on} 应在 {known.on} 与今天 {given.today} 之间，请核对。",
        f"{c.on} lies not between the resolution and today.",
    )
    asked = [
        x for x in given.regime.of(Scope.COLLECTION) if x.fulfilled_by is Artefact.ANNOUNCEMENT
    ]
    street = given.regime.tier == "street"
    organ = Role.STREET_WORKING_COMMITTEE if street else Role.PRESIDIUM
    announced = ResultAnnounced(
        number=c.number,
        on=c.on,
        where=c.where,
        text=c.text,
        announcer=str(asked[0].obligor if asked else organ),
        by=given.actor.ref,
    )
    title = f"{ROLE_ZH[organ]}公告 {c.number}"
    told = Fulfil(artefact=Artefact.ANNOUNCEMENT, reference=c.number, title=title, on=c.on)
    return [announced, *published(state.duties, told, given)]
