"""监督议题 noted on the page, decided and published; a street's 民主评议 read with its counts."""

from datetime import date
from typing import Any

from domain.appraisal.messages import Appraised, AssignAppraisal, HearReport, RecordAppraisal
from domain.figures.beside import roll_up
from domain.figures.figure import Scope
from domain.forms import Counts
from domain.given import Actor
from domain.names import APPRAISAL, stream_id
from ledger import audit
from ledger.door import Ledger
from ledger.queries.figures import find_figures
from tests.pages.conftest import Hall
from tests.support.town import REGION

CLERK = Actor(ref="county", party="clerk", region=REGION)
STREET = f"{REGION}/（样稿）城关街道"


async def test_a_topic_from_the_hotline_to_the_published_plan(hall: Hall, ledger: Ledger) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/topics")
    opened = {"id": "T23", "title": "2023年监督议题", "region": REGION, "tier": "county"}
    answer = await clerk.post("/topics", clerk.form(**opened, year="2023", closes="2023-12-31"))
    assert answer.headers["location"] == "/topics/T23"

    async def say(act: str, **fields: str) -> int:
        await clerk.get("/topics/T23")
        answer = await clerk.post(f"/topics/T23/{act}", clerk.form(**fields))
        clerk.page = answer.text
        return answer.status_code

    topic = {"why": "群众反映集中", "source": "hotline", "reference": "12345-0001"}
    assert await say("note", title="城区车辆停放管理", **topic) == 303
    assert await say("note", title="塑料污染治理", **{**topic, "reference": "信访3号"}) == 303
    day = str((await ledger.now()).date())
    assert await say("plan", on=day, where="政务网", document="1号") == 409
    assert "还有2个议题没有研究" in clerk.page
    plan = {"way": "report", "lead": "城建工委", "month": "6", "document": "主任会2号", "on": day}
    assert await say("choose", no="1", **plan) == 303
    assert await say("decline", no="2", reason="上年已审议", document="主任会2号", on=day) == 303
    assert await say("plan", on=day, where="政务网", document="1号") == 303
    await clerk.get("/topics/T23")
    assert "年度监督工作计划已于" in clerk.page
    assert "上年已审议" in clerk.page
    scope = Scope(region=REGION, periods=("2023",), as_of=date.fromisoformat(day))
    leaves = (await find_figures(ledger, scope)).leaves
    assert roll_up("supervision_topics", scope, leaves).value == 1
    assert (await hall.browser().get("/topics/T23")).url.path == "/login"
    assert (await (await hall.signed_in("fire")).get("/topics/T23")).status_code == 404


async def test_a_streets_appraisal_is_read_with_its_counts(hall: Hall, ledger: Ledger) -> None:
    stream, day = stream_id(APPRAISAL, "A1"), (await ledger.now()).date()

    async def say(command: Any, key: str) -> None:
        await ledger.handle(stream, command, actor=CLERK, client="c", command_id=key)

    office = Appraised(id="office", name="城关街道办事处", kind="street_office", matter="民生实事")
    await say(
        AssignAppraisal(
            id="A1",
            region=STREET,
            regime="shangluo-street@1",
            objects=(office,),
            report_by=date(day.year, 12, 31),
            title="城关街道民主评议",
            document="常发3号",
            on=day,
        ),
        "assign",
    )
    await say(HearReport(object="office", on=day, document="报告"), "hear")
    counts = Counts(satisfied=50, basic=8, dissatisfied=2)
    count = RecordAppraisal(
        object="office", on=day, meeting="第二次会议", roll=62, present=60, counts=counts
    )
    await say(count, "count")
    clerk = await hall.signed_in("clerk")
    await clerk.get("/topics")
    assert "城关街道民主评议" in clerk.page
    await clerk.get("/appraisals/A1")
    assert "满意50、基本满意8、不满意2、弃权0；应到62、实到60" in clerk.page
    assert (await audit.verify(ledger)).faults == ()
