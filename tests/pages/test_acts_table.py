"""Every write of the interface has a page, or stands here with the reason why it has none."""

from api.app import ROUTERS
from api.pages.acts.act import Endpoint
from api.pages.acts.fields import Field, Given
from api.pages.acts.routes import writes
from api.pages.acts.table import ACTS


def _endpoints() -> dict[str, Endpoint]:
    known = writes(ROUTERS)
    return {x.path: Endpoint(known[x.path].endpoint) for x in ACTS}


def _all(fields: tuple[Field, ...]) -> list[Field]:
    return [y for x in fields for y in (x, *_all(x.parts))]


def test_every_field_and_choice_of_every_act_has_its_words() -> None:
    for path, endpoint in _endpoints().items():
        if endpoint.shape is None:
            continue
        for field in _all(endpoint.shape.fields(Given(), {})):
            assert field.zh, (path, field)
            assert not any("a" <= x <= "z" for x in field.zh), (path, field)
            assert all(zh for _, zh in field.options), (path, field)
