"""推演: who is silent, what happens, and which messages would go to whom on which day.

The year is that of a list on record or of a published one; played in memory, nothing is recorded.
"""

from datetime import date, timedelta
from typing import Annotated, Any, Self

from fastapi import Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.callers import Caller
from api.json_route import json_router
from api.problems import not_found
from api.receipts import READ
from api.rehearsing import Stage
from api.rights import Allowed
from api.sight import reads
from api.tools import Tools, WithTools
from api.where import ProgrammeId
from domain.anchors import AnchorDay, Anchors
from domain.base import Command, ShortText
from domain.calendar import day_of
from domain.duty_commands import Rebase
from domain.given import Actor
from domain.lists import VotedList
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.parties import ROLE_ZH, Role, party
from domain.programme.state import Programme
from domain.project.card import Card
from domain.refusals import Unknown
from domain.regime_change import ChangeRegime
from domain.regimes import named
from domain.regimes.model import Regime
from domain.regimes.when import Anchor
from domain.rehearsal.happenings import Happening, MeasureChanges, SessionMoves, Storm
from domain.rehearsal.question import Answer, Question
from domain.rehearsal.silence import silence_of
from ledger.list_standing import listed
from ledger.what_if import Shift, what_if

router = json_router("推演 rehearsals")
Ref = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}(@[0-9]{1,4})?$")]
BECAUSE = "（推演）"
OFFICE = Actor(ref="rehearsal", party="clerk")
"""Who would write it down."""


class Asked(BaseModel):
    """What is supposed; all of it may be left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    silent: Annotated[list[ShortText], Field(max_length=60)] = []
    """不报送也不签收的：unit:单位名、机关（如 government），all 为全部."""
    session_to: date | None = None
    """下一次人代会改到哪一天."""
    session_on: date | None = None
    """哪一天告知改期；不给则为票决后第一天或今天."""
    mid_to: date | None = None
    """年中会议（县级为三季度常委会会议）在哪一天召开."""
    regime: Ref | None = None
    """改用哪部办法."""
    regime_on: date | None = None
    storm_on: date | None = None
    """哪一天起遇灾暂缓."""
    storm_until: date | None = None
    """哪一天恢复；不给则一个月后."""

    @model_validator(mode="after")
    def _storm_ends(self) -> Self:
        if self.storm_on and self.storm_until and self.storm_until <= self.storm_on:
            raise ValueError("a storm ends after it began")
        return self

    @property
    def anything(self) -> bool:
        """Whether anything is supposed at all."""
        return bool(self.model_dump(exclude_defaults=True))


class Source(BaseModel):
    """Whose year is played."""

    programme: str
    title: str
    region: str
    cards: tuple[Card, ...]
    regime: str
    anchors: Anchors
    recorded: bool
    """On record; otherwise a published list."""

    @property
    def measure(self) -> Regime:
        """Under which measure its year stands."""
        return named(self.regime)


async def stage_of(request: Request) -> Stage:
    """The one stage of this application."""
    state = request.app.state
    if not hasattr(state, "rehearsals"):
        state.rehearsals = Stage()
    found: Stage = state.rehearsals
    return found


WithStage = Annotated[Stage, Depends(stage_of)]


@router.get("/programmes/{programme}/rehearsal", responses=READ)
async def read(
    programme: ProgrammeId,
    caller: Allowed,
    tools: WithTools,
    stage: WithStage,
    asked: Annotated[Asked, Query()],
) -> Answer:
    """按清单钉住的办法推演一年：谁不报、发生什么，就有哪些提醒、催办、督办函和升级。不登记任何内容。"""
    source = await on_record(tools, caller, programme)
    return await stage.play(question_of(source, asked, day_of(await tools.ledger.now())))


async def on_record(tools: Tools, caller: Caller, programme: str) -> Source:
    """A list on record as it stands today. Raises Problem 404 beyond the caller's reach."""
    try:
        standing = await tools.ledger.standing(stream_id(PROGRAMME, programme))
    except Unknown:
        raise not_found() from None
    state = standing.state
    if not isinstance(state, Programme) or not reads(caller, state.region):
        raise not_found()
    cards = (await listed(tools.ledger, programme)).cards
    if not cards:
        raise not_found()
    return Source(
        programme=programme,
        title=state.title,
        region=state.region,
        cards=cards,
        regime=state.regime,
        anchors=state.anchors,
        recorded=True,
    )


def published(voted: VotedList, regime: Regime, vote: date) -> Source:
    """A published list as if it had been voted on that day under that measure."""
    session = vote.replace(year=vote.year + 1, day=min(vote.day, 28))
    return Source(
        programme=voted.id,
        title=voted.title,
        region=voted.region,
        cards=voted.cards,
        regime=regime.ref,
        anchors=Anchors(vote=vote, next_session=session, session_assumed=True),
        recorded=False,
    )


def question_of(source: Source, asked: Asked, today: date) -> Question:
    """What the stage is asked."""
    anchors = source.anchors
    middle = {Anchor.MID_SESSION: anchors.mid_session, Anchor.MID_MEETING: anchors.mid_meeting}
    if asked.mid_to:
        middle[middle_of(source.measure)] = asked.mid_to
    return Question(
        programme=source.programme,
        title=source.title,
        region=source.region,
        cards=source.cards,
        regime=source.regime,
        vote=anchors.vote,
        next_session=anchors.next_session,
        convened={k: x for k, x in middle.items() if x is not None},
        silent=tuple(asked.silent),
        happenings=tuple(happenings(source, asked, today)),
    )


def middle_of(regime: Regime) -> Anchor:
    """The meeting that this tier has in the middle of its year."""
    return Anchor.MID_MEETING if regime.tier == "county" else Anchor.MID_SESSION


def happenings(source: Source, asked: Asked, today: date) -> list[Happening]:
    """What befalls the year, in the question's own words."""
    anchors = source.anchors
    first = anchors.vote + timedelta(days=1)
    usual = today if anchors.vote < today < anchors.next_session else first
    found: list[Happening] = []
    if asked.session_to:
        found.append(SessionMoves(to=asked.session_to, on=asked.session_on or usual))
    if asked.regime and named(asked.regime).ref != source.regime:
        found.append(MeasureChanges(regime=asked.regime, on=asked.regime_on or usual))
    if asked.storm_on:
        until = asked.storm_until or asked.storm_on + timedelta(days=30)
        found.append(Storm(on=asked.storm_on, until=until))
    return found


async def shifts_of(tools: Tools, source: Source, asked: Asked) -> list[Shift]:
    """What a moved session and another measure would do to the year as it stands today.

    Raises what the domain refuses.
    """
    commands: list[tuple[str, Command]] = []
    stream = stream_id(PROGRAMME, source.programme)
    if asked.session_to:
        anchored = AnchorDay(
            anchor=Anchor.NEXT_SESSION,
            day=asked.session_to,
            meeting=source.anchors.meetings.get(Anchor.NEXT_SESSION, BECAUSE),
        )
        moved = Rebase(anchored=anchored, because=BECAUSE, reference=BECAUSE)
        projects = [stream_id(PROJECT, x.id) for x in source.cards]
        commands += [(x, moved) for x in (stream, *projects)]
    if asked.regime and named(asked.regime).ref != source.regime:
        commands.append((stream, _changed(source, asked.regime, await _today(tools))))
    return await what_if(tools.ledger, commands, OFFICE) if commands else []


def _changed(source: Source, regime: str, today: date) -> ChangeRegime:
    deciders = {
        "county": Role.STANDING_COMMITTEE,
        "township": Role.CONGRESS,
        "street": Role.STREET_WORKING_COMMITTEE,
    }
    return ChangeRegime(
        regime=named(regime).ref,
        decision=BECAUSE,
        because=BECAUSE,
        decided_by=deciders[source.measure.tier],
        effective=max(today, source.anchors.vote),
    )


async def _today(tools: Tools) -> date:
    return day_of(await tools.ledger.now())


def who_may_be_silent(source: Source) -> list[dict[str, Any]]:
    """The units that lead, then the organs that owe something under the measure."""
    units = {x.lead_unit: x.lead_unit_synthetic for x in source.cards}
    found = [{"value": party(Role.UNIT, x), "zh": x} for x in sorted(units)]
    roles = dict.fromkeys(x.obligor for x in source.measure.lines if x.obligor is not Role.UNIT)
    for role in roles:
        try:
            silence_of([role], source.cards, source.measure)
        except Unknown:
            continue
        found.append({"value": str(role), "zh": ROLE_ZH[role]})
    return found
