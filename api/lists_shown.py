"""What is told of a file of lists: every list, every row that is not used, every cell."""

from datetime import date

from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from api.list_import import STATE_ZH, Looked, One
from api.receipts import ReceiptShown
from domain.lists import Skipped
from domain.lists.outcomes import outcome_of


class CellShown(BaseModel):
    """One cell that cannot be read."""

    cell: str
    column: str
    value: str
    reason: str


class RowShown(BaseModel):
    """A row that is not used."""

    row: str
    list_id: str
    reason: str
    cells: tuple[CellShown, ...]


class CheckShown(BaseModel):
    """What the source says of its list beside what its rows give."""

    rule: str
    severity: str
    said: str
    found: str
    zh: str
    en: str


class DifferenceShown(BaseModel):
    """What stands in the record, and what the file says instead."""

    project: str | None
    field: str
    zh: str


class ListShown(BaseModel):
    """One list of the file."""

    id: str
    list_id: str
    title: str
    region: str
    projects: tuple[str, ...]
    state: str
    state_zh: str
    why: str
    checks: tuple[CheckShown, ...]
    differences: tuple[DifferenceShown, ...]
    receipts: tuple[ReceiptShown, ...] = ()
    """年度一件，新立的项目各一件；试读和已在册的没有."""


class OutcomeShown(BaseModel):
    """Every list that the file names, whatever becomes of it."""

    list_id: str
    place: str
    rows: int
    items: int
    outcome: str
    reason: str


class ListsAnswer(BaseModel):
    """What became of the file."""

    dry_run: bool
    file: str
    sha256: str
    regime: str
    voted: date
    next_session: date
    session_assumed: bool
    lists: tuple[ListShown, ...]
    skipped: tuple[RowShown, ...]
    tables: tuple[OutcomeShown, ...]
    notes: tuple[str, ...]


def answer(
    looked: Looked, receipts: dict[str, tuple[ReceiptShown, ...]], *, dry_run: bool
) -> Response:
    """The answer: 201 where something was recorded."""
    told = ListsAnswer(
        dry_run=dry_run,
        file=looked.sent.name,
        sha256=looked.sent.sha256,
        regime=looked.vote.regime,
        voted=looked.vote.day,
        next_session=looked.vote.next_session,
        session_assumed=looked.vote.session_assumed,
        lists=tuple(_shown(x, receipts.get(x.voted.id, ())) for x in looked.each),
        skipped=tuple(row_shown(x) for x in looked.lists.skipped),
        tables=tuple(
            OutcomeShown.model_validate({**x._asdict(), **outcome_of(x, looked.tier)._asdict()})
            for x in looked.lists.tables
        ),
        notes=looked.lists.notes,
    )
    new = any(receipts.values())
    return JSONResponse(told.model_dump(mode="json"), status_code=201 if new else 200)


def _shown(one: One, receipts: tuple[ReceiptShown, ...]) -> ListShown:
    voted = one.voted
    return ListShown(
        id=voted.id,
        list_id=voted.list_id,
        title=voted.title,
        region=voted.region,
        projects=tuple(x.id for x in voted.cards),
        state=one.state,
        state_zh=STATE_ZH[one.state],
        why=one.why,
        checks=tuple(CheckShown.model_validate(x._asdict()) for x in voted.checks),
        differences=tuple(
            DifferenceShown(project=x.project, field=x.field, zh=x.zh) for x in one.differences
        ),
        receipts=receipts,
    )


def row_shown(one: Skipped) -> RowShown:
    """A row that is not used, as it is told."""
    return RowShown(
        row=one.row,
        list_id=one.list_id,
        reason=one.reason,
        cells=tuple(CellShown.model_validate(x._asdict()) for x in one.faults),
    )
