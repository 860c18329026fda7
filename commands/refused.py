"""`bihuan refused`: who tried in vain while the service could not record."""

import json
from datetime import datetime
from operator import itemgetter
from typing import Annotated, Any

import typer

import settings
from api.refused import apart, set_aside
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
    for one, known in ((file, True), (apart(file), False)):
        for part in (set_aside(one), one):
            if part.is_file():
                lines = part.read_text(encoding="utf-8").splitlines()
                rows += [{**json.loads(x), "known": known} for x in lines]
    rows = sorted((x for x in rows if path in x["path"]), key=itemgetter("at"))
    if as_json:
        print(json.dumps({"items": rows}, ensure_ascii=False))
        return
    print(f"没有收下的报送 {len(rows)} 次。 {len(rows)} writes were not taken.")
    for x in rows:
        at = datetime.fromisoformat(x["at"]).astimezone(SHANGHAI)
        who = x["caller"] if x["known"] else f"{x['caller']}（令牌未核实）"
        print(f"{at:%Y-%m-%d %H:%M:%S}  {who}  {x['path']}  {x['key']}  [{x['status']}]")
