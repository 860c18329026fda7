"""Books of figures, one row each: what was told and claimed in it."""

from domain.figures.state import Book
from domain.names import FIGURES
from ledger.projections.change import Change, Projection, upsert


def _row(change: Change) -> list[dict[str, object]]:
    book: object = change.after
    if not isinstance(book, Book):
        raise TypeError(change.stream)
    return [
        {
            "id": book.id,
            "stream": change.stream,
            "region": book.region,
            "title": book.title,
            "told": [x.model_dump(mode="json") for x in book.told.values()],
            "claims": [x.model_dump(mode="json") for x in book.claims],
            "version": change.version,
        }
    ]


FIGURE_BOOKS = Projection(
    (FIGURES,),
    upsert("figure_books", "id", "id stream region title told claims version"),
    _row,
    ("id",),
)
