"""Numbers for Prometheus: those of the record are true, and every alert and panel finds its own."""

import asyncio
import json
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY
from temporalio.client import Client
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

import api.meters
from domain.incidents import IncidentKind
from ledger.door import Ledger
from ledger.incidents import report
from ledger.log.sequencer import sequence
from ledger.meters import PoolMeter
from ledger.pulse import Pulse
from stack.certificates import authority_at, certify
from tests.support import free_port
from tests.support.clockwork import begin, eventually, real_server, working
from watch.meters import NUMBERS, RecordMeters
from watch.metrics import PLACES, MetricsAt, served
from watch.relay import Relay

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "docs" / "operations"
ALERTS: dict[str, Any] = yaml.safe_load((OPERATIONS / "alerts.yml").read_text())
BOARD: dict[str, Any] = json.loads((OPERATIONS / "dashboard.json").read_text())
RULES = [rule for group in ALERTS["groups"] for rule in group["rules"]]
NAME = re.compile(r"\b(?:bihuan|temporal|process)_[a-z_]+")


def asked_for() -> dict[str, set[str]]:
    """The numbers that each rule and each panel names."""
    asked = {x["alert"]: set(NAME.findall(x["expr"])) for x in RULES}
    for panel in BOARD["panels"]:
        exprs = " ".join(x["expr"] for x in panel["targets"])
        asked[panel["title"]] = set(NAME.findall(exprs))
    return asked


def names(text: str) -> set[str]:
    """Those of a page of numbers, in the shapes in which they are asked for."""
    found = set(re.findall(r"^([a-z_]+)(?:\{| )", text, re.MULTILINE))
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))
    return found | {f"{x}_bucket" for x, kind in kinds.items() if kind == "histogram"}


def shown() -> dict[str, float]:
    """Every number of this process, by name and labels."""
    return {
        f"{x.name}{json.dumps(x.labels, sort_keys=True) if x.labels else ''}": x.value
        for family in REGISTRY.collect()
        for x in family.samples
    }


@pytest.fixture
def counted_pool(ledger: Ledger) -> Iterator[PoolMeter]:
    meter = PoolMeter(ledger.pool)
    REGISTRY.register(meter)
    yield meter
    REGISTRY.unregister(meter)


async def test_the_records_numbers_are_those_of_the_record(ledger: Ledger) -> None:
    await begin(ledger)
    await Pulse(ledger).beat("watch:relay")
    await report(ledger, IncidentKind.CHANNEL_FAILING, {"mail": "3"})
    await sequence(ledger.pool)
    ended = datetime(2023, 5, 4, 2, 31, tzinfo=UTC)
    found = await RecordMeters(ledger, lambda: ended).look()
    told = shown()
    wakes = len(await ledger.wakes(100))
    assert {x: told[f"bihuan_{x}"] for x in NUMBERS} == {x: getattr(found, x) for x in NUMBERS}
    assert wakes == found.wakes_waiting == found.clocks_behind == found.streams_open == 4
    assert found.log_size > 0
    assert (found.checkpoint_size, found.unsigned_since is None) == (0, False)
    assert told["bihuan_unsigned_age_seconds"] > 0
    assert told['bihuan_incidents_open{"kind": "channel_failing"}'] == 1
    assert told['bihuan_incidents_open{"kind": "log_gap"}'] == 0
    assert 0 <= told['bihuan_silent_seconds{"service": "watch:relay"}'] < 60
    assert told["bihuan_backup_timestamp_seconds"] == ended.timestamp()


async def test_what_is_committed_is_counted_and_so_are_the_connections(
    ledger: Ledger, counted_pool: PoolMeter
) -> None:
    """ASVS 15.2.2"""
    before = shown().get('bihuan_events_appended_total{"kind": "project"}', 0)
    await begin(ledger)
    told = shown()
    assert told['bihuan_events_appended_total{"kind": "project"}'] > before
    pools = {x.labels["pool"] for y in counted_pool.collect() for x in y.samples}
    assert {"record", "together", "writes", "reads"} <= pools
    async with ledger.pool.read():
        busy = 'bihuan_pool_connections{"pool": "reads", "state": "busy"}'
        assert shown()[busy] == told[busy] + 1


async def test_every_alert_and_panel_asks_for_numbers_that_exist(
    ledger: Ledger, counted_pool: PoolMeter
) -> None:
    """With a worker that has really worked: what the SDK itself counts is read from its port."""
    port = free_port()
    await begin(ledger)
    await RecordMeters(ledger).look()
    scope = {"method": "GET", "path": "/healthz", "type": "http"}
    api.meters.counted(scope, 200, 0.01)
    runtime = Runtime(
        telemetry=TelemetryConfig(metrics=PrometheusConfig(bind_address=f"127.0.0.1:{port}"))
    )
    async with real_server() as client:
        at = client.service_client.config.target_host
        measured = await Client.connect(at, runtime=runtime)
        async with working(measured, ledger):
            await Relay(ledger, measured).carry()

            async def worked() -> bool:
                return "workflow_task_execution_latency_count" in await read(port)

            await eventually(worked)
            there = names(await read(port)) | {
                x.name for y in REGISTRY.collect() for x in y.samples
            }
    there |= {"temporal_workflow_task_execution_failed"}  # counted from the first failure on
    assert {x: y - there for x, y in asked_for().items() if y - there} == {}


async def read(port: int) -> str:
    return await asyncio.to_thread(page_of, port)


def page_of(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as page:  # our own
        return str(page.read().decode())


def test_every_alert_says_what_to_do() -> None:
    for rule in RULES:
        assert rule["labels"]["severity"] in {"page", "ticket"}, rule
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["action"]
        for page in re.findall(r"[\w/-]+\.md", rule["annotations"]["action"]):
            assert (ROOT / "docs" / page).exists(), page
    assert len({x["alert"] for x in RULES}) == len(RULES) >= 15


def test_prometheus_reads_each_process_at_its_place() -> None:
    made = yaml.safe_load((OPERATIONS / "prometheus.yml").read_text())
    read_at = {
        x["job_name"]: int(x["static_configs"][0]["targets"][0].rpartition(":")[2])
        for x in made["scrape_configs"]
    }
    assert read_at == {name: 9464 + place for name, place in PLACES.items()}


async def test_the_numbers_are_on_a_port_of_their_own_and_on_no_other() -> None:
    """ASVS 13.4.5"""
    at = MetricsAt("127.0.0.1", free_port())
    with served(at, "api") as port:
        assert port == at.port
        assert "bihuan_requests_running" in await read(port)
        with served(at, "api") as again:
            assert again is None
    with served(None, "api") as off:
        assert off is None


def test_the_numbers_are_shown_only_to_who_shows_a_certificate(tmp_path: Path) -> None:
    """ASVS 12.1.3 12.3.3 12.3.4"""
    now = datetime.now(UTC)
    by = authority_at(tmp_path, now)
    certify(tmp_path, by, "watch", ["127.0.0.1"], now)
    certify(tmp_path, by, "prometheus", ["prometheus"], now)
    own = MetricsAt(
        "127.0.0.1",
        free_port(),
        tmp_path / "watch.crt",
        tmp_path / "watch.key",
        tmp_path / "ca.crt",
    )
    shows = ssl.create_default_context(cafile=str(tmp_path / "ca.crt"))
    shows.minimum_version = ssl.TLSVersion.TLSv1_2
    bare = ssl.create_default_context(cafile=str(tmp_path / "ca.crt"))
    shows.load_cert_chain(tmp_path / "prometheus.crt", tmp_path / "prometheus.key")
    with served(own, "api") as port:
        where = f"https://127.0.0.1:{port}/metrics"
        with urllib.request.urlopen(where, context=shows, timeout=5) as page:
            assert b"bihuan_" in page.read()
        with pytest.raises((urllib.error.URLError, ssl.SSLError, OSError)):
            urllib.request.urlopen(where, context=bare, timeout=5)
        with pytest.raises(urllib.error.URLError):
            urllib.request.urlopen(where, timeout=5)
