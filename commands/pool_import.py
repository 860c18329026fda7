"""`bihuan import FILE --pool ID`: the candidates of a file into a collection's pool."""

from pathlib import Path
from typing import Any

from commands.at_ledger import at_ledger
from commands.lists import content_of
from commands.lists_json import skipped_json
from documents.list_book import opened
from domain.collection.state import Collection
from domain.given import Actor
from domain.lists import Lists, Reading, read_book
from domain.lists.candidates import Standing, items_of, standing_in
from domain.lists.kinds import CANDIDATES
from domain.names import COLLECTION, stream_id
from domain.refusals import Contradicted, Malformed, Unknown
from domain.screening.item import SOURCE_ZH, Source
from domain.screening.pool_messages import AddPoolItem
from ledger.door import Ledger

_ACTOR = Actor(ref="cli:import", party="clerk")


def into_pool(
    file: Path | None, pool: str, source: str, wanted: list[str], how: Reading, *, dry_run: bool
) -> dict[str, Any]:
    """What became of the candidates. Raises Refused; leaves with 2 what the ledger refuses."""
    if file is None:
        raise Malformed("请给出项目清单文件（CSV、XLSX）", "the file of projects is missing")
    if source not in set(Source) - {Source.RESERVE}:
        few = "、".join(f"{x}（{zh}）" for x, zh in SOURCE_ZH.items() if x is not Source.RESERVE)
        raise Malformed(f"--source 应为 {few} 之一", "--source is not known")
    how = how._replace(kinds=CANDIDATES, assumed_kind="candidate")
    lists = read_book(opened(content_of(file)), how).only(wanted)
    items = items_of(lists, Source(source))
    if not items:
        raise Malformed(
            "文件中没有候选项目，没有入库；--all --dry-run 逐份列出清单的去向。",
            "the file holds no candidate; see --all --dry-run.",
        )
    if dry_run:
        found = Standing(tuple(items), (), ())
    else:
        found = at_ledger(lambda ledger: _add(ledger, pool, items))
    return _said(pool, source, lists, items, found, dry_run=dry_run)


async def _add(ledger: Ledger, pool: str, items: list[AddPoolItem]) -> Standing:
    """The items that were new. Raises Unknown, Contradicted and what the pool refuses."""
    stream = stream_id(COLLECTION, pool)
    state: object = (await ledger.standing(stream)).state
    if not isinstance(state, Collection):
        raise Unknown("征集", "collection", pool)
    found = standing_in(state.pool, items)
    if found.changed:
        few = "、".join(found.changed[:8])
        raise Contradicted(
            f"{few} 已经在项目库中，且内容不同；库中的内容不由文件覆盖，没有写入。",
            f"{few} stand in the pool with other contents; nothing was written.",
        )
    for x in found.new:
        command_id = f"import:pool:{pool}:{x.id}"
        await ledger.handle(stream, x, actor=_ACTOR, client="import", command_id=command_id)
    return found


def _said(
    pool: str,
    source: str,
    lists: Lists,
    items: list[AddPoolItem],
    found: Standing,
    *,
    dry_run: bool,
) -> dict[str, Any]:
    new = set() if dry_run else {x.id for x in found.new}
    return {
        "collection": pool,
        "assumed": {"source": source},
        "dry_run": dry_run,
        "items": [{"id": x.id, "title": x.draft.title, "added": x.id in new} for x in items],
        "skipped": skipped_json(lists),
        "notes": list(lists.notes),
    }


def pool_text(said: dict[str, Any]) -> str:
    """The same for people."""
    items, new = said["items"], sum(x["added"] for x in said["items"])
    lines = [f"项目库 {said['collection']}；候选项目 {len(items)} 项"]
    lines += [f"  {x['id']} {x['title']}" for x in items]
    if said["dry_run"]:
        lines.append("仅试读，没有写入。 Dry run: nothing was written.")
    else:
        lines.append(f"新入库 {new} 项，{len(items) - new} 项已在库中。 {new} added.")
    return "\n".join(lines)
