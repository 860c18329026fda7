"""What every route answers besides its own: the receipt of a write, and the problems."""

from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from api.problems import MEDIA_TYPE, TITLES


class EventShown(BaseModel):
    """An event as a receipt names it; with the hash it can be checked later."""

    id: UUID
    type: str
    version: int
    hash: str


class ReceiptShown(BaseModel):
    """What was recorded; no events where the record knew it already."""

    stream: str
    version: int
    events: tuple[EventShown, ...]
    received_at: AwareDatetime
    recorded_at: AwareDatetime


class ProposalReceipt(ReceiptShown):
    """What was recorded of a proposal; the act itself waits for a second person."""

    proposal: str
    """Where it is confirmed or declined, under `/api/v1` as on the pages."""


Responses = dict[int | str, dict[str, Any]]


EVERYWHERE = (400, 413, 429)
"""What is answered before a route is reached, at every address: a head that cannot be read, a body
over the limit, a caller who asks too often (`api.limits`, `api.gate`)."""


def problems(*statuses: int) -> Responses:
    """The problems of a route, for the interface description, with those of every address."""
    zh = dict(TITLES.values())
    schema = {"$ref": "#/components/schemas/ProblemBody"}
    return {
        x: {"description": zh.get(x, "请求被拒绝"), "content": {MEDIA_TYPE: {"schema": schema}}}
        for x in sorted({*statuses, *EVERYWHERE})
    }


READ: Responses = problems(401, 403, 404, 422, 500, 503)
RECEIPT: Responses = {
    200: {"model": ReceiptShown, "description": "记录中已有，没有新的登记"},
    201: {"model": ReceiptShown, "description": "已登记；重试同一编号得到同一回执"},
    **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
}
WEIGHTY: Responses = {
    **RECEIPT,
    202: {
        "model": ProposalReceipt,
        "description": "已提请，等第二人确认后才登记",
    },
}
"""Of an act for which two persons answer."""
