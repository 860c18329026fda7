"""`python -m bench.province --home FOLDER`: what pages, reads and filings cost as a province grows.

The databases are made once and stay in that folder (100,000 projects: about 6 GB, and the better
part of an hour on two cores). Sites are looked at by turns, one event between two looks, so that
nothing can live on what it knew; pages come in another order each turn, so that none always meets
the count that the one before began. Ratios are of p95 and of the median, to that of 1,000 projects.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import random
from pathlib import Path

from bench.house import House, free_port, standing
from bench.http import serving
from bench.province.looks import PEOPLE, Site
from bench.province.seeding import seeded
from bench.report import machine
from bench.rounds import percentile
from ledger.door import Ledger

RESULTS = Path(__file__).with_name("results.json")
SIZES = (800, 1_000, 10_000, 100_000)
BESIDE = 1_000
SEED = 20261123
WARM = 3
"""Looks that are not counted: templates are compiled, memories are read."""


async def measure(house: House, sizes: list[int], looks: int, only: str) -> list[Site]:
    """Every page of every site, by turns."""
    async with contextlib.AsyncExitStack() as stack:
        sites = []
        for size in sizes:
            url, port = await seeded(house, size), free_port()
            ledger = await Ledger.connect(url)
            stack.push_async_callback(ledger.close)
            stack.enter_context(serving(house, url, port))
            sites.append(Site(ledger, port, size))
        for name, person in PEOPLE.items():
            if person.role:
                await asyncio.gather(*(x.sign_in(name) for x in sites))
        rng = random.Random(SEED)
        order = [(x, y) for x in PEOPLE for y in PEOPLE[x].pages]
        for turn in range(looks + WARM):
            for name, page in rng.sample(order, len(order)):
                for site in sites[:: 1 if turn % 2 else -1] if only in f"{name}/{page}" else ():
                    await site.tell()
                    await site.look(name, page)
        return sites


def figures(sites: list[Site], share: float) -> dict[str, dict[str, float]]:
    """By page: what so large a share of the looks took at most, in ms by size, and its ratio to
    that of 1,000."""
    found: dict[str, dict[str, float]] = {}
    for page in sorted(sites[0].took):
        taken = {x.projects: 1000 * percentile(x.took[page][WARM:], share) for x in sites}
        row = {str(x): round(ms, 1) for x, ms in taken.items()}
        if beside := taken.get(BESIDE):
            row |= {f"x{x}": round(ms / beside, 2) for x, ms in taken.items() if x != BESIDE}
        found[page] = row
    return found


def main() -> None:
    """Read the words, measure, print, write."""
    words = argparse.ArgumentParser(prog="python -m bench.province", description=__doc__)
    words.add_argument("--home", type=Path, required=True, help="where the databases stay")
    words.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    words.add_argument("--looks", type=int, default=40)
    words.add_argument("--only", default="", help="pages whose name has this in it")
    words.add_argument("--out", type=Path, default=RESULTS)
    asked = words.parse_args()
    logging.disable(logging.WARNING)
    with standing(asked.home) as house:
        sites = asyncio.run(measure(house, asked.sizes, asked.looks, asked.only))
    found, half = figures(sites, 0.95), figures(sites, 0.5)
    told = {"machine": machine(), "looks": asked.looks, "p95_ms": found, "median_ms": half}
    asked.out.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    for page, row in found.items():
        beside = "  ".join(f"{x} {y}" for x, y in half[page].items())
        print(f"{page:30}", "  ".join(f"{x} {y}" for x, y in row.items()), " median", beside)


if __name__ == "__main__":
    main()
