"""What may be done with a station: enrolment, rota, receptions; opinions stand in `opinions`."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.base import refuse_unless
from domain.given import Given, must_reach
from domain.parties import Role
from domain.refusals import AlreadyThere, Contradicted, NotYours, Unknown
from domain.regimes.sections_stations import KIND_ZH, Stations
from domain.station.messages import (
    AmendStation,
    ChangeRota,
    CloseStation,
    EnrolStation,
    PlanRota,
    ReceiveVoters,
    RotaChanged,
    RotaPlanned,
    Setup,
    StationAmended,
    StationClosed,
    StationCommand,
    StationEnrolled,
    StationEvent,
    TakeOpinion,
    VotersReceived,
)
from domain.station.opinions import OpinionCommand, decide_opinion, take
from domain.station.rota import turns
from domain.station.state import Reception, Station

Events = Sequence[StationEvent]
_LONGEST = timedelta(days=366)
_KEEPERS = (
    *(None, Role.PRESIDIUM, Role.STANDING_COMMITTEE, Role.WORKING_COMMITTEE),
    *(Role.LIAISON_OFFICE, Role.STREET_WORKING_COMMITTEE),
)
"""Who sets stations up and plans their days. None is the office."""
_AT_WORK = (*_KEEPERS, Role.DEPUTY_GROUP, Role.DEPUTY)
"""Who receives there."""


def decide(state: Station | None, command: StationCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    at_work = isinstance(command, ReceiveVoters | TakeOpinion | OpinionCommand)
    if given.actor.role not in (_AT_WORK if at_work else _KEEPERS):
        raise NotYours("联络站")
    if isinstance(command, EnrolStation):
        must_reach(command.region, command.id, given)
        return enrol(state, command, given)
    if state is None:
        raise Unknown("联络站", "station", "")
    must_reach(state.region, state.id, given)
    if isinstance(command, OpinionCommand):
        return decide_opinion(state, command, given)
    if isinstance(command, CloseStation) and state.closed_on == command.on:
        return []
    _open(state)
    match command:
        case AmendStation():
            _fits(command.setup, _section(given))
            if command.setup == state.setup:
                return []
            return [StationAmended(setup=command.setup, because=command.because)]
        case CloseStation():
            _happened(command.on, given)
            return [StationClosed(on=command.on, because=command.because)]
        case PlanRota():
            return plan(state, command, given)
        case ChangeRota():
            return change(state, command, given)
        case ReceiveVoters():
            return receive(state, command, given)
        case TakeOpinion():
            return take(state, command, given)
        case _:
            raise TypeError(type(command).__name__)  # of opinions: not asked here


def enrol(state: Station | None, c: EnrolStation, given: Given) -> Events:
    """登记站点. Raises AlreadyThere, Malformed for a kind that this place does not have."""
    _fits(c.setup, _section(given))
    told = {x: getattr(c, x) for x in EnrolStation.model_fields}
    if state is None:
        return [StationEnrolled(**told)]
    if all(getattr(state, x) == y for x, y in told.items()):
        return []
    raise AlreadyThere(c.setup.name)


def plan(state: Station, c: PlanRota, given: Given) -> Events:
    """排班. Raises Malformed for a stretch without deputies or reception days."""
    refuse_unless(
        timedelta(0) <= c.last - c.first <= _LONGEST,
        "一次最多排一年的班，起日不晚于止日，请核对。",
        "a rota is planned for a year at most, from its first day to its last.",
    )
    made = c.turns or turns(
        _section(given).rota, state.setup.deputies, c.first, c.last, start=state.given
    )
    refuse_unless(
        bool(made) and all(c.first <= x.on <= c.last for x in made),
        "这段时间排不出班：先在站点登记进站代表，并核对起止日期。",
        "no turn falls into these days; enrol deputies and check the dates.",
    )
    _enrolled(state, {ref for x in made for ref in x.deputies})
    if made == tuple(x for x in state.turns if c.first <= x.on <= c.last):
        return []
    return [RotaPlanned(first=c.first, last=c.last, turns=made, by=given.actor.ref)]


def change(state: Station, c: ChangeRota, given: Given) -> Events:
    """换班. Raises Unknown for a day without a turn."""
    found = next((x for x in state.turns if x.on == c.on), None)
    if found is None:
        raise Unknown("当日的轮值", "turn on that day", str(c.on))
    _enrolled(state, set(c.deputies))
    if found.deputies == c.deputies:
        return []
    told = {x: getattr(c, x) for x in ChangeRota.model_fields}
    return [RotaChanged(was=found.deputies, by=given.actor.ref, **told)]


def receive(state: Station, c: ReceiveVoters, given: Given) -> Events:
    """接待登记. Raises Malformed for a day to come, Contradicted for what stands there already:
    told under two keys it would count twice, and a second one that day has a word of its own."""
    _happened(c.on, given)
    if any(_told(x) == _told(c) for x in state.receptions):
        raise Contradicted(
            f"{c.on} 接待 {c.persons} 人次已经登记过，没有再记。确是另一次接待的，在备注写明，"
            "如“下午”。",
            f"a reception of {c.persons} on {c.on} is there; a second one needs a note of its own.",
        )
    told = {x: getattr(c, x) for x in ReceiveVoters.model_fields}
    return [VotersReceived(no=len(state.receptions) + 1, by=given.actor.ref, **told)]


def _told(x: ReceiveVoters | Reception) -> tuple[object, ...]:
    return (x.on, x.persons, x.deputies, x.note)


def _section(given: Given) -> Stations:
    if given.regime.stations is None:
        raise Contradicted(
            "本地办法没有规定联络站；需要时请在办法的 [stations] 一节写明后另立新版本。",
            "this measure has no stations; write [stations] into a new version.",
        )
    return given.regime.stations


def _fits(setup: Setup, section: Stations) -> None:
    known = "、".join(KIND_ZH[x] for x in section.kinds)
    refuse_unless(
        setup.kind in section.kinds,
        f"本地办法没有“{KIND_ZH[setup.kind]}”，可用：{known}。",
        f"this place has no {setup.kind} station.",
    )
    refuse_unless(
        setup.seat is None or setup.kind == "central",
        "只有中心联络站写明属于镇还是街道。",
        "only a central station belongs to a town or a street.",
    )
    refuse_unless(
        set(setup.functions) <= set(section.functions) and _once(setup),
        "功能或代表填重了，或超出本地办法规定的功能，请核对。",
        "a function or a deputy is named twice, or the measure knows no such function.",
    )


def _once(setup: Setup) -> bool:
    return len(set(setup.deputies)) == len(setup.deputies) and len(set(setup.functions)) == len(
        setup.functions
    )


def _enrolled(state: Station, refs: set[str]) -> None:
    strange = sorted(refs - set(state.setup.deputies))
    if strange:
        raise Unknown("进站代表", "deputy enrolled here", strange[0])


def _open(state: Station) -> None:
    if state.closed:
        raise Contradicted(
            f"“{state.setup.name}”已于 {state.closed_on} 撤销。", "this station is closed."
        )


def _happened(day: date, given: Given) -> None:
    refuse_unless(
        day <= given.today,
        f"日期 {day} 还没有到（今天是 {given.today}）。",
        f"{day} is still to come (today is {given.today}).",
    )
