"""Containers, as far as they can be shown without an engine."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: made for name, made in SERVICES.items() if made["image"] == "bihuan"}
WHEEL = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]


def test_the_compose_file_obeys_its_schema() -> None:
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"),
            ROOT / "docker-compose.yml",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_all_parts_are_there() -> None:
    assert {"ledger", "temporal", "temporal-ui", "worker", "watch", "api"} <= set(SERVICES)
    assert set(OURS) == {"migrate", "worker", "watch", "notary", "api", "backup", "restore"}


def test_what_we_run_exists() -> None:
    for service in OURS.values():
        module = [*service["command"], *service.get("entrypoint", [])[3:]][0]
        assert find_spec(module) is not None


def test_only_loopback_of_the_host_listens() -> None:
    """ASVS 13.4.5"""
    published = [port for made in SERVICES.values() for port in made.get("ports", [])]
    assert len(published) == 2
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_no_secret_stands_in_the_file() -> None:
    """ASVS 13.3.1"""
    settings = [made.get("environment", {}) for made in SERVICES.values()]
    named = {key for shown in settings for key in shown if re.search("PASS|PWD|SECRET|URL", key)}
    assert named == {"POSTGRES_PASSWORD_FILE"}
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()


def test_whoever_waits_waits_for_somebody_who_is_there() -> None:
    for made in SERVICES.values():
        for other, how in made.get("depends_on", {}).items():
            assert other in SERVICES
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


def test_the_image_copies_what_the_wheel_is_made_of() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = {
        word
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
    }
    assert copied >= set(WHEEL["wheel"]["only-include"])
    assert all((ROOT / word).exists() for word in copied)
    assert "USER bihuan" in lines


def test_the_wheel_holds_code_and_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    data = {
        str(path.relative_to(ROOT))
        for name in WHEEL["wheel"]["only-include"]
        for path in (ROOT / name).rglob("*")
        if path.suffix in {".py", ".toml", ".html", ".css", ".js", ".mako"}
    }
    assert "domain/__init__.py" in data
    assert data - held == set()


def test_two_workers_and_two_apis_stand_behind_one_record() -> None:
    services = SERVICES
    assert {x: services[x]["deploy"]["replicas"] for x in ("worker", "api")} == {
        "worker": 2,
        "api": 2,
    }
    assert services["api"]["ports"] == ["127.0.0.1:8000-8001:8000"]


def test_nobody_writes_by_way_of_temporals_pages() -> None:
    environment = SERVICES["temporal-ui"]["environment"]
    assert environment["TEMPORAL_DISABLE_WRITE_ACTIONS"] == "true"


def test_what_is_written_is_archived_beside_the_server() -> None:
    backup, ledger = SERVICES["backup"], SERVICES["ledger"]
    assert backup["environment"]["BACKUPS"] == "/backups"
    assert "backups:/backups" in backup["volumes"]
    assert "host replication all all scram-sha-256" in COMPOSE["configs"]["ledger_hba"]["content"]
    assert "-chba_file=/etc/postgresql/pg_hba.conf" in ledger["command"]
