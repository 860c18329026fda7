"""`bihuan refused`: who tried in vain while the service could not record."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer

import settings
from commands.at_ledger import refuse
from domain.calendar import SHANGHAI


def refused(
    path: Annotated[str, typer.Option(help="只看地址里有这一段的，如 LG23-01")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
) -> None:
    """服务中断或过载时没有收下的报送：何时、谁的令牌、什么地址、哪个编号。"""
    try:
        file = settings.read().refused
    except settings.SettingsRefused as bad:
        refuse(str(bad))
    rows: list[dict[str, Any]] = []
    for one in (file.with_suffix(".ndjson.1"), file):
        if one.is_file():
            rows += [json.loads(x) for x in one.read_text(encoding="utf-8").splitlines()]
    rows = [x for x in rows if path in x["path"]]
    if as_json:
        print(json.dumps({"items": rows}, ensure_ascii=False))
        return
    print(f"没有收下的报送 {len(rows)} 次。 {len(rows)} writes were not taken.")
    for x in rows:
        at = datetime.fromisoformat(x["at"]).astimezone(SHANGHAI)
        print(f"{at:%Y-%m-%d %H:%M:%S}  {x['caller']}  {x['path']}  {x['key']}  [{x['status']}]")
