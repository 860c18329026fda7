"""How often one caller may ask for what (`reliability §4.7`). Light: settings read it too.

Every figure is ours (rulebook: inference) and can be set (`RATES`).
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_Count = Annotated[int, Field(ge=1, le=10_000_000)]


class Rates(BaseModel):
    """The figures. A submission is counted for its unit, everything else for its caller."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    submissions_a_minute: _Count = 60
    submissions_at_once: _Count = 120
    """So that what a unit hands in at a month's end passes in one go."""
    writes_a_minute: _Count = 300
    reads_a_minute: _Count = 300
    exports_an_hour: _Count = 6
    verifications_an_hour: _Count = 10
    feeds_an_hour: _Count = 30
    tokens_a_minute: _Count = 20
    strangers_a_minute: _Count = 600
    """Of one address, without a credential or with a wrong one."""
    strangers_together: _Count = 20
    """Requests of one address at once of whom nobody knows yet who asks; submissions are counted
    apart, and those by a credential that was good before not at all."""
    strangers_submitting: _Count = 60
    """Submissions of one address at once of whom nobody knows yet who submits: a hall of deputies
    votes from one."""
    strangers_submitting_anywhere: _Count = 200
    """The same of all addresses."""
    together: _Count = 8
    """Requests of one caller that run at once; the next ones wait in a line (`api.turn`)."""
    others_together: _Count = 200
    """Requests at once in one process that submit nothing: there is always room to submit."""
