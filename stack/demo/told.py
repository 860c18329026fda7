"""What is said of the play: a line a month, the first escalations by name, and where to look.

The same stands in `BIHUAN_HOME/demo.json` for pages that show it: `Shown`.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from domain.duty import Duty, Rung
from domain.ladder_marks import addressee
from domain.parties import label_zh
from domain.programme.state import Programme
from domain.project.state import Project
from domain.regimes import named
from stack import folder
from stack.demo.deed import Deed

FILE = "demo.json"
NAMED = 2
"""So many escalations a month are told by name."""
_LEVELS = {1: "催办", 2: "督办函", 3: "升级", 4: "建议升级"}
_VERBS = {
    "filed": "按时报送",
    "late": "逾期报送",
    "returned": "退回",
    "accepted": "受理",
    "seen": "签收",
    "answered": "复函",
    "closed": "销号",
    "urged": "督促慢项目",
    "asked": "申请调整",
    "granted": "决定调整",
    "opined": "审议意见",
}


class Step(BaseModel, frozen=True):
    """One stop of the guided tour: as whom to sign in, what to look at, and where."""

    login: str
    zh: str
    at: str
    """A path below the API's address."""


class Shown(BaseModel, frozen=True):
    """`demo.json`: where the play stands."""

    seed: int
    first: date
    today: date
    last: date
    ended: bool
    line: str
    """The newest line of the commentary."""
    tour: tuple[Step, ...]


class Teller:
    """Says what happens, and remembers where to look."""

    def __init__(
        self, home: Path, seed: int, first: date, last: date, tour: Iterable[Step] = ()
    ) -> None:
        self._file = home / FILE
        self._tour = tuple(tour)
        self._seed, self._first, self._last = seed, first, last
        self._month: tuple[int, int] | None = None
        self._counts: Counter[str] = Counter()
        self._line = ""
        self.total: Counter[str] = Counter()

    def day(self, today: date, *, ended: bool = False) -> None:
        """A day is over: at a month's end what it brought; `demo.json` says the day."""
        if ended or self._month not in (None, (today.year, today.month)):
            self._tell_month()
        self._month = (today.year, today.month)
        self.note(today, ended=ended)

    def note(self, today: date, *, ended: bool = False) -> None:
        """Write `demo.json`: before the visitors are named, and after each day."""
        shown = Shown(
            seed=self._seed,
            first=self._first,
            today=today,
            last=self._last,
            ended=ended,
            line=self._line,
            tour=self._tour,
        )
        folder.write(self._file, shown.model_dump_json())

    def done(self, deeds: Iterable[Deed]) -> None:
        """Deeds that were recorded."""
        for deed in deeds:
            self._count(_VERBS.get(deed.verb, "会议通知"))

    def marks(self, before: Project | Programme, after: Project | Programme, today: date) -> None:
        """What the clocks made of a stream since it was last looked at."""
        for name, duty in after.duties.items():
            old = before.duties.get(name)
            if old is None or old.revision != duty.revision:
                continue
            for level in range(old.level + 1, duty.level + 1):
                self._count(_LEVELS[level])
                if level == 3 and self._counts[_LEVELS[3]] <= NAMED:
                    self.say(_escalated(after, duty, today))

    def say(self, line: str) -> None:
        """One line on the terminal, at once."""
        self._line = line
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def _count(self, what: str) -> None:
        self._counts[what] += 1
        self.total[what] += 1

    def _tell_month(self) -> None:
        if self._month is None:
            return
        year, month = self._month
        words = (*_VERBS.values(), *_LEVELS.values())
        parts = [f"{x} {self._counts[x]}" for x in words if self._counts[x]]
        self.say(f"【{year}年{month}月】{'，'.join(parts) or '无事'}")
        self._counts.clear()


def _escalated(state: Project | Programme, duty: Duty, today: date) -> str:
    subject = state.card.id if isinstance(state, Project) else state.id
    name = state.card.name if isinstance(state, Project) else state.title
    kind = "projects" if isinstance(state, Project) else "programmes"
    to = addressee(duty, Rung.ESCALATED, named(state.regime))
    who = label_zh(duty.obligor)
    return (
        f"  {today} 升级：{subject}《{name}》{duty.zh}，{who}应于 {duty.due} 报送，至今未报"
        f" → {label_zh(to)}的收件箱（{to}），项目页 /{kind}/{subject}"
    )
