"""How a document of a congress is set: head, title, paragraphs, signature (GB/T 9704 as model).

A paper with an act is a document that people read out, vote by or sign; without one it is a report
of sentences and tables.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from domain.base import ShortText, Text, Value
from domain.papers.ref import Ref

Layout = Literal["document", "announcement", "booklet", "ballot", "sheet"]
"""booklet lies on its side; a ballot and a sheet are filled in by hand and carry no sources."""


class Paragraph(Value):
    """A paragraph, and the places in the record that its figures come from."""

    zh: Text
    level: Literal["text", "heading", "article"] = "text"
    sources: Annotated[tuple[Ref, ...], Field(max_length=300)] = ()


class Act(Value):
    """What stands around the tables of a document."""

    layout: Layout = "document"
    head: ShortText
    """版头: whose document it is."""
    note: ShortText | None = None
    """题注 under the title: （草案）, or where and when it was passed."""
    to: ShortText | None = None
    paragraphs: Annotated[tuple[Paragraph, ...], Field(max_length=200)] = ()
    after: Annotated[tuple[Text, ...], Field(max_length=50)] = ()
    """What stands under the tables: how to mark a ballot, who signs a sheet."""
    signed: ShortText | None = None
    dated: date | None = None
