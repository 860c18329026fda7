"""The series of a programme's papers: numbered without a gap, never changed, only replaced."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from domain.base import refuse_unless
from domain.given import Given, must_reach
from domain.papers.body import Body
from domain.papers.messages import (
    AnyKind,
    Issued,
    IssuePaper,
    PaperIssued,
    Papers,
    SessionKind,
)
from domain.papers.office import Words
from domain.refusals import AlreadyThere, Unknown

SERIES, OF_SESSION = "民实监", "民实会"
"""The word before the year in a paper's number, of supervision and of a session's papers: our
defaults. Each is counted by itself."""


def decide(state: Papers | None, command: IssuePaper, given: Given) -> Sequence[PaperIssued]:
    """Issue a paper; the same contents twice give nothing. Raises NotYours, Malformed for a day to
    come, Unknown for a paper to replace that is none, AlreadyThere where that period's paper was
    issued and is not named as replaced."""
    must_reach(command.region, command.programme, given)
    issued = state.issued if state else ()
    digest = digest_of(command.body)
    if any(x.digest == digest and x.kind is command.kind for x in issued):
        return []
    refuse_unless(
        command.on <= given.today,
        f"印发日期 {command.on} 还没有到（今天是 {given.today}）。",
        f"the day of issue {command.on} is still to come.",
    )
    _check_dated(command)
    _check_replaced(issued, command)
    no = len(issued) + 1
    return [
        PaperIssued(
            no=no,
            number=f"{_series(command.kind)}〔{command.on.year}〕{_in_year(issued, command)}号",
            programme=command.programme,
            region=command.region,
            kind=command.kind,
            period=command.period,
            issuer=command.issuer,
            on=command.on,
            body=command.body,
            digest=digest,
            replaces=command.replaces,
            because=command.because,
            by=given.actor.ref,
            issued_at=given.received_at,
        )
    ]


def evolve(state: Papers | None, event: PaperIssued) -> Papers:
    """The series after the event. Cannot fail."""
    before = state or Papers(programme=event.programme, region=event.region)
    paper = Issued(
        no=event.no,
        number=event.number,
        kind=event.kind,
        period=event.period,
        title=event.body.title,
        issuer=event.issuer,
        on=event.on,
        as_of=event.body.as_of,
        digest=event.digest,
        version=event.no,
        replaces=event.replaces,
    )
    older = tuple(
        x.model_copy(update={"replaced_by": event.no}) if x.no == event.replaces else x
        for x in before.issued
    )
    return before.model_copy(update={"issued": (*older, paper)})


def digest_of(body: Body) -> str:
    """SHA-256 over the contents, whatever else is said around them; what a paper does not have is
    left out, so that one of before there were acts and offices keeps its own."""
    absent = {x for x in ("act", "office") if getattr(body, x) is None}
    text = body.model_dump_json(exclude=absent or None)
    return sha256(text.encode()).hexdigest()


def figures_of(body: Body) -> str:
    """SHA-256 over what the record says, without the instant of reading and the staff's words: who
    saw a draft can tell whether the same would be issued now."""
    still = body.model_copy(update={"as_of": datetime(1970, 1, 1, tzinfo=UTC)})
    if body.office is not None:
        plain = body.office.model_copy(update={"words": Words()})
        still = still.model_copy(update={"office": plain})
    return digest_of(still)


def _check_dated(c: IssuePaper) -> None:
    dated = c.body.office.words.dated if c.body.office else None
    refuse_unless(
        dated is None or dated <= c.on,
        f"成文日期 {dated} 晚于印发日期 {c.on}，请改成不晚于印发的一天。",
        f"the paper is dated {dated}, after its day of issue.",
    )


def _check_replaced(issued: Sequence[Issued], c: IssuePaper) -> None:
    standing = [x for x in issued if x.replaced_by is None]
    if c.replaces is not None:
        found = next((x for x in standing if x.no == c.replaces), None)
        if found is None:
            raise Unknown("可更正的文件", "paper that could be replaced", str(c.replaces))
        refuse_unless(
            c.because is not None and found.kind is c.kind,
            "更正已印发的文件，请说明原因，且文种应相同。",
            "say why a paper is replaced, by one of the same kind.",
        )
        return
    same = next((x for x in standing if (x.kind, x.period) == (c.kind, c.period)), None)
    if same is not None:
        raise AlreadyThere(same.number)


def _in_year(issued: Sequence[Issued], c: IssuePaper) -> int:
    same = [x for x in issued if _series(x.kind) == _series(c.kind)]
    return 1 + sum(1 for x in same if x.on.year == c.on.year)


def _series(kind: AnyKind) -> str:
    return OF_SESSION if isinstance(kind, SessionKind) else SERIES
