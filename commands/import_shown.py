"""What `bihuan import` answers, as JSON and as lines for people."""

from typing import Any

from commands.lists import Asked
from commands.lists_json import checks_json, project_json, skipped_json, table_json
from documents.list_book import opened as opened_book
from domain.lists import Lists, Reading, read_book
from domain.lists.checks import SEVERITY_ZH
from domain.lists.outcomes import WAY_ZH, outcome_of


def summary(content: bytes, how: Reading) -> dict[str, Any]:
    """Every list of a file and where it can go, under no measure yet. Raises NotAList."""
    lists = read_book(opened_book(content), how)
    return {
        "regime": None,
        "assumed": {},
        "dry_run": True,
        "programmes": [],
        "projects": [],
        "skipped": skipped_json(lists),
        "lists": tables_json(lists, None),
        "notes": list(lists.notes),
    }


def tables_json(lists: Lists, tier: str | None) -> list[dict[str, Any]]:
    """Each list of the file with its outcome."""
    return [table_json(x, outcome_of(x, tier)) for x in lists.tables]


def as_json(question: Asked, opened: set[str], *, dry_run: bool, every: bool) -> dict[str, Any]:
    """The contract of the command. `lists` stands there for `--all`, `notes` where the file is
    no plain table of the old columns."""
    lists = question.lists
    said = {
        "regime": question.regime.ref,
        "assumed": question.assumed,
        "dry_run": dry_run,
        "programmes": [
            {
                "id": x.id,
                "list_id": x.list_id,
                "title": x.title,
                "projects": len(x.cards),
                "opened": f"programme:{x.id}" in opened,
                "checks": checks_json(x.checks),
            }
            for x in lists.voted
        ],
        "projects": [
            {**project_json(x), "opened": f"project:{x.id}" in opened} for x in lists.cards
        ],
        "skipped": skipped_json(lists),
    }
    if every:
        said["lists"] = tables_json(lists, question.regime.tier)
    if lists.notes:
        said["notes"] = list(lists.notes)
    return said


def as_text(said: dict[str, Any]) -> str:
    """The same for people."""
    projects = said["projects"]
    new = sum(x["opened"] for x in projects)
    found = f"清单 {len(said['programmes'])} 份，项目 {len(projects)} 项"
    lines = [f"办法 {said['regime'] or '未指定'}；{found}，未采用 {len(said['skipped'])} 行"]
    if session := said["assumed"].get("next_session"):
        lines.append(f"下一次会议推定为 {session}，召集后请登记")
    lines += [f"  {x['id']} {x['title']}：{x['projects']} 项" for x in said["programmes"]]
    lines += [_table(x) for x in said.get("lists", ())]
    for row in said["skipped"]:
        lines += [f"  {x['cell']} {x['column']}：{x['reason']}" for x in row["cells"]]
    if said["dry_run"]:
        lines.append("仅试读，没有写入。 Dry run: nothing was written.")
    elif new == 0 and not any(x["opened"] for x in said["programmes"]):
        lines.append("已全部在册，没有新的记录。 All on record already: nothing changed.")
    else:
        lines.append(f"新立项 {new} 项，{len(projects) - new} 项已在册。 {new} opened.")
    return "\n".join(lines)


def _table(one: dict[str, Any]) -> str:
    """A list in one line."""
    odd = [x for x in one["checks"] if x["severity"] != "note" or x["rule"] == "remark"]
    told = "".join(f"；{SEVERITY_ZH[x['severity']]}：{x['zh'][:60]}" for x in odd)
    where = f"{one['place'].replace('/', '')}{one['year']}"
    reason = one["reason"].partition(" / ")[0]
    head = f"  {one['list_id']} {where} {one['rows']} 行 {one['items']} 项"
    return f"{head} {WAY_ZH[one['outcome']]}：{reason}{told}"
