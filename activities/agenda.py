"""What the clock is told: how long to sleep, and what to show meanwhile.

Only text, numbers and yes/no: it crosses into the workflow and stays in its history.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Agenda:
    """How a stream stands and when it must be looked at again."""

    stream: str
    version: int
    """The stream's version that this was read from."""
    stage: str | None
    """plan, implement, evaluate or report; None when nothing is owed or waited for."""
    closed: bool
    delay_ms: int | None
    """How long the clock may sleep; None: until it is woken."""
    summary: str
    """The next moment in words: what stands on the timer."""
    region: str | None
    unit: str | None
    light: str | None
    overdue: int
    next_due: str | None
    """00:00 Shanghai of the next due day, ISO 8601."""
    rung: int
    details: str
    """Markdown: what is owed next, what is held and why."""
    outcome: str
    undelivered: bool = False
    """Said by clerks that did not hand over what they had issued: the clock then called the post.
    Only in histories of that time."""
