"""The page of a session's papers: what is due, the agenda written and passed, papers issued."""

from collections.abc import Callable
from typing import Any

from tests.api.test_session_papers import listed
from tests.pages.conftest import Hall

PAGE = "/collections/LG24/session"


async def test_a_clerk_writes_the_agenda_and_issues_what_it_needs(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    hall.town.clerk = await hall.town.token("clerk", "clerk")
    await listed(hall.town, set_clock)
    clerk = await hall.signed_in("clerk")
    await clerk.get(PAGE)
    assert "议程还没有拟订" in clerk.page
    assert "听取和审议市人民政府工作报告——市长" in clerk.page
    lacking = clerk.form(items="听取和审议市人民政府工作报告——市长\n票决民生实事项目")
    answer = await clerk.post(f"{PAGE}/agenda", lacking)
    assert answer.status_code == 409
    assert "议程缺少" in answer.text
    assert "票决民生实事项目</textarea>" in answer.text, "what was written is still there"
    whole = "\n".join(
        (
            "听取和审议市人民政府工作报告——市长",
            "听取和审议市人大常委会工作报告——常委会主任",
            "听取和审议民生实事候选项目的说明——市人民政府",
            "表决民生实事项目票决办法（草案）",
            "票决民生实事项目",
            "表决关于民生实事项目的决议（草案）",
            "选举市人民法院院长",
        )
    )
    assert (await clerk.post(f"{PAGE}/agenda", clerk.form(items=whole))).status_code == 303
    await clerk.get(PAGE)
    assert "议程已拟订，还没有通过" in clerk.page
    assert "还没有备齐，议程不能通过" in clerk.page
    refused = await clerk.post(f"{PAGE}/fixing", clerk.form(on="2024-02-20"))
    assert (refused.status_code, "先报送" in refused.text) == (409, True)
    assert (await clerk.post(f"{PAGE}/fixing", clerk.form(on=""))).status_code == 422
    form = clerk.form(kind="voting_method", family="ranked", shortfall="leave_unfilled")
    assert (await clerk.post(f"{PAGE}/papers", form)).status_code == 303
    assert (await clerk.post(f"{PAGE}/papers", form)).status_code == 303
    await clerk.get(PAGE)
    assert clerk.page.count("民实会〔2024〕1号") >= 2
    assert "2号" not in clerk.page, "pressed twice, issued once"
    answer = await clerk.get("/collections/LG24/papers/1.pdf")
    assert answer.content.startswith(b"%PDF")
    answer = await clerk.get("/collections/LG24/papers/draft.docx?kind=ballot_paper")
    assert answer.content.startswith(b"PK")


async def test_a_unit_is_not_shown_the_page_and_a_government_issues_nothing(
    hall: Hall, set_clock: Callable[[str], Any]
) -> None:
    hall.town.clerk = await hall.town.token("clerk", "clerk")
    await listed(hall.town, set_clock)
    fire = await hall.signed_in("fire")
    assert (await fire.get(PAGE)).status_code == 404
    government = await hall.signed_in("government")
    await government.get(PAGE)
    assert "政府工作报告" in government.page
    assert "印发</button>" not in government.page
