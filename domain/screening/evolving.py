"""How a pool follows from its events. Cannot fail."""

from domain.screening.candidate_messages import (
    CandidatesHeard,
    CandidatesListed,
    CandidateWithdrawn,
)
from domain.screening.comment_messages import (
    CommentAnswered,
    CommentClosed,
    CommentOpened,
    CommentRecorded,
)
from domain.screening.messages import PoolEvent
from domain.screening.pool_messages import (
    ItemAmended,
    ItemPooled,
    ItemRejected,
    ItemScreened,
    ReviewRecorded,
    WishesLinked,
    WishUnlinked,
)
from domain.screening.reserve_messages import ReserveAsked, ReserveReleased, ReserveTaken
from domain.screening.state import (
    Commenting,
    Entry,
    Heard,
    Judged,
    Phase,
    Pool,
    Review,
    Reviewed,
    Said,
)


def evolve_pool(pool: Pool, event: PoolEvent) -> Pool:
    """The pool after the event."""
    match event:
        case ItemPooled(item=item):
            return _put(pool, Entry(item=item))
        case ReserveTaken(items=items):
            for item in items:
                pool = _put(pool, Entry(item=item))
            return pool
        case ReserveAsked():
            asked = tuple((event.source, x.item) for x in event.items)
            return pool.model_copy(update={"asked": (*pool.asked, *asked)})
        case ReserveReleased(numbers=numbers, to=to):
            for name in numbers:
                pool = _change(pool, name, taken_by=to)
            return pool
        case ReviewRecorded():
            return _reviewed(pool, event)
        case CandidatesListed():
            return _listed(pool, event)
        case CandidateWithdrawn():
            gone = _change(pool, event.item, phase=Phase.WITHDRAWN, ended=event.reason)
            return gone.model_copy(update={"margin": event.margin})
        case CandidatesHeard():
            heard = Heard(
                on=event.ruling.on,
                document=event.ruling.document,
                agreed=event.agreed,
                candidates=event.candidates,
            )
            return pool.model_copy(update={"heard": heard})
        case CommentOpened() | CommentRecorded() | CommentAnswered() | CommentClosed():
            return _commented(pool, event)
        case _:
            return _of_an_item(pool, event)


def _of_an_item(
    pool: Pool, event: ItemAmended | WishesLinked | WishUnlinked | ItemScreened | ItemRejected
) -> Pool:
    entry = pool.entries[event.item]
    match event:
        case ItemAmended(draft=draft, version=version):
            said = {x: getattr(draft, x) for x in type(draft).model_fields}
            return _change(
                pool, event.item, item=entry.item.model_copy(update=said), version=version
            )
        case WishesLinked(wishes=wishes):
            return _wishes(pool, entry, (*entry.item.wishes, *wishes))
        case WishUnlinked(wish=wish):
            return _wishes(pool, entry, tuple(x for x in entry.item.wishes if x != wish))
        case ItemScreened():
            return _change(pool, event.item, judged=_judged(entry, event))
        case ItemRejected(reason=reason):
            return _change(pool, event.item, phase=Phase.REJECTED, ended=reason)


def _judged(entry: Entry, event: ItemScreened) -> tuple[Judged, ...]:
    new = {
        x.check: Judged(
            check=x.check,
            verdict=x.verdict,
            reason=x.reason,
            version=event.version,
            on=event.on,
            by=event.by,
        )
        for x in event.judgements
    }
    return tuple({**{x.check: x for x in entry.judged}, **new}.values())


def _reviewed(pool: Pool, event: ReviewRecorded) -> Pool:
    one = Review(number=event.number, kind=event.kind, on=event.on, document=event.document)
    for name in event.passed:
        pool = _change(pool, name, review=_review(pool, name, event.number, None))
    for x in event.returned:
        pool = _change(pool, x.item, review=_review(pool, x.item, event.number, x.reason))
    return pool.model_copy(update={"reviews": (*pool.reviews, one)})


def _review(pool: Pool, name: str, number: int, reason: str | None) -> Reviewed:
    version = pool.entries[name].version
    return Reviewed(number=number, passed=reason is None, version=version, reason=reason)


def _listed(pool: Pool, event: CandidatesListed) -> Pool:
    for name in event.items:
        pool = _change(pool, name, phase=Phase.CANDIDATE, listed=event.number)
    return pool.model_copy(
        update={
            "lists": event.number,
            "listed_on": pool.listed_on or event.on,
            "document": event.document,
            "order": (*pool.order, *event.items),
            "margin": event.margin,
            "because": event.because,
        }
    )


def _commented(
    pool: Pool, event: CommentOpened | CommentRecorded | CommentAnswered | CommentClosed
) -> Pool:
    match event:
        case CommentOpened():
            begun = Commenting(opens=event.opens, closes=event.closes, where=event.where)
            return pool.model_copy(update={"comment": begun})
        case CommentRecorded(number=number):
            said = {**pool.comments, number: Said(item=event.item, on=event.on)}
            return pool.model_copy(update={"comments": said})
        case CommentAnswered(number=number, taken=taken):
            answered = pool.comments[number].model_copy(update={"taken": taken})
            return pool.model_copy(update={"comments": {**pool.comments, number: answered}})
        case CommentClosed(on=on):
            assert pool.comment is not None, "what is closed was opened"
            done = pool.comment.model_copy(update={"closed_on": on})
            return pool.model_copy(update={"comment": done})


def _wishes(pool: Pool, entry: Entry, wishes: tuple[str, ...]) -> Pool:
    item = entry.item.model_copy(update={"wishes": tuple(dict.fromkeys(wishes))})
    return _change(pool, item.id, item=item)


def _change(pool: Pool, name: str, **changes: object) -> Pool:
    return _put(pool, pool.entries[name].model_copy(update=changes))


def _put(pool: Pool, entry: Entry) -> Pool:
    return pool.with_entries([entry])
