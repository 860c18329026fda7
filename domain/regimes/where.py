"""Where a clause stands in a regime's file: the line of a table, of a key, or of its nearest
parent, so that whoever is told of a fault knows where to look."""

import re
from collections.abc import Mapping, Sequence

Loc = tuple[str | int, ...]
_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


def lines_of(text: str) -> Mapping[Loc, int]:
    """The line of every table and of every key that stands at the beginning of a line."""
    found: dict[Loc, int] = {(): 1}
    counts: dict[str, int] = {}
    table: Loc = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _path(header[1] == "[[", header[2], counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, key[1]), number)
    return found


def line_at(lines: Mapping[Loc, int], loc: Sequence[str | int]) -> int:
    """The line of a clause, or of the nearest clause around it; 1 for the file itself."""
    return next(lines[x] for n in range(len(loc), -1, -1) if (x := tuple(loc[:n])) in lines)


def said(loc: Sequence[str | int]) -> str:
    """A clause's place in words: `duty.3.when`; `file` for the file itself."""
    return ".".join(map(str, loc)) or "file"


def _path(several: bool, name: str, counts: dict[str, int]) -> Loc:
    """The table's path; `[duty.when]` belongs to the [[duty]] before it."""
    names = [x.strip().strip('"') for x in name.split(".")]
    if several:
        counts[name] = counts.get(name, -1) + 1
    path: list[str | int] = []
    for n, part in enumerate(names, 1):
        path.append(part)
        table = ".".join(names[:n])
        if table in counts and (several or n < len(names)):
            path.append(counts[table])
    return tuple(path)
