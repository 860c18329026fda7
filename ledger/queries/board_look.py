"""One look at the memory: what a board's filters let through, counted by every filter's choices."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from ledger.queries.board_columns import Codes, Ints, Mask, Rows, counted_days
from ledger.queries.board_memory import LARGE, Memory
from ledger.queries.board_regions import one_level
from ledger.queries.board_where import DIMENSIONS, Asked, Kept, among, chosen_in
from ledger.readings import Sought, is_found

GROUP = 3
"""The rung at which a deputy group is told."""


@dataclass
class Day:
    """What comes due on a day."""

    units: int = 0
    ours: int = 0
    """What organs and deputy groups owe."""


class Look:
    """A memory as one question sees it."""

    def __init__(self, memory: Memory, asked: Asked) -> None:
        self.memory, self.asked = memory, asked
        self._sought = Sought(asked.q)
        rows, self.projects = memory.debts.in_order, memory.projects.within(asked.within)
        if asked.within is not None:
            rows = rows[self._inside(memory.debts.codes["region"])[self._of(rows, "region")]]
        self.rows = rows
        self.kept = Kept(rows, self._of_debts(rows))
        self._projects = Kept(self.projects, self._of_projects(self.projects))

    def dimension(self, name: str) -> Codes:
        """The values of one of the board's dimensions."""
        if name in ("light", "group", "leader"):
            codes: Codes = getattr(self.memory.projects, name)
            return codes
        return self.memory.debts.codes[name]

    def codes(self, name: str, rows: Rows) -> Ints:
        """Of each of these debts the code of its value."""
        return self.memory.light_of(rows) if name == "light" else self._of(rows, name)

    def late_by(self, name: str) -> Counter[str]:
        """By each choice of a filter the late debts, the other filters kept as they are."""
        values, column = self._late_column(name)
        return values.counted(column)

    def projects_by(self, name: str) -> Counter[str]:
        """The same of projects."""
        values, column = self._projects_column(name)
        return values.counted(column)

    def regions(self) -> tuple[Counter[str], ...]:
        """Late debts and projects by the regions that can be chosen next."""
        both = (self._late_column("region"), self._projects_column("region"))
        return one_level(both, self.asked.region)

    @property
    def number_of_projects(self) -> int:
        """All of the board's region."""
        return len(self.projects)

    @property
    def sample(self) -> bool:
        """Whether some of them name made-up units."""
        return bool(self.memory.projects.columns["sample"][self.projects].any())

    @property
    def late_in_all(self) -> int:
        """Late debts of the region."""
        return int(np.count_nonzero(self.memory.late[self.rows]))

    @property
    def climbed(self) -> int:
        """Those that reached the deputy group or beyond."""
        late = self.rows[self.memory.late[self.rows]]
        return int(np.count_nonzero(self._of(late, "level") >= GROUP))

    @property
    def unsettled(self) -> int:
        """Debts of the region that have no settled day."""
        within, told = self.asked.within, self.memory.unsettled.of_region
        if within is None:
            return told.total()
        return sum(n for x, n in told.items() if x == within or x.startswith(f"{within}/"))

    def due_in_all(self) -> Counter[date]:
        """By day what of the region is not late."""
        return counted_days(self._of(self._not_late(self.rows), "due"), date.fromordinal)

    def coming(self) -> dict[date, Day]:
        """What comes due on which day, whatever day is asked for."""
        rows = self._not_late(self.kept.without("on"))
        days, unit = self._of(rows, "due"), self._of(rows, "unit") == 1
        units = counted_days(days[unit], date.fromordinal)
        ours = counted_days(days[~unit], date.fromordinal)
        return {x: Day(units[x], ours[x]) for x in sorted({*units, *ours})}

    def _late_column(self, name: str) -> tuple[Codes, Ints]:
        rows = self.kept.without(name)
        late = self._late if rows is self.kept.all else rows[self.memory.late[rows]]
        return self.dimension(name), self.codes(name, late)

    def _projects_column(self, name: str) -> tuple[Codes, Ints]:
        values, column = self._dimension_of_projects(name)
        return values, column[self._projects.without(name)]

    @cached_property
    def _late(self) -> Rows:
        """What is kept and late, as it stands in the columns: that is read far quicker than by due
        day, and every filter that asks nothing counts the same."""
        return self._standing(self.memory.late)

    @cached_property
    def _ahead(self) -> Rows:
        return self._standing(~self.memory.late)

    def _standing(self, mask: Mask) -> Rows:
        chosen = np.zeros(len(mask), dtype=np.bool_)
        chosen[self.kept.all] = True
        rows: Rows = np.flatnonzero(chosen & mask)
        return rows

    def _not_late(self, rows: Rows) -> Rows:
        return self._ahead if rows is self.kept.all else rows[~self.memory.late[rows]]

    def _of(self, rows: Rows, name: str) -> Ints:
        return self.memory.debts.columns[name][rows]

    def _inside(self, regions: Codes) -> Mask:
        return regions.within(self.asked.within or "")

    def _of_debts(self, rows: Rows) -> Mapping[str, Mask]:
        passes = {
            name: among(name, chosen, self.dimension(name))[self.codes(name, rows)]
            for name, chosen in chosen_in(self.asked, DIMENSIONS).items()
        }
        if self._sought:
            passes["q"] = self._found_debts(rows)
        if self.asked.on is not None:
            passes["on"] = self._of(rows, "due") == self.asked.on.toordinal()
        if self.asked.late:
            passes["late"] = self.memory.late[rows]
        return passes

    def _of_projects(self, rows: Rows) -> Mapping[str, Mask]:
        passes = {}
        for name, chosen in chosen_in(self.asked, DIMENSIONS).items():
            if name not in ("waits", "what"):
                values, column = self._dimension_of_projects(name)
                passes[name] = among(name, chosen, values)[column[rows]]
        if self._sought:
            passes["q"] = self._found_projects(rows)
        return passes

    def _dimension_of_projects(self, name: str) -> tuple[Codes, Ints]:
        projects = self.memory.projects
        if name == "light":
            return projects.light, self.memory.lights
        column = "owes" if name == "obligor" else name
        values: Codes = getattr(projects, column)
        return values, projects.columns[column]

    def _found_debts(self, rows: Rows) -> Mask:
        """Every word is found in the title, in who owes it, or in the group."""
        debts = self.memory.debts
        of_projects = self._projects_found()
        project, stream = self._of(rows, "project"), self._of(rows, "stream")
        owed_by, group_of = self._of(rows, "owes"), self._of(rows, "group")
        there = _present(stream, len(debts.streams.values))
        known = ((debts.streams.known(x), title) for x, (_, title) in debts.years.items())
        years = {x: title for x, title in known if x is not None and there[x]}
        of_years = self._words_found(years, len(debts.streams.values))
        owes = self._found_in(debts.codes["owes"], owed_by, _named)
        groups = self._found_in(self.memory.projects.group, group_of)
        found = np.ones(len(rows), dtype=np.bool_)
        for titles, others, owed, group in zip(of_projects, of_years, owes, groups, strict=True):
            found &= titles[project] | others[stream] | owed[owed_by] | group[group_of]
        return found

    def _found_projects(self, rows: Rows) -> Mask:
        projects, found = self.memory.projects, np.ones(len(rows), dtype=np.bool_)
        owed_by, group_of = projects.columns["owes"][rows], projects.columns["group"][rows]
        owes = self._found_in(projects.owes, owed_by, _named)
        groups = self._found_in(projects.group, group_of)
        for titles, owed, group in zip(self._projects_found(), owes, groups, strict=True):
            found &= titles[rows] | owed[owed_by] | group[group_of]
        return found

    def _projects_found(self) -> list[Mask]:
        """Of each word, in which titles it is found; the last one, of no project, has none."""
        projects = self.memory.projects
        if len(self.projects) >= LARGE:
            found = [projects.titles_with(x) for x in self._sought.words]
        else:
            titles = {int(x): projects.titles[int(x)] for x in self.projects}
            found = self._words_found(titles, projects.length)
        return [np.append(x, np.False_) for x in found]

    def _found_in(
        self, codes: Codes, column: Ints, named: Callable[[str], str] = str
    ) -> list[Mask]:
        """Of each word, in which of the values that stand in the column it is found: a county is
        not to pay for the names of its province."""
        values = codes.values
        present = _present(column, len(values)).nonzero()[0].tolist()
        names = {x: named(values[x]) for x in present}
        return self._words_found(names, len(values))

    def _words_found(self, names: Mapping[int, str], length: int) -> list[Mask]:
        """Of each word, in which of the names it is found."""
        found = [np.zeros(length, dtype=np.bool_) for _ in self._sought.words]
        for word, mask in zip(self._sought.words, found, strict=True):
            for code, name in names.items():
                mask[code] = _found(word, name)
        return found


_found = lru_cache(maxsize=20_000)(is_found)
"""A province's four thousand lists keep theirs."""


def _present(column: Ints, length: int) -> Mask:
    """Of each code whether it stands in the column."""
    there = np.zeros(length, dtype=np.bool_)
    there[column] = True
    return there


def _named(value: str) -> str:
    """A party's own name; of an organ, which has none, nothing."""
    return value.partition(":")[2]
