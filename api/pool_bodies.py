"""The bodies of requests about a pool: a command's own fields, without what its address says."""

from typing import Any

from pydantic import create_model

from api.rulings import RulingSent
from domain.base import Command, Value
from domain.screening.candidate_messages import ListCandidates, RecordHearing, WithdrawCandidate
from domain.screening.comment_messages import (
    AnswerComment,
    CloseComment,
    OpenComment,
    RecordComment,
)
from domain.screening.pool_messages import (
    AddPoolItem,
    AmendPoolItem,
    LinkWishes,
    RecordReview,
    RejectItem,
    ScreenItem,
    UnlinkWish,
)
from domain.screening.reserve_messages import DrawReserve
from domain.wish.messages import AnswerWish


def body_of(command: type[Command], *but: str, **instead: Any) -> Any:
    """The command's fields but those that the address names; `instead`: fields of another shape."""
    fields: dict[str, Any] = {}
    for name, field in command.model_fields.items():
        if name not in but:
            default = ... if field.is_required() else field.get_default()
            fields[name] = (field.rebuild_annotation(), default)
    fields |= instead
    made: Any = create_model(
        f"{command.__name__}Sent", __base__=Value, __doc__=command.__doc__, **fields
    )
    return made


ADD = body_of(AddPoolItem)
AMEND = body_of(AmendPoolItem, "item")
LINK = body_of(LinkWishes, "item")
UNLINK = body_of(UnlinkWish, "item")
SCREEN = body_of(ScreenItem, "item")
REJECT = body_of(RejectItem, "item")
REVIEW = body_of(RecordReview)
LIST = body_of(ListCandidates, ruling=(RulingSent | None, None))
HEARING = body_of(RecordHearing, ruling=(RulingSent, ...))
WITHDRAW = body_of(WithdrawCandidate, "item", ruling=(RulingSent, ...))
OPEN_COMMENT = body_of(OpenComment)
COMMENT = body_of(RecordComment)
ANSWER = body_of(AnswerComment, "number")
CLOSE_COMMENT = body_of(CloseComment)
DRAW = body_of(DrawReserve)
ANSWERS = body_of(AnswerWish)
