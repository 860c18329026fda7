"""Where a project or a year's list comes from, as its own stream and the collection's say."""

from typing import TYPE_CHECKING

from domain.adoption.telling import IMPORTED_ZH, Link, before_project
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import Unknown

if TYPE_CHECKING:
    from ledger.door import Ledger


async def collection_of(ledger: "Ledger", name: str) -> Collection | None:
    """The collection as it stands; None where there is none of that name."""
    try:
        state: object = (await ledger.standing(stream_id(COLLECTION, name))).state
    except Unknown:
        return None
    return state if isinstance(state, Collection) else None


async def before(ledger: "Ledger", stream: str) -> list[Link]:
    """What came before the stream's own first event. An imported list says that it is one.

    Raises Unknown for no such stream.
    """
    state: object = (await ledger.standing(stream)).state
    if not isinstance(state, Project | Programme):
        return []
    if state.origin is None:
        return [Link(stream, IMPORTED_ZH)]
    collection = await collection_of(ledger, state.origin.collection)
    if collection is None:
        return []
    if isinstance(state, Project):
        assert state.origin is not None, "asked above"  # noqa: S101  # for the types
        return list(before_project(state.origin, collection))
    name = stream_id(COLLECTION, collection.id)
    return [Link(name, f"{collection.title}：{state.origin.document}（{state.origin.on}）")]
