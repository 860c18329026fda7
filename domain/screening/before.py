"""What a collection says that a decision on its pool turns on."""

from dataclasses import dataclass
from datetime import date

from domain.duty_evolve import Duties
from domain.given import Given
from domain.parties import Role
from domain.refusals import NotYours, Unknown
from domain.screening.refusals import Settled, WrongPhase
from domain.screening.state import Entry, Phase, Pool
from domain.voting.refusals import UnderWay

_GOVERNMENT = (Role.GOVERNMENT, Role.STREET_OFFICE)


@dataclass(frozen=True)
class Before:
    """The pool, and the months around it."""

    collection: str
    region: str
    year: int
    session: date
    pool: Pool
    duties: Duties
    begun: bool = False
    """Something was voted: nothing of the candidates changes any more."""
    box: str | None = None
    """The box in which people vote on them now."""

    def entry(self, name: str) -> Entry:
        """The item of that number. Raises Unknown."""
        found = self.pool.entries.get(name)
        if found is None:
            raise Unknown("项目库中的项目", "item of the pool", name)
        return found

    def pooled(self, name: str, todo: str) -> Entry:
        """The item, which is in the pool still. Raises Unknown, WrongPhase."""
        entry = self.entry(name)
        if entry.phase is not Phase.POOLED or entry.taken_by is not None:
            raise WrongPhase(entry.item.title, stands(entry), todo)
        return entry

    def must_be_open(self) -> None:
        """Raises Settled once the year's choice is made."""
        if self.pool.settled:
            raise Settled("本年度项目已经确定；新的项目请列入下一年度项目库。")

    def must_be_before_vote(self) -> None:
        """Raises Settled once something was voted or the choice is made, UnderWay while people
        vote in a box."""
        self.must_be_open()
        if self.box is not None:
            raise UnderWay(self.box, "候选项目")
        if self.begun:
            raise Settled("已经开始投票，候选项目不能再变动。")


def stands(entry: Entry) -> str:
    """Where it stands, as the beginning of a sentence."""
    if entry.taken_by is not None:
        return f"已转入 {entry.taken_by} 的项目库"
    match entry.phase:
        case Phase.POOLED:
            return "在项目库中"
        case Phase.CANDIDATE:
            return "已列为候选项目"
        case Phase.ADOPTED:
            return "已经确定"
        case Phase.REJECTED:
            return "已作不予列入处理"
        case Phase.WITHDRAWN:
            return "已经撤回"


def must_handle(collection: str, given: Given) -> None:
    """Raises NotYours unless the government asks, or the congress's office for it."""
    if given.actor.role is not None and given.actor.role not in _GOVERNMENT:
        raise NotYours(collection)
