"""How the parties of the play behave: on time, late, wrongly or never; attentive or silent."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from domain.calendar import day_of
from domain.duty import Duty, Submission
from domain.parties import Role, role_of
from domain.regimes.model import Form
from stack.demo.chance import Chance


class Manner(NamedTuple):
    """Shares of what a party files late, wrongly and never, and of the rungs it leaves unseen."""

    late: float
    wrong: float
    never: float
    unseen: float


DILIGENT = Manner(late=0.04, wrong=0.06, never=0.0, unseen=0.05)
ORDINARY = Manner(late=0.15, wrong=0.12, never=0.02, unseen=0.2)
CARELESS = Manner(late=0.2, wrong=0.4, never=0.05, unseen=0.3)
MUTE = Manner(late=0.3, wrong=0.1, never=0.45, unseen=0.85)
_MIXED = ((0.5, DILIGENT), (0.82, ORDINARY), (0.93, CARELESS), (1.0, MUTE))
_NAMED = (Role.UNIT, Role.DEPUTY_GROUP)


@dataclass(frozen=True)
class Manners:
    """Who behaves how, and on which day that brings what."""

    chance: Chance
    silent: frozenset[str] = frozenset()
    """Projects whose work plan nobody files before it has climbed to the deputy group: there is
    one in each list, so that every play shows it."""

    @lru_cache(maxsize=4096)  # noqa: B019  # lives as long as the one play
    def of(self, party: str, region: str) -> Manner:
        """A party's manner; organs are ordinary, units and groups are of all kinds."""
        if role_of(party) not in _NAMED:
            return ORDINARY
        share = self.chance.of("manner", party, region)
        return next(manner for upto, manner in _MIXED if share < upto)

    def files_on(self, stream: str, region: str, duty: Duty) -> date | None:
        """The day on which the obligor files, in this revision; None for never."""
        if duty.form is Form.EVALUATION:
            return max(duty.due, duty.opens)
        manner, words = self.of(duty.obligor, region), (stream, duty.id, duty.revision)
        luck = self.chance.of("files", *words)
        first, silent = duty.revision == 0, self._is_silent(stream, duty)
        if silent or (first and luck < manner.never):
            relents = silent or self.chance.of("relents", *words) < 0.6
            after = timedelta(3 + self.chance.days(9, "after", *words))
            return duty.group_on + after if relents else None
        if first and luck < manner.never + manner.late:
            day = duty.due + timedelta(1 + self.chance.days(19, "late", *words))
        else:
            day = duty.due - timedelta(self.chance.days(6, "early", *words))
        return max(day, duty.opens)

    def is_wrong(self, stream: str, region: str, duty: Duty) -> bool:
        """Whether the clerk finds the first filing incomplete."""
        wrong = self.of(duty.obligor, region).wrong
        may = duty.revision == 0 and duty.form is not Form.EVALUATION
        return may and self.chance.of("wrong", stream, duty.id) < wrong

    def decided_on(self, stream: str, duty: Duty, filed: Submission) -> date:
        """The day on which the clerk decides on what was filed: seldom after the clerk's own."""
        words = (stream, duty.id, duty.revision)
        if self.chance.of("slow clerk", *words) < 0.03:
            return filed.decide_by + timedelta(2)
        received = day_of(filed.received_at)
        return received + timedelta(1 + self.chance.days(3, "decides", *words))

    def sees_on(self, stream: str, region: str, duty: Duty, party: str) -> date | None:
        """The day on which the addressee acknowledges the rung reached; None for never."""
        words = (stream, duty.id, duty.revision, duty.level)
        if duty.next_if_silent is None:
            return None
        unseen = self.chance.of("unseen", *words) < self.of(party, region).unseen
        if unseen or (party == duty.obligor and self._is_silent(stream, duty)):
            return None
        return duty.next_if_silent - timedelta(1 + self.chance.days(2, "sees", *words))

    def _is_silent(self, stream: str, duty: Duty) -> bool:
        return stream in self.silent and duty.form is Form.WORK_PLAN and duty.revision == 0
