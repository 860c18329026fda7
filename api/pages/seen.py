"""Looking up what a page is about; what may not be seen is answered like what is nowhere."""

from typing import NamedTuple

from api.pages.rights import Signed, can
from api.pages.words import name_zh
from api.problems import not_found
from api.sight import sees_duty
from api.tools import Tools
from domain.collection.state import Collection
from domain.programme.state import Programme
from domain.project.state import Project
from domain.refusals import Unknown
from ledger.standing import Standing

Supervised = Project | Programme | Collection


class Seen(NamedTuple):
    """A project or a year that may be shown."""

    standing: Standing
    state: Supervised
    whole: bool = True
    """False for a unit that is shown nothing there but what it owes itself."""

    @property
    def title(self) -> str:
        """Its name."""
        state = self.state
        return name_zh(state.card.name if isinstance(state, Project) else state.title)

    @property
    def region(self) -> str:
        """The path of its congress."""
        return self.state.card.region if isinstance(self.state, Project) else self.state.region

    @property
    def place(self) -> str:
        """The address of its page."""
        kind, _, name = self.standing.stream.partition(":")
        return f"/{kind}s/{name}"

    @property
    def sample(self) -> bool:
        """Whether its unit is made up."""
        return isinstance(self.state, Project) and self.state.card.lead_unit_synthetic


async def seen_for_duty(stream: str, duty: str, signed: Signed, tools: Tools) -> Seen:
    """The stream behind a duty, to who sees the one or owes the other. Raises Problem 404."""
    try:
        standing = await tools.ledger.standing(stream)
    except Unknown as error:
        raise not_found() from error
    state = standing.state
    if not isinstance(state, Supervised) or not can(signed, "read"):
        raise not_found()
    if not sees_duty(signed, state, duty):
        raise not_found()
    return Seen(standing, state, can(signed, "read", state))


async def seen(stream: str, signed: Signed, tools: Tools) -> Seen:
    """The stream as it stands. Raises Problem 404."""
    try:
        standing = await tools.ledger.standing(stream)
    except Unknown as error:
        raise not_found() from error
    state = standing.state
    if not isinstance(state, Supervised) or not can(signed, "read", state):
        raise not_found()
    return Seen(standing, state)
