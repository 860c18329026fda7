"""What the forms about books, appraisals, stations and figures know."""

from typing import Any

from api.appraisals import appraisal_of
from api.in_reach import in_reach
from api.pages.acts.act import Context, Known
from api.pages.acts.fields import Given, Options
from api.pages.acts.knowing import by
from api.problems import not_found
from api.register_seen import SeenBook, seen_book
from domain.appraisal.state import Appraisal
from domain.figures.catalogue import metrics
from domain.names import STATION, stream_id
from domain.parties import Role, party
from domain.regimes.sections_stations import FUNCTION_ZH
from domain.register.catalogue import acts
from domain.station.state import Station
from ledger.queries.stations import find_activities


async def book(known: Context) -> Known:
    """The book, to who may see it."""
    one = await _book(known)
    kinds: Options = list(acts().items())
    options = {"told.act": kinds}
    return Known(Given(options=options), _whose(one))


async def reminding(known: Context) -> Known:
    """Today, for a reminder."""
    one = await _book(known)
    return Known(Given(values={"on": str(known.today)}), _whose(one))


async def judging(known: Context) -> Known:
    """The reminders that wait to be judged."""
    one = await _book(known)
    open_ = [x for x in one.book.reminders if x.ordered is None]
    options = {"reminder": [(str(x.no), f"第{x.no}次，{x.on}") for x in open_]}
    return Known(Given(values={"on": str(known.today)}, options=options), _whose(one))


async def ordering(known: Context) -> Known:
    """The reminders that were in vain, and who may decide."""
    one = await _book(known)
    vain = [x for x in one.book.reminders if x.corrected is False]
    bench = one.section.exit.bench if one.section.exit else None
    reminders = [(str(x.no), f"第{x.no}次，{x.on}提醒，{x.judged_on}认定仍不改正") for x in vain]
    return Known(Given(options={"reminder": reminders, **by(bench, "ruling")}), _whose(one))


async def appealing(known: Context) -> Known:
    """The grades against which a deputy may appeal."""
    one = await _book(known)
    grades = [(str(x.no), f"第{x.no}次：{x.zh}，{x.total}分") for x in one.book.grades]
    return Known(Given(options={"grade": grades}), _whose(one))


async def assigning(known: Context) -> Known:
    """Today, and the region of who assigns."""
    values = {"on": str(known.today), "region": known.signed.region or ""}
    return Known(Given(values=values))


async def appraisal(known: Context) -> Known:
    """The organs that are appraised."""
    one: Appraisal = await appraisal_of(known.path["appraisal"], known.signed, known.tools)
    organs = [(x.id, f"{x.name}：{x.matter}") for x in one.organs]
    given = Given(values={"on": str(known.today)}, options={"object": organs})
    return Known(given, [("评议", one.title), ("上报期限", str(one.report_by))])


async def station(known: Context) -> Known:
    """The station as it is, to who may see it."""
    one = await _station(known)
    setup: dict[str, Any] = {f"setup.{x}": y for x, y in one.setup.model_dump().items() if y}
    values = {x: "、".join(y) if isinstance(y, tuple) else str(y) for x, y in setup.items()}
    options = {"setup.functions": [(str(x), zh) for x, zh in FUNCTION_ZH.items()]}
    return Known(
        Given(values={**values, "on": str(known.today)}, options=options),
        [("站点", one.setup.name)],
    )


async def enrolling(known: Context) -> Known:
    """Today, and the region of who enrols."""
    options = {"setup.functions": [(str(x), zh) for x, zh in FUNCTION_ZH.items()]}
    values = {"since": str(known.today), "region": known.signed.region or ""}
    return Known(Given(values=values, options=options))


async def acting(known: Context) -> Known:
    """Today, and the region of who records."""
    values = {"told.on": str(known.today), "region": known.signed.region or ""}
    return Known(Given(values=values))


async def activity(known: Context) -> Known:
    """The activity, to who reads its region."""
    found = await find_activities(known.tools.ledger, known.signed.region, limit=1000)
    one = next((x for x in found.items if x.id == known.path["activity"]), None)
    if one is None:
        raise not_found()
    told = one.model_dump(include={"title", "organiser"})
    values = {f"told.{x}": str(y) for x, y in told.items()}
    return Known(Given(values={**values, "told.on": str(one.held_on)}), [("活动", one.title)])


async def figures(known: Context) -> Known:
    """The indicators that can be told, and where."""
    kinds: Options = [(x, y.zh) for x, y in metrics().items()]
    region, today = known.signed.region or "", str(known.today)
    names = ("figures", "figure", "claims")
    options = {f"{x}.metric": kinds for x in names}
    values = {"region": region, **{f"{x}.0.region": region for x in names}}
    values |= {f"{x}.0.as_of": today for x in names}
    values |= {"figure.region": region, "figure.as_of": today}
    return Known(Given(values=values, options=options), [("台账", known.path["book"])])


async def _book(known: Context) -> SeenBook:
    return await seen_book(known.path["book"], known.signed, known.tools)


async def _station(known: Context) -> Station:
    stream = stream_id(STATION, known.path["station"])
    found, _ = await in_reach(known.tools.ledger, stream, Station, known.signed)
    return found


def _whose(one: SeenBook) -> list[tuple[str, str]]:
    whose = one.book.party.removeprefix(f"{party(Role.DEPUTY)}:")
    return [("登记册", f"{one.book.year}年，代表{whose}")]
