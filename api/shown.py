"""A duty as it is answered: due when and why, where it stands, what to file, what was done."""

from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel

from api.words import FORM_ZH, LEVEL_ZH, STATUS_ZH, held_zh
from domain.derivation import Step
from domain.duty import Status
from domain.names import kind_name
from domain.parties import label_zh
from domain.regimes.model import Form
from ledger.queries.course import Course
from ledger.queries.duties import DutyRow
from ledger.queries.history import Entry


class Happened(BaseModel):
    """One fact in a duty's course, with what proves it."""

    version: int
    type: str
    happened_at: AwareDatetime
    received_at: AwareDatetime
    recorded_at: AwareDatetime
    hash: str
    reason: str | None


class Why(BaseModel):
    """Where a due date comes from."""

    cite: str
    """办法原文."""
    origin: str
    steps: tuple[Step, ...]
    """逐步推算."""
    zh: tuple[str, ...]
    moved_because: str | None


class DutyShown(BaseModel):
    """One duty of one period."""

    stream: str
    subject: str
    title: str
    duty: str
    line: str
    period: str | None
    zh: str
    form: Form
    form_zh: str
    obligor: str
    obligor_zh: str
    obligee: str
    opens: date
    due: date
    due_at: AwareDatetime
    original_due: date
    without_extension: date | None
    """未延期时的期限；没有延过期的为空."""
    wished: date | None
    """已申请、尚未决定的延期日期."""
    provisional_zh: str | None
    status: Status
    status_zh: str
    late: bool
    overdue: bool
    """曾经逾期，补报后仍保留."""
    overdue_at: AwareDatetime | None
    revision: int
    rung: int
    rung_zh: str
    decide_by: date | None
    file_at: str | None
    """报送地址；不再接收材料时为空."""
    why: Why | None
    history: tuple[Happened, ...]


class DutyPage(BaseModel):
    """Duties, the most urgent first."""

    items: tuple[DutyShown, ...]
    total: int
    now: AwareDatetime


def shown(row: DutyRow, course: Course | None) -> DutyShown:
    """The duty's answer."""
    form = Form(row.form)
    known: dict[str, Any] = row.model_dump(include=set(DutyShown.model_fields))
    return DutyShown(
        **known
        | {
            "form": form,
            "form_zh": FORM_ZH[form],
            "obligor_zh": label_zh(row.obligor),
            "provisional_zh": held_zh(row.settled) if row.owed else None,
            "status": row.status,
            "status_zh": STATUS_ZH[row.status],
            "late": row.late,
            "rung": row.level,
            "rung_zh": LEVEL_ZH[row.level],
            "file_at": f"{address(row)}/filings" if row.owed else None,
            "why": None if course is None else why(course),
            "history": () if course is None else tuple(happened(x) for x in course.entries),
        }
    )


def address(row: DutyRow) -> str:
    """The duty's own address."""
    return f"/api/v1/{kind_name(row.stream)}s/{row.subject}/duties/{row.duty}"


def why(course: Course) -> Why:
    """The derivation in words, each step with its article."""
    steps = course.terms.steps
    return Why(
        cite=course.cite,
        origin=course.origin,
        steps=steps,
        zh=tuple(f"{x.zh}〔{x.article}〕" if x.article else x.zh for x in steps),
        moved_because=course.moved_because,
    )


def happened(entry: Entry) -> Happened:
    """The header of an event."""
    return Happened.model_validate(entry.model_dump(include=set(Happened.model_fields)))
