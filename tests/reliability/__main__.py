"""`python -m tests.reliability`: the table of docs/reliability.md, from the last runs' lines."""

import json
from pathlib import Path

from tests.reliability.catalogue import PROMISES
from tests.reliability.lines import LINES

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of figures -->\n"


def table() -> str:
    """Every promise beside what its tests measured last, `not run` where none did."""
    lines = [json.loads(x) for x in LINES.read_text().splitlines()] if LINES.exists() else []
    rows = ["| id | what | load | fault | passes if | last run |", "|---|---|---|---|---|---|"]
    for name, x in sorted(PROMISES.items()):
        said = "<br>".join(_figures(y) for y in lines if y["id"] == name) or "not run"
        tier = " (nightly)" if x.nightly else ""
        rows.append(f"| {name}{tier} | {x.what} | {x.load} | {x.fault} | {x.passes} | {said} |")
    return "\n".join(rows) + "\n"


def _figures(line: dict[str, object]) -> str:
    return ", ".join(f"{x} {y}" for x, y in line.items() if x not in {"id", "test"})


def main() -> None:
    """Replace what stands between the two marks."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}")


if __name__ == "__main__":
    main()
