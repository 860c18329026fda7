"""The facts of a project's slowness (rulebook §4.4), which is another ladder than lateness."""

from datetime import date
from typing import Literal

from domain.duty_events import Mark


class SlownessMarked(Mark):
    """At a progress date the project was slow: level 1 催办 for yellow, 2 督办函 for red.

    `duty` is the report it was judged by. What leads further is called into being beside it.
    """

    light: Literal["YELLOW", "RED"]
    level: Literal[1, 2]
    rule: str
    """The condition's name: lag_yellow, lag_red, two_yellow, not_started, start_missed,
    milestone_missed, scope_breach."""
    reply_by: date | None = None
