"""图表: what is drawn stands in the table; few cases are told as fractions; one sees one's own."""

from datetime import date
from decimal import Decimal
from typing import Any

from playwright.async_api import Browser

from api.chart import fraction
from api.charts_made import matrix, progress, punctuality, satisfaction
from api.places import Places
from domain.figures.figure import Figure, Leaf, Scope
from ledger.queries.charts import Counted, Lit, Punctual, Reported, Verified
from tests.pages.conftest import Hall
from tests.pages.test_in_chromium import PHONE, address, browser, person
from tests.support.town import FIRE, REGION

__all__ = ["address", "browser"]
HERE = Places(REGION, [REGION])


def test_below_twenty_cases_there_is_a_fraction_and_no_per_cent() -> None:
    assert fraction(5, 6) == "5/6"
    assert fraction(19, 19) == "19/19"
    assert fraction(25, 30) == "83%（25/30）"


def test_what_was_reported_is_told_as_an_average_and_only_verified_is_done() -> None:
    told = [
        Reported(month=date(2023, n, 1), planned=Decimal(x), claimed=Decimal(y), parts=parts)
        for n, x, y, parts in [(4, 20, 10, 1), (5, 20, 10, 1), (6, 140, 120, 2), (7, 140, 120, 2)]
    ]
    done = [Verified(month=date(2023, 6, 1), number=1), Verified(month=None, number=1)]
    found = Counted([], [], [], told, done)
    rows = {x.key: x.cells for x in progress(found, 2023, date(2023, 7, 3)).rows}
    assert len(rows) == 7  # the coming months are not drawn
    assert [x.value for x in rows["2023-03-01"]] == [None, None, 0]
    assert [x.value for x in rows["2023-05-01"]] == [20, 10, 0]
    assert [x.value for x in rows["2023-07-01"]] == [70, 60, 50]
    assert rows["2023-07-01"][2].zh == "1/2"


def test_who_owes_most_stands_first_and_the_congress_among_them() -> None:
    rows = [
        Punctual(region=REGION, obligor=f"unit:{FIRE}", on_time=5, late=1, missed=0),
        Punctual(region=REGION, obligor="standing_committee", on_time=0, late=0, missed=2),
    ]
    shown = punctuality(rows, 2023, HERE)
    assert [(x.zh, x.said) for x in shown.rows] == [("人大常委会", "0/2"), (FIRE, "5/6")]
    assert shown.said == "8件到期，5件按期"


def test_the_public_reads_the_lights_in_its_own_words() -> None:
    lit = [Lit(region=REGION, mark="red", number=2), Lit(region=REGION, mark="green", number=1)]
    assert matrix(lit, HERE).said == "1地3项，滞后2项"
    assert matrix(lit, HERE, public=True).said == "1地3项，比计划慢2项"


def test_a_rate_is_counted_from_votes_and_a_year_without_any_is_left_out() -> None:
    scope = Scope(region=REGION, periods=("2023",), as_of=date(2024, 3, 1))
    leaf: dict[str, Any] = {"region": REGION, "period": "2023", "as_of": scope.as_of}
    leaves = (
        Leaf(metric="satisfied_ballots", value=176, **leaf),
        Leaf(metric="valid_ballots", value=220, **leaf),
    )
    kept = Figure(
        metric="satisfaction_rate", zh="", unit="%", scope=scope, value=Decimal("80"), leaves=leaves
    )
    none = kept.model_copy(update={"value": None, "leaves": ()})
    (row,) = satisfaction({"2022": none, "2023": kept}).rows
    assert row.zh == "2023年"
    assert [x.zh for x in row.cells] == ["80%（176/220）"]


def test_a_city_sees_its_counties_and_a_county_its_own_beside_its_towns() -> None:
    city, county = "陕西省/商洛市", "陕西省/商洛市/洛南县"
    towns = [f"{county}/{x}镇" for x in ("城关", "景村")]
    lit = [Lit(region=x, mark="green", number=3) for x in (county, *towns, f"{city}/丹凤县")]
    above = matrix(lit, Places(city, [x.region for x in lit]))
    assert [(x.zh, x.said) for x in above.rows] == [("丹凤县", "3项"), ("洛南县", "9项")]
    own = matrix(lit[:3], Places(county, [county, *towns]))
    assert [x.zh for x in own.rows] == ["洛南县本级", "城关镇", "景村镇"]
    assert [x.within for x in own.rows] == [None, *towns]
    everything = Places(None, [x.region for x in lit])
    assert [everything.zh(everything.below(x.region)) for x in lit[::3]] == ["洛南县", "丹凤县"]


async def test_a_chart_is_drawn_from_its_table_under_the_strict_policy(
    hall: Hall, address: str, browser: Browser, set_clock: Any
) -> None:
    await set_clock("2023-07-20T10:00:00+08:00")
    clerk = await person(browser, address, "clerk", PHONE)
    assert await clerk.open("/charts") == 200
    await clerk.page.wait_for_selector("#c-punctuality svg")
    assert await clerk.page.locator("figure.chart svg").count() == 4  # nothing voted on results yet
    assert not await clerk.page.locator("#c-punctuality table").is_visible()
    await clerk.page.click("#c-punctuality summary")
    assert "市消防救援大队" in await clerk.page.inner_text("#c-punctuality table")
    await clerk.fits()
    assert clerk.complaints == []
    bare = await person(browser, address, "auditor", PHONE, script=False)
    await bare.open("/charts?year=2023")
    assert await bare.page.locator("#c-deadlines table").is_visible()
    assert await bare.page.locator("#c-deadlines .plot").is_hidden()


async def test_charts_are_of_ones_own_region_and_the_same_as_data(hall: Hall) -> None:
    clerk, unit = await hall.signed_in("clerk"), await hall.signed_in("fire")
    assert (await clerk.get("/charts?region=浙江省")).status_code == 404
    assert (await unit.get("/charts")).status_code == 404
    answer = await hall.town.ask(
        "GET", "/charts?year=2023", await hall.town.token("clerk", "clerk")
    )
    charts = {x["name"]: x for x in answer.json()["charts"]}
    assert charts["regions"]["rows"][0]["said"] == "2项"
    assert sum(x["cells"][0]["value"] for x in charts["deadlines"]["rows"]) > 20


async def test_what_was_told_of_each_year_s_last_day_is_drawn_year_by_year(hall: Hall) -> None:
    town = hall.town
    token = await town.token("clerk", "clerk")
    book = {"region": REGION, "title": "龙港市统计台账"}
    assert (await town.ask("PUT", "/figures/LG", token, json=book)).status_code == 201
    told = [
        {"metric": metric, "region": REGION, "period": year, "as_of": f"{year}-12-31", "value": n}
        for year, votes in {"2021": (171, 205), "2022": (196, 210)}.items()
        for metric, n in zip(("satisfied_ballots", "valid_ballots"), votes, strict=True)
    ]
    body = {"figures": told, "document": "1号"}
    assert (await town.ask("POST", "/figures/LG/told", token, json=body)).status_code == 201
    clerk = await hall.signed_in("clerk")
    shown = await clerk.get("/charts")
    assert "83%（171/205）" in shown.text
    assert "93%（196/210）" in shown.text
