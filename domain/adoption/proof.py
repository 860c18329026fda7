"""Whether a project that says it was decided on here really was: invariant 1 read from the record.

No project without a session that had its quorum, a voting method, approvals of more than half of
all deputies, and a resolution that names it. An imported list claims none of this.
"""

from domain.adoption.result import missing, result_of
from domain.adoption.state import Adoption
from domain.collection.state import Collection
from domain.project.messages import ProjectAdopted


def unproven(adopted: ProjectAdopted, collection: Collection | None) -> str | None:
    """Why the record does not carry the project; None where it does, or claims no decision."""
    origin, name = adopted.origin, adopted.card.id
    if origin is None:
        return None
    if collection is None:
        return f"写明来自征集 {origin.collection}，而没有这次征集的记录"
    known = collection.adoption
    if known is None:
        return "立项时没有登记过决议"
    if (known.number, known.on, known.kind) != (origin.document, origin.on, origin.kind):
        return f"写明依据 {origin.document}，而登记的是 {known.number}"
    if (name, origin.item) not in zip(known.projects, known.items, strict=True):
        return f"{known.number} 没有列入这个项目"
    return _not_voted(adopted, collection, known)


def _not_voted(adopted: ProjectAdopted, collection: Collection, known: Adoption) -> str | None:
    origin = adopted.origin
    assert origin is not None, "asked only for a project with an origin"
    if known.by_resolution is not (known.kind == "ballot"):
        return "决定的方式与投票的方式不符"
    result = result_of(collection.voting, known.kind)
    if result is None:
        return "没有计票结果"
    if complaint := missing(result):
        return complaint.rstrip("。")
    chosen = next((x for x in result.elected if x.item == origin.item), None)
    if chosen is None:
        return f"{origin.item} 没有当选"
    if (chosen.tally, chosen.roll) != (origin.tally, origin.roll):
        return "立项所载票数与计票结果不符"
    return None
