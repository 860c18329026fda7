"""`bihuan incidents` and `bihuan refused`: what is stuck, and who was turned away."""

import json
from pathlib import Path

from domain.incidents import IncidentKind
from ledger.door import Ledger
from ledger.incidents import report
from ledger.pulse import Pulse
from tests.support.command import NOWHERE, bihuan


async def test_what_is_stuck_is_told_until_it_is_over(database: str, tmp_path: Path) -> None:
    env = {"DATABASE_URL": database, "BIHUAN_HOME": str(tmp_path)}
    ledger = await Ledger.connect(database)
    unwatched = bihuan("incidents", **env)
    assert (unwatched.returncode, "没有人在看" in unwatched.stdout) == (1, True)
    await Pulse(ledger).beat("watch")
    assert bihuan("incidents", **env).returncode == 0
    await report(ledger, IncidentKind.CLOCK_MISSING, {"project:LG23-01": ""})
    await report(ledger, IncidentKind.FOLLOW_UP_REFUSED, {"project:LG23-02 Rebase": "项目已办结"})
    told = bihuan("incidents", **env)
    assert told.returncode == 1
    assert "没有时钟  project:LG23-01" in told.stdout
    assert "bihuan wake --all" in told.stdout
    items = json.loads(bihuan("incidents", "--json", **env).stdout)["items"]
    by_kind = {x["kind"]: str(x["id"]) for x in items}
    itself = bihuan("incidents", "--close", by_kind["clock_missing"], **env)
    assert (itself.returncode, "Traceback" in itself.stderr) == (2, False), "it ends by itself"
    closed = bihuan("incidents", "--close", by_kind["follow_up_refused"], "--note", "电话", **env)
    assert "连带事项被拒" not in closed.stdout
    await report(ledger, IncidentKind.CLOCK_MISSING, {})
    await ledger.close()
    assert bihuan("incidents", **env).returncode == 0
    over = json.loads(bihuan("incidents", "--all", "--json", **env).stdout)
    assert (over["open"], len(over["items"])) == (0, 2)


def test_who_was_turned_away(tmp_path: Path) -> None:
    env = {"DATABASE_URL": NOWHERE, "BIHUAN_HOME": str(tmp_path)}
    assert "0 次" in bihuan("refused", **env).stdout
    line = {
        "at": "2023-05-04T15:55:00.000+00:00",
        "request": "00ff",
        "status": 503,
        "caller": "abcdefgh",
        "method": "POST",
        "path": "/api/v1/projects/LG23-01/duties/work_plan/filings",
        "key": "plan-1",
    }
    (tmp_path / "refused.ndjson").write_text(json.dumps(line) + "\n")
    told = bihuan("refused", "--path", "LG23-01", **env)
    assert "2023-05-04 23:55:00  abcdefgh" in told.stdout, "in the town's own time"
    assert json.loads(bihuan("refused", "--path", "LG23-09", "--json", **env).stdout)["items"] == []
