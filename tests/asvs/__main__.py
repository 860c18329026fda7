"""`python -m tests.asvs` writes docs/asvs.md anew, and says how many requirements have a test."""

from tests.asvs.gathering import gathered
from tests.asvs.table import PAGE, page, requirements

asked, tests = requirements(), gathered()
PAGE.write_text(page(asked, tests))
automated = [x for x in asked if x.standing in {"met", "part"} and x.id in tests]
kept_out = [x for x in asked if x.standing == "na" and x.id in tests]
print(f"{PAGE.name}: {len(automated)} shown by tests, {len(kept_out)} kept out by tests")
for one in asked:
    if one.standing == "met" and one.id not in tests:
        print(f"  by reading: {one.id} {one.asks}")
