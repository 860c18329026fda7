"""What this is made of is known by name, version and hash; nothing of it is known to be weak."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.supply.advisories import LIST, LOCKS, ROOT, advisories, locked, pins_of

MAKEFILE = (ROOT / "Makefile").read_text()


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `make sbom` writes."""
    (line,) = [x for x in MAKEFILE.splitlines() if "cyclonedx-py" in x]
    words = line.strip().removeprefix("@").split()[1:]
    out = tmp_path_factory.mktemp("bill") / "sbom.json"
    told = [*words[: words.index("-o")], "-o", str(out)]
    made = subprocess.run(
        [Path(sys.executable).with_name("cyclonedx-py"), *told], cwd=ROOT, check=False
    )
    assert made.returncode == 0
    return dict(json.loads(out.read_text()))


def test_the_bill_names_every_pin_of_the_runtime_lock_with_its_hashes(
    bill: dict[str, Any],
) -> None:
    """ASVS 15.1.2"""
    listed = {(str(x["name"]), str(x["version"])) for x in bill["components"]}
    assert listed == locked("requirements.lock")
    assert all("SHA-256" in json.dumps(x["externalReferences"]) for x in bill["components"])
    assert bill["specVersion"] == "1.6"


def test_no_pin_has_a_weakness_that_is_known() -> None:
    """ASVS 15.2.1"""
    assert [f"{x.package} {y}: {x.id}" for x, y in advisories().found(locked())] == []


def test_a_weak_pin_would_be_found() -> None:
    """The list has teeth: last year's releases of the same parts are each refused."""
    known = advisories()
    pins = pins_of("starlette==1.3.0 \\\n    --hash=sha256:00\nauthlib==1.6.0 \\\nmako==1.4.3 \\\n")
    assert pins == {("starlette", "1.3.0"), ("authlib", "1.6.0"), ("mako", "1.4.3")}
    assert {x.package for x, _ in known.found(pins)} == {"starlette", "authlib"}


def test_the_list_says_how_old_it_is() -> None:
    """ASVS 15.1.1"""
    known = advisories()
    assert known.age(known.as_of + timedelta(days=40)) == 40
    assert known.renew_after_days <= 31
    said = subprocess.run(
        [sys.executable, "-m", "tests.supply"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"as of {known.as_of}" in said.stdout, said.stderr
    assert f"{len(known.advisory)} advisories" in said.stdout


def test_every_package_of_the_list_is_one_that_the_locks_name() -> None:
    names = {name for name, _ in locked()}
    assert {x.package for x in advisories().advisory} <= names
    assert LIST.suffix == ".toml"


def test_nothing_is_installed_but_what_is_locked_by_hash() -> None:
    """From wheels alone, by hash, in the image too. ASVS 15.1.2"""
    assert "LOCKED := --no-deps --require-hashes --only-binary :all:" in MAKEFILE
    image = (ROOT / "Dockerfile").read_text()
    assert "--require-hashes --only-binary :all: -r requirements.lock" in image
    for lock in LOCKS:
        assert "--hash=sha256:" in (ROOT / lock).read_text()


def test_the_image_holds_no_tests_and_no_tools_of_development() -> None:
    """ASVS 13.4.1 13.4.2 15.2.3"""
    lines = [x for x in (ROOT / "Dockerfile").read_text().splitlines() if x.startswith("COPY ")]
    copied = {y for x in lines if "--from" not in x for y in x.split()[1:-1]}
    assert not copied & {"tests", "bench", "docs", ".git", "."}
    runtime, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    tools = {"pytest", "mypy", "ruff", "hypothesis", "playwright", "schemathesis", "coverage"}
    assert not tools & {name for name, _ in runtime}
    assert tools <= {name for name, _ in dev}
