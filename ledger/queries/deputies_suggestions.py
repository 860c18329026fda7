"""What each deputy of a congress handed in, month by month, beside what its measure asks."""

from datetime import date
from typing import TYPE_CHECKING

from domain.names import ORGANISATION, stream_id
from domain.organisation.state import Organisation
from domain.regimes import named
from domain.regimes.sections_suggestions import Monthly
from domain.suggestion.monthly import Coverage, coverage, months
from ledger.people import names_of
from ledger.queries.suggestions import handed_in

if TYPE_CHECKING:
    from ledger.door import Ledger

_ORGANISATIONS = "SELECT id FROM organisations WHERE region = $1 ORDER BY id"
_REGIME = """
SELECT regime FROM (
    SELECT regime, submitted_on AS day FROM suggestions WHERE region = $1
    UNION ALL SELECT regime, vote FROM programmes WHERE region = $1
    UNION ALL SELECT regime, session FROM collections WHERE region = $1
) AS used ORDER BY day DESC, regime DESC LIMIT 1
"""


async def covered(ledger: "Ledger", region: str, first: date, last: date) -> list[Coverage]:
    """Every deputy in office in that time, and whoever handed something in without being known
    to the organisation's table."""
    told = await handed_in(ledger, region, date(first.year, first.month, 1), last)
    people = await _in_office(ledger, region, first, last)
    known = {ref for ref, _, _ in people}
    strangers = {ref for ref, _ in told} - known
    everybody = [*people, *((x, date.max, None) for x in sorted(strangers))]
    rule = await monthly_rule(ledger, region)
    return coverage(everybody, told, months(first, last), rule)


async def regime_in(ledger: "Ledger", region: str) -> str | None:
    """The newest version of the measure that was used there last and says something of
    suggestions; None where there is none."""
    async with ledger.pool.read() as connection:
        ref = (await connection.exec_driver_sql(_REGIME, (region,))).scalar_one_or_none()
    if ref is None:
        return None
    newest = named(ref.partition("@")[0])
    return newest.ref if newest.suggestions is not None else None


async def monthly_rule(ledger: "Ledger", region: str) -> Monthly | None:
    """What the measure of that place asks of each deputy and month; None where it asks nothing."""
    ref = await regime_in(ledger, region)
    section = named(ref).suggestions if ref else None
    return section.monthly if section else None


async def _in_office(
    ledger: "Ledger", region: str, first: date, last: date
) -> list[tuple[str, date, date | None]]:
    async with ledger.pool.read() as connection:
        ids = list((await connection.exec_driver_sql(_ORGANISATIONS, (region,))).scalars())
    found: dict[str, tuple[str, date, date | None]] = {}
    for one in ids:
        state: object = (await ledger.standing(stream_id(ORGANISATION, one))).state
        if not isinstance(state, Organisation):
            raise TypeError(one)
        for x in state.deputies:
            ends = min((y for y in (x.until, x.term) if y is not None), default=None)
            if x.facts.office == "staff" or x.since > last or (ends and ends <= first):
                continue
            since = min(x.since, found[x.ref][1]) if x.ref in found else x.since
            found[x.ref] = (x.ref, since, ends)
    return list(found.values())


async def names_in(ledger: "Ledger", region: str) -> dict[str, str]:
    """The names behind the references of that congress's deputies, as far as none was erased."""
    async with ledger.pool.read() as connection:
        ids = list((await connection.exec_driver_sql(_ORGANISATIONS, (region,))).scalars())
    found: dict[str, str] = {}
    for one in ids:
        found |= await names_of(ledger, one)
    return found
