"""What a run leaves: results.json, and a table that says what was required and what limits it."""

import json
import os
import platform
from pathlib import Path
from statistics import median

from bench.figures import Figures, reached, required

LIMITS = {
    "handle_vs_raw": "our Python: three fifths decide, chain and fold; see RESULTS.md",
    "handle_vs_raw_lean": "the same; this peer keeps no state either",
    "handle_vs_eventsourcing": "our Python; that library decides, checks and projects nothing here",
    "handle_vs_eventsourcing_alone": "the same; its cache is right while one process writes",
    "handle_vs_temporal_update": "Temporal: two workflow tasks and a history write a command",
    "handle_vs_dbos": "DBOS: five transactions a command, and a notification",
    "http_vs_raw": "the API's Python: its middleware, the token, the form checked twice",
    "storm_vs_bare": "Temporal: as many tasks a mark on both sides, ours has an agenda to show",
    "storm_with_sweeper_vs_bare": "clocks that were woken take locks and cores from the sweeper",
    "replay_vs_eventsourcing": "parsing a third, evolving a third, hashing a sixth",
    "filing_p99_storm_vs_quiet": "two cores shared with Temporal, worker and PostgreSQL",
    "filing_p99_sudden_storm_vs_quiet": "the same, and no spread: every clock in one instant",
    "temporal_events_a_wake": "timer, two activities, four workflow tasks, changed attributes",
}
"""What stands in the way of more, as profiles said."""


def machine() -> str:
    """Where it was measured."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [x for x in cpuinfo.read_text().splitlines() if x.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    python = platform.python_version()
    return f"{model}, {os.cpu_count()} cores, Python {python}, load at the end {load}"


def write(file: Path, figures: Figures) -> None:
    """`{machine, runs, ratios}` as JSON."""
    body = {"machine": machine(), **figures.model_dump()}
    file.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n")


def table(figures: Figures) -> str:
    """The medians of what was measured, then the ratios beside what is required of them."""
    names = dict.fromkeys(x.name for x in figures.runs)
    units = {x.name: x.unit for x in figures.runs}
    lines = [f"{x:34} {median(figures.of(x)):10.1f} {units[x]}" for x in names]
    lines += ["", f"{'ratio':30} {'required':>9} {'reached':>8}      limited by"]
    for name, value in figures.ratios.items():
        said = "" if not required(name) else "yes" if reached(name, value) else "NO"
        limit = LIMITS.get(name, "")
        lines.append(f"{name:30} {required(name):>9} {value:8.2f} {said:4} {limit}")
    return "\n".join(lines)
