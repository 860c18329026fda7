"""Recording what is asked of a pool: looked at as a whole first, so that nothing is half done."""

from collections.abc import Iterable

from starlette.responses import Response

from api.callers import Caller
from api.collections import seen
from api.problems import FieldError, Problem
from api.tools import Tools
from api.wish_doing import answer as answer_wish
from api.writing import Write, answer
from domain.base import Command
from domain.collection.state import Collection
from domain.names import COLLECTION, stream_id
from domain.wish.messages import AnswerWish
from ledger.ballots import By
from ledger.dry_run import dry_run
from ledger.queries.wishes import wish_of


async def recorded(
    collection: str, command: Command, caller: Caller, write: Write, tools: Tools
) -> Response:
    """The receipt, of a command that its collection and every stream that follows would take."""
    await seen(collection, caller, tools)
    stream = stream_id(COLLECTION, collection)
    await dry_run(tools.ledger, stream, command, caller.actor)
    return answer(await write.record(caller, stream, command))


async def wishes_known(wishes: Iterable[str], collection: str, tools: Tools) -> None:
    """Raises Problem 422 for a wish that this collection does not have, or one that was merged."""
    errors = []
    for x in dict.fromkeys(wishes):
        row = await wish_of(tools.ledger, x)
        if row is None or row.collection != collection:
            zh, en = f"本次征集没有建议“{x}”，请核对编号", f"there is no wish {x}"
            errors.append(FieldError(field="wishes", zh=zh, en=en))
        elif row.merged_into:
            zh = f"“{x}”已归并到“{row.merged_into}”，请对应后者"
            errors.append(FieldError(field="wishes", zh=zh, en=f"name {row.merged_into} instead"))
    if errors:
        raise Problem(
            "invalid",
            f"有 {len(errors)} 条建议不能对应，本次没有登记任何内容；请按 errors 修改后重发。",
            f"{len(errors)} wishes cannot be linked; see errors.",
            errors=errors,
        )


async def answered(one: Collection, item: str, said: AnswerWish, by: By, tools: Tools) -> int:
    """The same answer to every wish that the item answers, and to those merged into them; how
    many were answered. Repeated with the same key it goes on where it stopped."""
    number = 0
    for wish in one.pool.item(item).wishes:
        row = await wish_of(tools.ledger, wish)
        if row is not None:
            await answer_wish(
                row, said, by._replace(key=f"{by.key}:{wish}", received_at=None), tools
            )
            number += 1
    return number
