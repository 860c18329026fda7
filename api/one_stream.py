"""Routes that hand a body to one stream as the command that it is: alike but for path and words."""

from collections.abc import Iterable
from inspect import Parameter, Signature
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Body
from starlette.responses import Response

from api.json_body import Strictly
from api.receipts import RECEIPT
from api.rights import Allowed
from api.writing import Writing, answer
from domain.names import stream_id


class Told(NamedTuple):
    """One of them: how it is called in the description, what ends its path, what is sent."""

    called: str
    tail: str
    body: type[Any]
    zh: str


def tell(router: APIRouter, kind: str, at: str, ref: Any, acts: Iterable[Told]) -> None:
    """Add them. `at` is the path up to the stream's own name, as `/topics/{call}`; `ref` declares
    that name. Who may, the matrix says."""
    name = at.rpartition("{")[2].removesuffix("}")
    for one in acts:
        router.add_api_route(
            f"{at}/{one.tail}",
            _handler(kind, name, ref, one),
            methods=["POST"],
            status_code=201,
            responses=RECEIPT,
        )


def _handler(kind: str, name: str, ref: Any, one: Told) -> Any:
    async def act(**given: Any) -> Response:
        stream = stream_id(kind, given[name])
        return answer(await given["write"].record(given["caller"], stream, given["sent"]))

    sent = Annotated[Any, Strictly(one.body), Body()]
    asked = {name: ref, "caller": Allowed, "write": Writing, "sent": sent}
    found = [Parameter(x, Parameter.KEYWORD_ONLY, annotation=y) for x, y in asked.items()]
    act.__signature__ = Signature(found)  # type: ignore[attr-defined]  # what the framework asks for
    act.__name__, act.__doc__ = one.called, one.zh
    return act
