"""The year's page shows the contact schedule: names to the office alone, references to others."""

from commands.enrolling import enrol
from domain.organisation.table import read_table
from tests.pages.conftest import Hall
from tests.support.congress import table


async def test_the_schedule_is_shown_with_leader_members_and_reasons(hall: Hall) -> None:
    town = hall.town
    await enrol(town.tools.ledger, "LG", read_table(table(), "LG"))
    clerk, group = await hall.signed_in("clerk"), await hall.signed_in("group")
    await clerk.get("/programmes/LG23")
    assert "监督联系安排表" not in clerk.page
    body = {"number": "龙人常〔2023〕8号", "published_on": "2023-04-20"}
    token = await town.token("clerk", "clerk")
    done = await town.ask("POST", "/programmes/LG23/contact-schedule", token, json=body)
    assert done.status_code == 201, done.text
    rows = (await town.ask("GET", "/programmes/LG23/contact-schedule", token)).json()["rows"]
    await clerk.get("/programmes/LG23")
    assert "龙人常〔2023〕8号，2023年4月20日" in clerk.page
    assert "合成资料" in clerk.page
    for row in rows:
        assert row["leader_name"] in clerk.page
        assert f"成员{len(row['members'])}人" in clerk.page
        assert all("；".join(x["reasons"]) in clerk.page for x in row["members"])
    assert "公布监督联系安排表（龙人常〔2023〕8号）" in clerk.page
    await group.get("/programmes/LG23")
    assert rows[0]["leader"] in group.page
    assert rows[0]["leader_name"] not in group.page
