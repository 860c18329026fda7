"""Atom (RFC 4287) of a project or a place. Ids hold for ever: an entry's is its event's own."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET

ATOM = "http://www.w3.org/2005/Atom"
LONGEST = 50
QUIET = ("DutyScheduled", "Reminded", "DutyRestated", "RegimeChanged", "Acknowledged")
"""Kinds of facts that would only make noise in a reader."""


class News(NamedTuple):
    """One entry."""

    id: UUID
    title: str
    text: str
    at: datetime
    link: str


class Feed(NamedTuple):
    """One feed."""

    key: str
    """What it is about, the same for ever: `project/LG23-01`."""
    title: str
    author: str
    updated: datetime
    own: str
    page: str
    entries: Sequence[News]


def atom(feed: Feed) -> bytes:
    """The document."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": "zh-CN"})
    _add(root, "id", uuid5(NAMESPACE_URL, f"urn:bihuan:feed:{feed.key}").urn)
    _add(root, "title", feed.title)
    _add(root, "updated", feed.updated.isoformat())
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.own)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for x in feed.entries:
        entry = _add(root, "entry")
        _add(entry, "id", x.id.urn)
        _add(entry, "title", x.title)
        _add(entry, "updated", x.at.isoformat())
        _add(entry, "published", x.at.isoformat())
        _add(entry, "link", rel="alternate", type="text/html", href=x.link)
        _add(entry, "summary", x.text, type="text")
    told: bytes = ET.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + told


def _add(to: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(to, f"{{{ATOM}}}{name}", attributes)
    made.text = text
    return made
