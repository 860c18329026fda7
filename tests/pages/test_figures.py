"""S9 on one page: a prefecture's figures are sums of leaves, and claims stand beside them."""

from datetime import date
from typing import Any

import pytest
from playwright.async_api import Browser

from domain.figures.messages import Claim, NoteClaims, OpenFigures, TellFigures, Told
from domain.names import FIGURES, stream_id
from ledger import audit
from ledger.accounts import Accounts
from ledger.door import Ledger
from tests.pages.conftest import SECRET, Hall
from tests.pages.test_in_chromium import DESK, PHONE, address, browser, person
from tests.support.prefecture import CITY, CLERK, adopted, streets
from tests.support.town import Town

__all__ = ["address", "browser"]
DAY = date(2025, 2, 11)
SOURCE = "商洛日报 2025-02-11"
BOOK = stream_id(FIGURES, "shangluo")


def told(metric: str, region: str, value: int | None, **more: Any) -> Told:
    return Told(metric=metric, region=region, as_of=DAY, value=value, **more)


def claim(metric: str, value: str, quote: str, *periods: str, **more: Any) -> Claim:
    return Claim(
        metric=metric,
        region=CITY,
        periods=periods,
        as_of=DAY,
        value=value,
        source=SOURCE,
        quote=quote,
        **more,
    )


CLAIMS = (
    claim("voted_projects", "806", "7个县(区)和86个镇人大票决民生实事项目806个"),
    claim("selected_projects", "121", "票选并实施民生实事项目121个", "2023", "2024"),
    claim("selected_projects", "65", "2023年票选的65个全部建成", "2023"),
    claim("selected_projects", "68", "2024年票选的68个", "2024"),
    claim("street_deputies", "743", "选聘议政代表743名"),
    claim("problems_solved", "500", "问题500余个", bound="at_least"),
)


async def record(ledger: Ledger, command: Any, key: str) -> int:
    done = await ledger.handle(BOOK, command, actor=CLERK, client="syn", command_id=key)
    return len(done.events)


@pytest.fixture
async def prefecture(hall: Hall, ledger: Ledger, set_clock: Any) -> Ledger:
    """806 voted and 133 selected projects at the record, deputies told by street, claims beside."""
    await set_clock(f"{DAY}T09:00:00+08:00")
    assert await adopted(ledger) == 806 + 65 + 68
    await record(ledger, OpenFigures(id="shangluo", region=CITY, title="商洛市"), "open")
    deputies = [61] * 1 + [62] * 11
    figures = tuple(
        told("street_deputies", region, n) for region, n in zip(streets(), deputies, strict=True)
    )
    stations = {"town": 98, "village": 340, "professional": 29, "mobile": 1, "industry": 3}
    figures += tuple(told(f"{kind}_stations", CITY, n) for kind, n in stations.items())
    assert await record(ledger, TellFigures(figures=figures, document="样稿"), "told") == 1
    assert await record(ledger, NoteClaims(claims=CLAIMS), "claims") == 1
    return ledger


@pytest.fixture
async def reader(prefecture: Ledger, hall: Hall, accounts: Accounts) -> Town:
    for login, region in (("city", CITY), ("county", f"{CITY}/洛南县")):
        await accounts.add(login, SECRET, "committee_clerk", "clerk", region=region, name=login)
    return hall.town


@pytest.mark.long
async def test_s9_the_prefecture_on_one_page(
    reader: Town, prefecture: Ledger, hall: Hall, address: str, browser: Browser
) -> None:
    clerk = await person(browser, address, "city", DESK)
    await clerk.open(f"/figures?region={CITY}&years=2023,2024&as_of={DAY}")
    text = await clerk.reads()
    assert "人大代表票决项目 93个分项" in text
    assert "806 个" in text
    assert "133 个" in text
    assert "数据矛盾 DATA_CONFLICT：商洛日报 2025-02-11为 121，合计 133，相差 12。" in text
    assert "两个数都保留" in text
    assert "有1处数据矛盾" in text
    await clerk.fits()
    assert clerk.complaints == []
    await clerk.open(f"/figures?region={CITY}&as_of={DAY}")
    text = await clerk.reads()
    assert "议政代表 12个分项" in text
    assert "743 名" in text
    assert "806 个\t806 个 商洛日报" in text
    assert "推动解决问题 0个分项\n\t未知\t500 以上 个" in text  # claimed, and told by nobody

    # a county sees its towns, not the other counties and not the city
    county = await person(browser, address, "county", PHONE)
    assert await county.open(f"/figures?region={CITY}/洛南县&as_of={DAY}") == 200
    await county.fits()
    assert "第2镇" in await county.reads()
    for beyond in (CITY, f"{CITY}/商州区"):
        assert await county.open(f"/figures?region={beyond}") == 404

    # told again word by word, nothing doubles (the text prints its body twice)
    assert await record(prefecture, NoteClaims(claims=CLAIMS), "claims again") == 0
    assert (await audit.verify(prefecture)).faults == ()
    assert await _over_http(reader) == ("806", 93, "121", "133", "12")


async def _over_http(town: Town) -> tuple[str, int, str, str, str]:
    """The interface says the same as the page."""
    token = await town.token("clerk", "clerk", CITY)
    answer = await town.http.get(
        "/api/v1/figures",
        params={"region": CITY, "periods": ["2023", "2024"], "as_of": str(DAY)},
        headers={"Authorization": f"Bearer {token}"},
    )
    figures = {x["metric"]: x for x in answer.json()["figures"]}
    voted, (conflict,) = figures["voted_projects"], figures["selected_projects"]["conflicts"]
    found = (conflict["stated"], conflict["computed"], conflict["difference"])
    return voted["value"], len(voted["leaves"]), *found
