"""What is asked and answered about the contact schedule, and the question behind a proposal."""

from datetime import date
from typing import Annotated, NamedTuple

from pydantic import BaseModel, Field

from api.problems import Problem
from domain.base import ShortText, Value
from domain.calendar import day_of
from domain.matching.adjusting import Adjustment, Adjustments
from domain.matching.proposal import Proposal
from domain.matching.question import Question, question
from domain.matching.schedule import ContactRow, ContactSchedule
from domain.names import ORGANISATION, PROJECT, stream_id
from domain.organisation.state import Organisation
from domain.programme.state import Programme
from domain.project.card import Card
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.groups import CRITERION_ZH, DEFAULT
from ledger.door import Ledger
from ledger.queries.organisations import organisation_of

Named = Annotated[tuple[ShortText, ...], Field(max_length=50)]


class Arranging(Value):
    """What the clerk adds to the record: where projects are, who builds them, what is adjusted."""

    sites: dict[ShortText, ShortText] = Field(default_factory=dict, max_length=300)
    """项目编号 → 地点路径，如 浙江省/温州市/龙港市/桥头村."""
    contractors: dict[ShortText, Named] = Field(default_factory=dict, max_length=300)
    """项目编号 → 施工单位，其人员应回避."""
    adjustments: Adjustments = ()


class Publication(Arranging):
    """公布：文号、日期，以及所依据的提案."""

    number: ShortText
    published_on: date
    proposal: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """提案的 digest；给出后，若情况已变则不公布."""


class RowChange(Value):
    """公布后对一个项目的调整."""

    on: date
    change: Adjustment


class MemberShown(BaseModel):
    """A member and why."""

    ref: str
    name: str | None
    leads: bool
    reasons: tuple[str, ...]
    because: str | None
    synthetic: bool


class RowShown(BaseModel):
    """One project's line."""

    project: str
    name: str
    site: str | None
    parties: tuple[str, ...]
    group: str | None
    group_name: str
    leader: str
    leader_name: str | None
    members: tuple[MemberShown, ...]
    committee: str | None
    sc_leader: str | None
    sc_leader_name: str | None
    synthetic: bool


class ProposalShown(BaseModel):
    """A proposal: nothing of it is recorded."""

    organisation: str
    organisation_version: int
    day: date
    origin: str
    cite: str
    criteria_zh: tuple[str, ...]
    remarks: tuple[str, ...]
    digest: str
    rows: tuple[RowShown, ...]


class ScheduleShown(BaseModel):
    """The schedule as it holds now."""

    number: str
    published_on: date
    changes: int
    rows: tuple[RowShown, ...]


class Asked(NamedTuple):
    """The question, and as which the organisation stood."""

    question: Question
    organisation: str
    version: int


async def asked_of(ledger: Ledger, state: Programme, sent: Arranging) -> Asked:
    """The question of a programme today. Raises Problem 409 where no organisation is on record."""
    found = await organisation_of(ledger, state.region)
    if found is None:
        raise Problem(
            "conflict",
            f"“{state.region}”还没有登记人大组织，请先用 bihuan organisation import 或接口登记。",
            "No organisation of that region is on record; enter it first.",
        )
    standing = await ledger.standing(stream_id(ORGANISATION, found.id))
    organisation: object = standing.state
    if not isinstance(organisation, Organisation):
        raise TypeError(standing.stream)
    asked = question(
        state.region,
        organisation.at(day_of(standing.now)),
        [await _card(ledger, x) for x in state.here],
        named(state.regime).matching or DEFAULT,
        sent.sites,
        sent.contractors,
    )
    return Asked(asked, found.id, standing.version)


def as_published(state: Programme) -> Arranging:
    """The places and contractors of the published lines."""
    rows = state.schedule.rows if state.schedule else ()
    sites = {x.project: x.site for x in rows if x.site is not None}
    return Arranging(sites=sites, contractors={x.project: x.parties[:50] for x in rows})


async def _card(ledger: Ledger, project: str) -> Card:
    state = (await ledger.standing(stream_id(PROJECT, project))).state
    if not isinstance(state, Project):
        raise TypeError(project)
    return state.card


def proposal_shown(
    asked: Asked, digest: str, proposal: Proposal, names: dict[str, str]
) -> ProposalShown:
    """The proposal with names where they are known."""
    settings = asked.question.settings
    return ProposalShown(
        organisation=asked.organisation,
        organisation_version=asked.version,
        day=asked.question.chart.day,
        origin=settings.origin,
        cite=settings.cite,
        criteria_zh=("回避", *(CRITERION_ZH[x] for x in settings.criteria)),
        remarks=proposal.remarks,
        digest=digest,
        rows=tuple(row_shown(x, names) for x in proposal.rows),
    )


def schedule_shown(schedule: ContactSchedule, names: dict[str, str]) -> ScheduleShown:
    """The schedule with names where they are known and may be shown."""
    return ScheduleShown(
        number=schedule.number,
        published_on=schedule.published_on,
        changes=schedule.changes,
        rows=tuple(row_shown(x, names) for x in schedule.rows),
    )


def row_shown(row: ContactRow, names: dict[str, str]) -> RowShown:
    """A line; what the exclusion was decided on is not repeated."""
    above = row.sc_leader.ref if row.sc_leader else None
    members = [
        MemberShown(
            ref=x.ref,
            name=names.get(x.ref),
            leads=x.ref == row.leader,
            reasons=x.reasons,
            because=x.because,
            synthetic=x.synthetic,
        )
        for x in row.members
    ]
    told = row.model_dump(
        include={"project", "name", "site", "parties", "group", "group_name", "leader", "committee"}
    )
    return RowShown(
        **told,
        leader_name=names.get(row.leader),
        members=tuple(sorted(members, key=lambda x: not x.leads)),
        sc_leader=above,
        sc_leader_name=names.get(above) if above else None,
        synthetic=row.synthetic,
    )
