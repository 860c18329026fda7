"""Every test says its figures in one JSON line; a promise without a line is a failure."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.catalogue import PROMISES
from tests.reliability.lines import LINES
from tests.reliability.times import JUDGED

Say = Callable[..., None]
_ALL = pytest.StashKey[list[dict[str, Any]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_ALL] = []
    config.addinivalue_line("markers", "nightly: takes long; `make nightly` runs it")


@pytest.fixture
def say(request: pytest.FixtureRequest) -> Say:
    """`say("R02", lost=0, …)`: the figures of a promise, before they are asserted."""
    lines = request.config.stash[_ALL]

    def told(promise: str, **figures: Any) -> None:
        assert promise in PROMISES, f"{promise} stands in no line of the catalogue"
        line = {"id": promise, "test": request.node.name, **figures}
        lines.append(line if JUDGED else {**line, "times": "told"})

    return told


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    terminalreporter.section("reliability: what was measured")
    for line in config.stash[_ALL]:
        terminalreporter.write_line(json.dumps(line, ensure_ascii=False, sort_keys=False))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    said, asked = session.config.stash[_ALL], _asked(session)
    LINES.parent.mkdir(exist_ok=True)
    kept = [] if not LINES.exists() else [json.loads(x) for x in LINES.read_text().splitlines()]
    told = {x["test"] for x in said}
    lines = [*(x for x in kept if x["test"] not in told), *said]
    LINES.write_text("".join(f"{json.dumps(x, ensure_ascii=False)}\n" for x in lines))
    missing = asked - {x["id"] for x in said}
    if missing and exitstatus == pytest.ExitCode.OK:
        print(f"no line of {', '.join(sorted(missing))}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _asked(session: pytest.Session) -> set[str]:
    """The promises that this run must show: all of its tier, where the folder was asked for."""
    here = Path(__file__).parent
    whole = [Path(x.partition("::")[0]).resolve() for x in session.config.args] == [here]
    if not whole or session.config.option.keyword:
        return set()
    return {
        x for x, y in PROMISES.items() if y.nightly is (session.config.option.markexpr == "nightly")
    }
