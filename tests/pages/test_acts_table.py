"""Every write of the interface has a page, or stands here with the reason why it has none."""

from api.app import ROUTERS
from api.pages.acts.act import Endpoint
from api.pages.acts.fields import Field, Given
from api.pages.acts.routes import writes
from api.pages.acts.table import ACTS


def _endpoints() -> dict[str, Endpoint]:
    known = writes(ROUTERS)
    return {x.path: Endpoint(known[x.path]) for x in ACTS}


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


OF_A_DUTY = ("filings", "acknowledgements", "acceptances", "returns", "rechecks", "urgings")
"""Done on the duty's own page, or for several at once from the board."""
BY_HAND = {
    *("/evidence", "/programmes", "/lists", "/meetings", "/collections", "/ballots"),
    *("/suggestions", "/registers", "/topics"),
    *("/projects/{project}/inspections", "/programmes/{programme}/papers"),
    "/programmes/{programme}/circulars",
    # asked while the form is shown, and recorded by the act itself
    "/programmes/{programme}/regime/previews",
    "/programmes/{programme}/contact-schedule/proposal",
}
NOUNS = ("collections", "ballots", "suggestions", "registers", "topics", "stations", "wishes")
"""What has pages of its own for each step."""
WITHOUT_A_PAGE = {
    "/organisations/{organisation}/changes",
    "/open/log/cosignatures",
    "/token",
}
"""Entered from the office's own list by command, as a page would take names into the browser; sent
by the witnesses' own programs; asked for by units' systems, which sign."""


def test_every_write_of_the_interface_has_a_page() -> None:
    acts = {x.path for x in ACTS}
    own = tuple(f"/{x}/{{" for x in (*NOUNS, "meetings", "uploads", "proposals"))
    missing = {
        x
        for x in writes(ROUTERS)
        if x not in acts and x not in BY_HAND
        if x.rpartition("/")[2] not in OF_A_DUTY and not x.startswith(own)
    }
    assert missing == WITHOUT_A_PAGE
