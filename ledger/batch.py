"""Several commands to different streams in one transaction, each as if it were alone.

One lock for all of them, without waiting for anybody; one decision each; one write. A refusal
concerns only whom it is told to; what fails in writing fails for all, and each goes alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.calendar import Calendar
from domain.given import Wanted
from domain.refusals import Refused
from ledger.carrying import Carrying
from ledger.deciding import Decided, decide_at, first_due, heard_since
from ledger.line import Asking
from ledger.lock import Held, lock_free
from ledger.projections.change import Change
from ledger.recording import Recording, nothing_new, prepare
from ledger.repeats import first_receipts
from ledger.requests import Receipt, Request
from ledger.together import Outcome
from ledger.write import write


@dataclass
class _Case:
    """One request on its way through the transaction."""

    request: Request
    held: Held
    decided: Decided | None = None
    recording: Recording | None = None
    outcome: Receipt | Exception | None = None


class Batches(Carrying):
    """The way through the door for several at once."""

    async def settle(self, requests: Sequence[Request]) -> Sequence[Outcome]:
        """Each request's answer; None for those whose stream somebody else holds.

        Raises Unavailable, and whatever the write of all of them failed with.
        """
        outcomes, changes = await self.pool.batch(lambda x: self._carry_out_all(x, requests))
        for change in changes:
            self.remember(change)
        return outcomes

    async def _carry_out_all(
        self, connection: Asking, requests: Sequence[Request]
    ) -> tuple[list[Outcome], list[Change]]:
        found = await lock_free(connection, [x.stream for x in requests], self.cache)
        calendar = await self.calendar.at(connection, found.almanac)
        cases = {
            x.stream: _Case(x, found.held[x.stream]) for x in requests if x.stream in found.held
        }
        wanting = [x for x in cases.values() if not _decide(x, calendar)]
        if wanting:
            await _decide_with_outages(connection, wanting, calendar)
        await _look_for_repeats(connection, [x for x in cases.values() if x.recording is None])
        made = [x.recording for x in cases.values() if x.recording is not None]
        if made:
            await write(connection, [x.writing for x in made])
        outcomes = [cases[x.stream].outcome if x.stream in cases else None for x in requests]
        return outcomes, [x.writing.change for x in made]


def _decide(case: _Case, calendar: Calendar) -> bool:
    """Decide and prepare what is to be written; False where outages must be known first."""
    try:
        case.decided = decide_at(case.held, case.request, calendar)
        _prepare(case)
    except Wanted:
        return False
    except Exception as error:  # noqa: BLE001  # a refusal, or a fault of its own: others go on
        case.outcome = error
    return True


def _prepare(case: _Case) -> None:
    if case.decided is not None and case.decided.events:
        case.recording = prepare(case.decided)
        case.outcome = case.recording.receipt


async def _decide_with_outages(
    connection: Asking, cases: Sequence[_Case], calendar: Calendar
) -> None:
    since = min(first_due(x.held.state) for x in cases)
    heard = await heard_since(connection, since)
    for case in cases:
        try:
            case.decided = decide_at(case.held, case.request, calendar, heard)
            _prepare(case)
        except Exception as error:  # noqa: BLE001  # as above
            case.outcome = error


async def _look_for_repeats(connection: Asking, cases: Sequence[_Case]) -> None:
    """A refusal may be a repeat of what was taken, and what says nothing new may be one too."""
    asked = [x for x in cases if x.outcome is None or isinstance(x.outcome, Refused)]
    if not asked:
        return
    receipts = await first_receipts(connection, [x.request for x in asked])
    for case, found in zip(asked, receipts, strict=True):
        if found is not None:
            case.outcome = found
        elif case.decided is not None and case.outcome is None:
            case.outcome = await nothing_new(connection, case.decided)
