"""The year of a rehearsal: from the vote to the last moment on any agenda.

Who is not silent files on the due day, after that day's reminder, is accepted the same day by
somebody else, and acknowledges at once. The silent do neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from domain import agenda
from domain.anchors import AnchorDay, unanchored
from domain.calendar import Calendar, day_of, start_of
from domain.duty import Duty
from domain.duty_commands import AcceptDuty, Acknowledge, KeepMoment, Rebase
from domain.duty_decisions import decided_by_group
from domain.duty_events import Mark
from domain.given import SYSTEM, Actor
from domain.lists import VotedList
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.notices import LAST_YEAR
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject
from domain.refusals import Refused
from domain.regimes.model import Regime, Scope
from domain.regimes.when import Anchor, FromAnchor, OnAnchor
from domain.rehearsal.filings import NOTE, command_for
from domain.rehearsal.happenings import CLERK, Happening, Telling, tellings
from domain.rehearsal.messages import Message, in_order, level_of, message_of
from domain.rehearsal.silence import Silence
from domain.rehearsal.world import World

_FILED, _ACCEPTED = timedelta(hours=10), timedelta(hours=11)
_MID = {
    "county": Anchor.MID_MEETING,
    "township": Anchor.MID_SESSION,
    "street": Anchor.MID_SESSION,
}


class Waiting(NamedTuple):
    """A line that waits for a meeting, and for which."""

    duty: str
    zh: str
    scope: Scope
    anchor: Anchor


class Rehearsed(NamedTuple):
    """What a rehearsal says, and the states it ended in."""

    messages: tuple[Message, ...]
    world: World
    remarks: tuple[str, ...] = ()
    """What could not happen, and why."""

    @property
    def unpublished_years(self) -> list[int]:
        """Years whose holiday notice is not published and that these dates rest on."""
        duties = (x for state in self.world.states.values() for x in state.duties.values())
        years = {x.due.year for x in duties} | {x.date.year for x in self.messages}
        return sorted(years - self.world.calendar.notices.keys())

    @property
    def unanchored(self) -> Sequence[Waiting]:
        """The lines that wait for a meeting nobody convened, in the file's order (待召集)."""
        anchors = next(iter(self.world.states.values())).anchors
        waiting = {
            x.name
            for scope in anchors.scopes
            for x in unanchored(self.world.regime, scope, anchors)
        }
        return [
            Waiting(x.name, x.zh, x.scope, x.when.anchor)
            for x in self.world.regime.lines
            if x.name in waiting and isinstance(x.when, FromAnchor | OnAnchor)
        ]


def in_the_middle(regime: Regime, day: date | None) -> Mapping[Anchor, date]:
    """That day as the meeting which this tier has in the middle of its year."""
    return {} if day is None else {_MID[regime.tier]: day}


def rehearse(
    lists: Sequence[VotedList],
    regime: Regime,
    vote: date,
    next_session: date,
    silent: Silence,
    until: date | None = None,
    convened: Mapping[Anchor, date] | None = None,
    happenings: Sequence[Happening] = (),
) -> Rehearsed:
    """Plays the year of these lists, to its end or up to and including a day.

    `convened`: the days of the meetings in its middle; what hangs on others is `unanchored`.
    `happenings`: what befalls all of them on its way; what the rules refuse stands in `remarks`.
    Raises Malformed for a meeting that does not follow the vote, and for days that lie outside
    the calendar.
    """
    world = World(regime, Calendar.seeded().assuming_settled())
    return played(world, lists, vote, next_session, silent, until, convened, happenings)


def played(
    world: World,
    lists: Sequence[VotedList],
    vote: date,
    next_session: date,
    silent: Silence,
    until: date | None = None,
    convened: Mapping[Anchor, date] | None = None,
    happenings: Sequence[Happening] = (),
) -> Rehearsed:
    """As `rehearse`, in a world that the caller keeps."""
    for voted in lists:
        _open(world, voted, vote, next_session)
        for anchor, day in (convened or {}).items():
            _convene(world, voted, vote, AnchorDay(anchor=anchor, day=day, meeting=NOTE))
    told = [x for voted in lists for y in happenings for x in _tellings(y, world.regime, voted)]
    told = sorted((x for x in told if not until or day_of(x.at) <= until), key=lambda x: x.at)
    year = _Year(world, silent, until, told, several=len(lists) > 1)
    messages = tuple(sorted(year.play(), key=in_order))
    return Rehearsed(messages, world, tuple(dict.fromkeys(year.remarks)))


def _tellings(happening: Happening, regime: Regime, voted: VotedList) -> list[Telling]:
    projects = [stream_id(PROJECT, x.id) for x in voted.cards]
    return tellings(happening, regime, stream_id(PROGRAMME, voted.id), projects)


def _open(world: World, voted: VotedList, vote: date, next_session: date) -> None:
    opened = start_of(vote)
    programme = OpenProgramme(
        id=voted.id,
        title=voted.title,
        region=voted.region,
        regime=world.regime.ref,
        vote=vote,
        next_session=next_session,
        session_assumed=False,
        projects=tuple(x.id for x in voted.cards),
    )
    world.tell(stream_id(PROGRAMME, voted.id), programme, CLERK, opened)
    for card in voted.cards:
        adoption = AdoptProject(
            card=card,
            regime=world.regime.ref,
            vote=vote,
            next_session=next_session,
            session_assumed=False,
        )
        world.tell(stream_id(PROJECT, card.id), adoption, CLERK, opened)


def _convene(world: World, voted: VotedList, vote: date, anchored: AnchorDay) -> None:
    because = f"{NOTE}{anchored.day} 召集"
    command = Rebase(anchored=anchored, because=because, reference=NOTE)
    projects = (stream_id(PROJECT, x.id) for x in voted.cards)
    for stream in (stream_id(PROGRAMME, voted.id), *projects):
        world.tell(stream, command, CLERK, start_of(vote) + _FILED)


class _Next(NamedTuple):
    """What comes next in one stream: a mark (no duty to file) or a filing."""

    at: datetime
    stream: str
    files: str | None = None


@dataclass
class _Year:
    world: World
    silent: Silence
    until: date | None
    told: list[Telling]
    """What happens besides, in the order of time."""
    several: bool
    """Whether there is more than one list, so that a programme's messages must say which."""
    remarks: list[str] = field(default_factory=list)

    def play(self) -> Iterator[Message]:
        """Every message in the order of time: the earliest moment of any stream comes next."""
        moments = self._moments()
        while moments or self.told:
            if self.told and not (moments and moments[0].at < self.told[0].at):
                self._happen()
                moments = self._moments()
                continue
            moment = heappop(moments)
            if moment.files is None:
                yield from self._keep(moment)
            else:
                self._file(moment.stream, moment.files, day_of(moment.at))
            if after := self._next(moment.stream):
                heappush(moments, after)

    def _moments(self) -> list[_Next]:
        moments = [x for stream in self.world.states if (x := self._next(stream))]
        heapify(moments)
        return moments

    def _happen(self) -> None:
        """Tell all of the next instant; what the rules refuse is kept as a remark."""
        at = self.told[0].at
        while self.told and self.told[0].at == at:
            telling = self.told.pop(0)
            try:
                self.world.tell(telling.stream, telling.command, CLERK, at)
            except Refused as refusal:
                name = telling.stream.split(":", 1)[1]
                self.remarks.append(f"{name}：{day_of(at)}，{refusal.zh}")

    def _next(self, stream: str) -> _Next | None:
        duties = self.world.states[stream].duties
        mark = agenda.next_in(duties)
        owed = (x for x in duties.values() if x.owed and x.obligor not in self.silent)
        filing = min(owed, key=_filing_day, default=None)
        moments = [_Next(mark.at, stream)] if mark else []
        if filing is not None:
            moments.append(_Next(start_of(_filing_day(filing)[0]) + _FILED, stream, filing.id))
        found = min(moments, default=None)
        beyond = found and self.until and day_of(found.at) > self.until
        return None if beyond else found

    def _keep(self, moment: _Next) -> Iterator[Message]:
        events = self.world.tell(moment.stream, KeepMoment(), SYSTEM, self._undisturbed(moment))
        assert events, "whatever stands on the agenda is answered with an event"
        for event in events:
            if isinstance(event, Mark):
                yield message_of(
                    moment.stream, self.world.states[moment.stream], event, several=self.several
                )
                self._acknowledge(moment, event)

    def _undisturbed(self, moment: _Next) -> datetime:
        """Up to when nobody acts in the stream: where everyone is silent, all marks come at once,
        each on its own day."""
        if not self.silent.everyone:
            return moment.at
        last = start_of(self.until or date(LAST_YEAR, 12, 31)) + _ACCEPTED
        return max(moment.at, min([last, *(x.at for x in self.told[:1])]))

    def _acknowledge(self, moment: _Next, mark: Mark) -> None:
        level = level_of(mark)
        if level not in (1, 2, 3) or mark.to in self.silent:
            return
        command = Acknowledge(duty=mark.duty, revision=mark.revision, level=level)
        self.world.tell(moment.stream, command, _filer(mark.to), moment.at)

    def _file(self, stream: str, name: str, on: date) -> None:
        state = self.world.states[stream]
        duty = state.duties[name]
        filing = command_for(state, duty, on)
        self.world.tell(stream, filing, _filer(duty.obligor), start_of(on) + _FILED)
        by = Actor(ref="rehearsal:check", party=duty.obligee) if decided_by_group(duty) else CLERK
        self.world.tell(stream, AcceptDuty(duty=name), by, start_of(on) + _ACCEPTED)


def _filer(who: str) -> Actor:
    return Actor(ref=f"rehearsal:{who}", party=who)


def _filing_day(duty: Duty) -> tuple[date, str]:
    """The due day, or the first on which it can be filed at all."""
    return (max(duty.due, duty.opens), duty.id)
