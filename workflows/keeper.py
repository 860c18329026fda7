"""The one clock: sleep to the next moment or be woken, have it kept, show what comes next.

It holds no fact, no rule and no date: the agenda comes from the ledger with the delay in it, and
a wake only says "look again", so that a lost one loses nothing and ten are as good as one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.agenda import Agenda
    from activities.clerk import Clerk
    from activities.post import Post
    from workflows.alarm import Alarm
    from workflows.attributes import changes
    from workflows.names import STATUS, WAKE
    from workflows.patience import FOR_EVER, ONCE, PATIENTLY, SOON, TRANSACTION

MOST_WAKES = 100
LONGEST_RUN = timedelta(days=180)
"""A run ends and the next begins after so many wakes, or so long: histories stay short."""

AT_HAND = "at-hand"
"""The change by which a moment is first tried by the worker that has the clock in its hands."""
Question = Callable[[Clerk, str, int], Awaitable[Agenda]]


class Keeper:
    """What every clock does; a workflow says only through which stages it goes."""

    def __init__(self) -> None:
        self.agenda: Agenda
        self.epoch = 0
        self.woken = False
        self.wakes = 0
        self.began = workflow.time()
        self.alarm = Alarm()
        self.posting: asyncio.Task[None] | None = None

    @workflow.signal(name=WAKE)
    def wake(self) -> None:
        """Something was recorded: look again. Says nothing more, on purpose."""
        self.woken = True

    @workflow.query(name=STATUS)
    def status(self) -> Agenda | None:
        """The agenda as last read; None in the first moments."""
        return getattr(self, "agenda", None)

    async def begin(self, stream: str, epoch: int = 0) -> None:
        """Read the agenda for the first time in this run. `epoch` is that of the record when the
        clock was started: after a restore an older clock finds nothing to keep, and ends."""
        self.woken = False
        self.epoch = epoch
        self.show(await self.ask(Clerk.read_agenda, stream))

    async def through(self, stage: str) -> None:
        """Keep the stream's moments as long as it is in this stage."""
        while self.agenda.stage == stage:
            await self.next_moment()

    async def to_the_end(self) -> str:
        """Keep what is left until the stream is closed. The outcome."""
        while not self.agenda.closed:
            await self.next_moment()
        if self.posting is not None:
            await self.posting
        return self.agenda.outcome

    async def next_moment(self) -> None:
        """One turn of the clock."""
        self.renew()
        await self.sleep()
        self.woken = False
        self.wakes += 1
        agenda = await self.ask(Clerk.keep_moment, self.agenda.stream, self.agenda.summary)
        self.show(agenda)
        if agenda.undelivered and not self.is_posting:
            self.posting = asyncio.create_task(self.post())

    async def ask(self, what: Question, stream: str, summary: str | None = None) -> Agenda:
        """Ask the clerk at hand, within this very task of the workflow; where that is in vain,
        through the server, which asks again as long as it takes and keeps no history of it."""
        if workflow.patched(AT_HAND):
            try:
                return await workflow.execute_local_activity_method(
                    what,
                    args=[stream, self.epoch],
                    start_to_close_timeout=SOON,
                    retry_policy=ONCE,
                )
            except FailureError as failed:  # at hand it comes as it is, in no ActivityError
                if is_cancelled_exception(failed):
                    raise
        return await workflow.execute_activity_method(
            what,
            args=[stream, self.epoch],
            start_to_close_timeout=TRANSACTION,
            retry_policy=FOR_EVER,
            summary=summary,
        )

    async def sleep(self) -> None:
        """Until the delay of the agenda is over, or a wake comes; for ever where none is known."""
        if self.agenda.delay_ms == 0:
            return
        self.alarm.set(self.agenda.delay_ms, self.agenda.summary)
        await workflow.wait_condition(lambda: self.woken or self.alarm.fired)

    async def post(self) -> None:
        """Deliver what an older clerk had issued, beside the clock and never in its way. Today's
        hands over in the moment's own transaction; running clocks still replay this."""
        try:
            await workflow.execute_activity_method(
                Post.deliver,
                self.agenda.stream,
                start_to_close_timeout=timedelta(seconds=10),
                schedule_to_close_timeout=timedelta(minutes=10),
                retry_policy=PATIENTLY,
            )
        except ActivityError as failed:
            workflow.logger.warning("not delivered, the next moment tries again: %s", failed.cause)

    def show(self, agenda: Agenda) -> None:
        """Let whoever looks into Temporal see how things stand."""
        self.agenda = agenda
        workflow.set_current_details(agenda.details)
        changed = changes(workflow.info().typed_search_attributes, agenda)
        if changed:
            workflow.upsert_search_attributes(changed)

    @property
    def is_posting(self) -> bool:
        """Whether a delivery is under way."""
        return self.posting is not None and not self.posting.done()

    def renew(self) -> None:
        """Go on in a fresh run before the history grows long. The new run reads everything."""
        if self.is_posting:
            return
        old = workflow.time() - self.began >= LONGEST_RUN.total_seconds()
        suggested = workflow.info().is_continue_as_new_suggested()
        if suggested or old or self.wakes >= MOST_WAKES:
            workflow.continue_as_new(args=[self.agenda.stream, self.epoch])
