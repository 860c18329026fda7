"""Requests are counted by route, kind and end; no id, secret or made-up method becomes a series."""

from prometheus_client import REGISTRY

from tests.support.town import PLAN, Town


def total(**labels: str) -> float:
    return REGISTRY.get_sample_value("bihuan_requests_total", labels) or 0


async def test_a_filing_is_counted_under_its_route_and_not_under_its_project(town: Town) -> None:
    """ASVS 16.2.5"""
    route = "/api/v1/projects/{project}/duties/{line}/filings"
    before = total(method="POST", route=route, status="201")
    filed = await town.ask(
        "POST", "/projects/LG23-01/duties/work_plan/filings", town.fire, json=PLAN
    )
    assert filed.status_code == 201
    assert total(method="POST", route=route, status="201") == before + 1
    seconds = "bihuan_request_seconds_count"
    assert (REGISTRY.get_sample_value(seconds, {"kind": "write"}) or 0) >= 1


async def test_what_nobody_serves_is_one_series_whatever_it_is_called(town: Town) -> None:
    before = total(method="GET", route="none", status="404")
    for path in ("/wp-login.php", "/.git/config", "/calendar-nowhere"):
        assert (await town.http.get(path)).status_code == 404
    odd = await town.http.request("BREW", "/coffee")
    assert odd.status_code in {404, 405}
    routes = {
        x.labels["route"] for y in REGISTRY.collect() for x in y.samples if "route" in x.labels
    }
    assert not any("wp-login" in x or "LG23" in x for x in routes)
    assert total(method="GET", route="none", status="404") >= before
    assert REGISTRY.get_sample_value("bihuan_requests_running", {}) == 0
    methods = {
        x.labels["method"] for y in REGISTRY.collect() for x in y.samples if "method" in x.labels
    }
    assert "BREW" not in methods


async def test_the_numbers_are_no_route_of_the_interface(town: Town) -> None:
    """ASVS 13.4.5"""
    answer = await town.http.get("/metrics")
    assert answer.status_code == 404
    assert "bihuan_" not in answer.text
