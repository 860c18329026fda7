"""组织 and 代表活动 on pages: who sits where on a day, one change at a time, what was done."""

from commands.enrolling import enrol
from domain.organisation.table import read_table
from tests.pages.conftest import Hall
from tests.support.congress import table
from tests.support.town import REGION

AT = "/organisations/LG"


async def test_a_change_is_told_once_from_its_day_on_and_the_day_before_stays(hall: Hall) -> None:
    await enrol(hall.town.tools.ledger, "LG", read_table(table(), "LG"))
    clerk = await hall.signed_in("clerk")
    await clerk.get("/organisations")
    assert f'href="{AT}"' in clerk.page
    await clerk.get(AT)
    assert "城建环资工委" in clerk.page
    told = {"do": "enter_unit", "name": "市数据局", "superior": "", "since": "2023-05-01"}
    done = await clerk.post(f"{AT}/changes", clerk.form_of(**told))
    assert done.status_code == 303, done.text
    await clerk.get(done.headers["location"])
    assert "已记下。" in clerk.page
    assert "登记承办单位：市数据局，主管单位没有" in clerk.page, "among the changes"
    assert "<li>市数据局" not in clerk.page, "not yet today, 20 April"
    later = await clerk.get(f"{AT}?day=2023-05-01")
    assert "<li>市数据局" in later.text
    wrong = await clerk.post(f"{AT}/changes", clerk.form_of(do="leave", ref="nobody", on="x"))
    assert wrong.status_code == 422
    assert "没有记上" in wrong.text
    assert "从哪一天起" in wrong.text
    assert 'value="nobody"' in wrong.text, "what was written stays"


async def test_who_is_not_staff_finds_neither_and_an_auditor_changes_nothing(hall: Hall) -> None:
    await enrol(hall.town.tools.ledger, "LG", read_table(table(), "LG"))
    fire, auditor = await hall.signed_in("fire"), await hall.signed_in("auditor")
    for path in ("/organisations", AT, "/activities"):
        assert (await fire.get(path)).status_code == 404
        assert (await auditor.get(path)).status_code == 200
    await auditor.get(AT)
    assert '<h2 class="sub">登记变动' not in auditor.page
    told = {"do": "enter_unit", "name": "市数据局", "since": "2023-05-01"}
    assert (await auditor.post(f"{AT}/changes", auditor.form_of(**told))).status_code == 404


async def test_activities_are_listed_by_kind_and_year_with_their_sums(hall: Hall) -> None:
    town = hall.town
    told = {
        "kind": "study",
        "title": "城区停车调研",
        "on": "2023-04-12",
        "organiser": "城建环资工委",
        "deputies": ["D01", "D02"],
    }
    made = await town.ask(
        "POST",
        "/activities",
        await town.token("clerk", "clerk"),
        json={"id": "A1", "region": REGION, "told": told},
    )
    assert made.status_code == 201, made.text
    clerk = await hall.signed_in("clerk")
    listed = await clerk.get("/activities?kind=&year=2023")
    assert "城区停车调研" in listed.text
    assert "2023年共1次" in listed.text.replace("<b>", "")
    assert "/do/activities/A1/corrections" in listed.text
    assert "这样筛选没有活动" in (await clerk.get("/activities?kind=study&year=2022")).text
