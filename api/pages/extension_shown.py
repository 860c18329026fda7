"""申请延期 on the page of a duty: what was asked for, what became of it, and the form to ask."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from api.pages.desk import signing_for
from api.pages.duty_opened import Opened
from api.pages.rights import Signed, can
from api.tools import Tools


class Extension(NamedTuple):
    """What the section shows."""

    may_ask: bool
    waits: date | None
    """The later date that waits for a decision."""
    past: list[dict[str, Any]]
    values: Mapping[str, str]
    errors: Mapping[str, str]
    refused: str | None


async def extension_shown(
    one: Opened, signed: Signed, tools: Tools, wrong: Any
) -> Extension | None:
    """The section; None where nothing was asked for and nobody here may ask. In a unit with a
    leader it is the leader who asks (`reliability §4.2`)."""
    past = [_told(x) for x in one.course.entries if x.type.startswith("Extension")]
    mine = can(signed, "file", one.duty) and one.duty.owed
    if mine and (await signing_for(signed, tools)).head:
        mine = can(signed, "sign")
    wish = one.duty.wish.to if one.duty.wish else None
    may_ask = mine and wish is None
    if not (past or may_ask):
        return None
    return Extension(
        may_ask=may_ask,
        waits=wish,
        past=past,
        values=wrong.values if wrong else {},
        errors=wrong.errors if wrong else {},
        refused=wrong.refused if wrong else None,
    )


def _told(entry: Any) -> dict[str, Any]:
    event = entry.event
    asked = entry.type == "ExtensionRequested"
    return {
        "asked": asked,
        "number": event["number"],
        "to": date.fromisoformat(event["to"]) if asked else None,
        "due": date.fromisoformat(event["due"]),
        "reason": event["reason"],
        "granted": None if asked else event["granted"],
        "document": None if asked else event["ruling"]["document"],
        "version": entry.version,
        "at": entry.received_at,
    }
