"""年度考核: the grade over the facts, the deputy's appeal, and what is decided on it. Both stay."""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.given import Given
from domain.refusals import AlreadyThere, Contradicted, NotYours, Unknown
from domain.regimes.sections_register import Register, Scoring
from domain.register.facts import Fact, counted
from domain.register.messages import (
    Adjustments,
    AppealDecided,
    AppealGrade,
    BookEvent,
    BookGraded,
    DecideAppeal,
    GradeAppealed,
    GradeBook,
)
from domain.register.refusals import NoRegister
from domain.register.scoring import Sheet, band_of, score
from domain.register.state import Book
from domain.ruling import Bench, Ruling, must_decide
from domain.terms import due

Events = Sequence[BookEvent]


def grade(state: Book, c: GradeBook, section: Register, given: Given) -> Events:
    """年度考核. Raises NoRegister, AlreadyThere, NotTheirsToDecide, Malformed."""
    scoring = scoring_of(section)
    if state.grades:
        if state.grades[0].ruling == c.ruling:
            return []
        raise AlreadyThere(f"{state.year} 年度考核")
    must_decide(c.ruling, _assessors(section), "代表年度考核", given.today)
    strange = [x for x in c.facts if x.on.year != state.year or x.by_hand]
    refuse_unless(
        not strange,
        f"所列事实不属于 {state.year} 年，请重新读取后再评定。",
        f"a fact is not of the year {state.year}.",
    )
    return [_graded(state, c.facts, c.adjustments, c.ruling, scoring, None, given)]


def sheet_of(
    state: Book, facts: tuple[Fact, ...], scoring: Scoring, adjust: Adjustments = ()
) -> Sheet:
    """The sheet as it would be: the book's own entries beside what the system knows."""
    return score(scoring, (*facts, *state.own), adjust)


def appeal(state: Book, c: AppealGrade, section: Register, given: Given) -> Events:
    """申诉, by the deputy himself and in time. Raises NotYours, Unknown, Contradicted."""
    if given.actor.party != state.party:
        raise NotYours(state.id)
    found = state.grade
    if found is None or found.no != c.grade:
        raise Unknown("年度考核", "grade", str(c.grade))
    waiting = state.open_appeal
    if waiting is not None:
        raise AlreadyThere(f"第 {waiting.no} 号申诉")
    assert section.appeal_within is not None, "a scored register says how long"
    last = due(found.ruling.on, section.appeal_within, given.calendar).due
    if given.today > last:
        raise Contradicted(
            f"申诉期到 {last} 为止（评定后{section.appeal_within.zh}），已经过了。",
            f"an appeal was possible until {last}.",
        )
    return [
        GradeAppealed(
            no=len(state.appeals) + 1,
            grade=c.grade,
            items=c.items,
            text=c.text,
            on=given.today,
            by=given.actor.ref,
        )
    ]


def decide_appeal(state: Book, c: DecideAppeal, section: Register, given: Given) -> Events:
    """The decision. Granted, a second grade stands beside the first. Raises Unknown,
    AlreadyThere, NotTheirsToDecide, Malformed."""
    found = next((x for x in state.appeals if x.no == c.appeal), None)
    if found is None:
        raise Unknown("申诉", "appeal", str(c.appeal))
    if found.granted is not None:
        if found.granted == c.granted:
            return []
        raise AlreadyThere(f"第 {c.appeal} 号申诉的决定")
    must_decide(c.ruling, _assessors(section), "对考核申诉的复核", given.today)
    refuse_unless(
        c.granted == bool(c.adjustments),
        "申诉成立的，写明改评哪些项目；不成立的，不改评。",
        "an appeal that is granted says which items change, one that is not changes none.",
    )
    decided = AppealDecided(
        no=c.appeal, granted=c.granted, because=c.because, ruling=c.ruling, by=given.actor.ref
    )
    if not c.granted:
        return [decided]
    scoring = scoring_of(section)
    adjust = (*_kept(state, c), *c.adjustments)
    again = _graded(state, state.facts, adjust, c.ruling, scoring, c.appeal, given)
    return [decided, again]


def scoring_of(section: Register) -> Scoring:
    """How books are scored here. Raises NoRegister."""
    if section.scoring is None:
        raise NoRegister("代表履职计分", "scoring of deputies")
    return section.scoring


def _kept(state: Book, c: DecideAppeal) -> Adjustments:
    """What the first grade adjusted and the decision leaves alone."""
    anew = {x.item for x in c.adjustments}
    return tuple(x for x in state.adjustments if x.item not in anew)


def _assessors(section: Register) -> Bench | None:
    return section.assessors.bench if section.assessors else None


def _graded(
    state: Book,
    facts: tuple[Fact, ...],
    adjust: Adjustments,
    ruling: Ruling,
    scoring: Scoring,
    appeal: int | None,
    given: Given,
) -> BookGraded:
    sheet = sheet_of(state, facts, scoring, adjust)
    band = band_of(scoring, sheet.total)
    own = counted((*facts, *state.own))
    return BookGraded(
        no=len(state.grades) + 1,
        facts=facts,
        entries=tuple(sorted(int(x.source.partition(":")[2]) for x in own if x.by_hand)),
        adjustments=adjust,
        sheet=sheet,
        grade=band.code,
        zh=band.zh,
        ruling=ruling,
        appeal=appeal,
        by=given.actor.ref,
    )
