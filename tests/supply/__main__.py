"""`python -m tests.supply`: compare the locks with the list, offline, and say how old it is.

Ends with 1 where a pin has a known weakness, or where the list is due to be renewed.
"""

import sys
from datetime import UTC, datetime

from tests.supply.advisories import advisories, locked

known = advisories()
found = known.found(locked())
age = known.age(datetime.now(UTC).date())
for one, version in found:
    print(f"{one.package} {version}: {one.id}, {one.what}; take {one.fixed} or later")
old = age > known.renew_after_days
print(f"{len(locked())} pins, {len(known.advisory)} advisories as of {known.as_of}, {age} days old")
if old:
    print(f"The list is older than {known.renew_after_days} days: renew it first.")
sys.exit(1 if found or old else 0)
