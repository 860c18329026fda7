"""`python -m bench`: every benchmark, or one (`--only handle`); writes bench/results.json."""

import argparse
import asyncio
import gc
import logging
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bench import board, fleet, handle, http, replay, storm
from bench.figures import Figures
from bench.house import House, house
from bench.report import machine, table, write
from bench.size import TINY, Size

RESULTS = Path(__file__).with_name("results.json")
Measure = Callable[[House, Size, Figures], Coroutine[Any, Any, None]]
BENCHMARKS: dict[str, Measure] = {
    "board": board.measure,
    "fleet": fleet.measure,
    "handle": handle.measure,
    "http": http.measure,
    "replay": replay.measure,
    "storm": storm.measure,
}


def run(names: list[str], size: Size, out: Path) -> Figures:
    """Measure those, each on databases of its own; what is measured is written at once."""
    figures = Figures()
    with house() as servers:
        for name in names:
            began = time.perf_counter()
            asyncio.run(BENCHMARKS[name](servers, size, figures))
            figures.note(f"{name}/took", time.perf_counter() - began, "s")
            write(out, figures)
    return figures


def main() -> None:
    """Read the words, measure, print."""
    words = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    words.add_argument("--only", action="append", choices=BENCHMARKS, help="one of them")
    words.add_argument("--tiny", action="store_true", help="a look whether it runs; no figures")
    words.add_argument("--deadlines", type=int, help="of the storm, where a machine is too slow")
    words.add_argument("--out", type=Path, default=RESULTS, help="where the figures are written")
    asked = words.parse_args()
    logging.disable(logging.WARNING)
    gc.freeze()  # as our own processes do; it is to every peer's good alike
    size = TINY if asked.tiny else Size()
    if asked.deadlines:
        size = size._replace(deadlines=asked.deadlines)
    figures = run(asked.only or list(BENCHMARKS), size, asked.out)
    print(machine())
    print(table(figures))


if __name__ == "__main__":
    main()
