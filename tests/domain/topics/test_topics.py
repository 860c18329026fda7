"""监督议题: noted with their source, each decided with a reason, published as the year's plan."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from domain.calendar import Calendar
from domain.given import Actor, Given
from domain.organisation.tiers import Tier
from domain.parties import Role
from domain.refusals import Contradicted, NotTheirsToDecide, NotYours
from domain.regimes import named
from domain.topics.decisions import decide
from domain.topics.messages import (
    ChooseTopic,
    CloseTopic,
    DeclineTopic,
    MergeTopic,
    NoteTopic,
    OpenTopics,
    PublishPlan,
    SupervisionPlanPublished,
    TopicNoted,
    TopicsCommand,
)
from domain.topics.state import Topics, evolve

REGION = "陕西省/商洛市"
OPEN = OpenTopics(
    id="T24",
    region=REGION,
    tier=Tier.COUNTY,
    year=2024,
    title="2024年监督议题",
    closes=date(2024, 1, 15),
)
REAL = ("城区车辆停放管理", "塑料污染治理", "全民健身公共服务体系建设")


def given_on(day: date, region: str | None = REGION) -> Given:
    now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    actor = Actor(ref="clerk-1", party="clerk", region=region)
    return Given(actor, now, now, Calendar.seeded(), named("shangluo-county@1"))


def after(*commands: TopicsCommand, on: date = date(2024, 1, 10)) -> Topics:
    state: Topics | None = None
    for command in commands:
        for event in decide(state, command, given_on(on)):
            state = evolve(state, event)
    assert state is not None
    return state


def noted(
    title: str = REAL[0], source: str = "hotline", reference: str = "12345-0001"
) -> NoteTopic:
    return NoteTopic.model_validate(
        {"title": title, "why": "群众反映集中", "source": source, "reference": reference}
    )


def chosen(no: int, body: Role = Role.CHAIRMENS_MEETING) -> ChooseTopic:
    return ChooseTopic(
        no=no, way="report", lead="城建环资工委", month=6, body=body,
        document="商人常主任会〔2024〕2号", on=date(2024, 1, 10),
    )  # fmt: skip


ALL: Sequence[TopicsCommand] = [OPEN, *(noted(x, reference=x) for x in REAL)]


def test_a_topic_keeps_its_source_and_stands_once() -> None:
    state = after(OPEN, noted(), noted())
    assert [(x.no, x.source, x.reference) for x in state.topics] == [(1, "hotline", "12345-0001")]


def test_what_comes_after_the_last_day_is_told_where_to_go() -> None:
    with pytest.raises(Contradicted) as refused:
        decide(after(OPEN), noted(), given_on(date(2024, 1, 16)))
    assert "下一年度" in refused.value.zh


def test_each_topic_is_decided_before_the_plan_is_published() -> None:
    state = after(*ALL, chosen(1))
    publish = PublishPlan(on=date(2024, 1, 20), where="政务网", document="商人常发〔2024〕1号")
    with pytest.raises(Contradicted) as refused:
        decide(state, publish, given_on(date(2024, 1, 20)))
    assert "还有2个议题没有研究（第2、3号）" in refused.value.zh
    declined = DeclineTopic(
        no=3,
        reason="列入下一年度",
        body=Role.CHAIRMENS_MEETING,
        document="同上",
        on=date(2024, 1, 10),
    )
    state = after(*ALL, chosen(1), MergeTopic(no=2, into=1, reason="同属城市管理"), declined)
    (plan,) = decide(state, publish, given_on(date(2024, 1, 20)))
    assert isinstance(plan, SupervisionPlanPublished)
    assert plan.topics == (1,)
    published = evolve(state, plan)
    with pytest.raises(Contradicted):
        decide(published, chosen(3), given_on(date(2024, 2, 1)))
    done = CloseTopic(no=1, on=date(2024, 6, 20), result="听取报告", document="会议纪要6号")
    (closed,) = decide(published, done, given_on(date(2024, 6, 21)))
    assert evolve(published, closed).topics[0].fate == "closed"
    assert decide(evolve(published, closed), done, given_on(date(2024, 6, 22))) == []


@pytest.mark.parametrize("body", [Role.PRESIDIUM, Role.GOVERNMENT, Role.STANDING_COMMITTEE])
def test_only_the_tiers_own_body_decides(body: Role) -> None:
    """监督法 art. 63: at county level the chairmen's meeting."""
    with pytest.raises(NotTheirsToDecide):
        decide(after(*ALL), chosen(1, body), given_on(date(2024, 1, 10)))


def test_another_county_neither_notes_nor_sees() -> None:
    with pytest.raises(NotYours):
        decide(after(OPEN), noted(), given_on(date(2024, 1, 10), "陕西省/西安市"))


def test_said_twice_is_said_once() -> None:
    state = after(*ALL)
    for command in (OPEN, noted(REAL[0], reference=REAL[0])):
        assert decide(state, command, given_on(date(2024, 1, 10))) == []
    events = decide(state, noted("新议题", reference="n"), given_on(date(2024, 1, 10)))
    assert [type(x) for x in events] == [TopicNoted]
