"""From when to when wishes are taken."""

from collections.abc import Sequence
from datetime import date

from domain.base import refuse_unless
from domain.collection.messages import (
    CloseCollection,
    CollectionClosed,
    CollectionExtended,
    ExtendCollection,
    WindowEvent,
)
from domain.collection.state import Collection
from domain.given import Given, must_be_office
from domain.refusals import Contradicted
from domain.regimes.model import Regime
from domain.terms import Term, nominal

_SILENT = (Term.parse("-1m"), Term.parse("-10d"))


def possible(opens: date, closes: date, session: date) -> None:
    """Raises Malformed for days that do not follow each other."""
    refuse_unless(
        opens <= closes,
        f"征集截止日 {closes} 早于开始日 {opens}，请核对。",
        f"it cannot end ({closes}) before it begins ({opens}).",
    )
    refuse_unless(
        closes < session,
        f"征集截止日 {closes} 应早于会议日期 {session}，请核对。",
        f"it must end ({closes}) before the session ({session}).",
    )


def long_enough(opens: date, closes: date, regime: Regime) -> None:
    """Raises Contradicted where a rule asks for more days than these."""
    wanted = regime.collection.days_at_least if regime.collection else None
    days = (closes - opens).days + 1
    if wanted is not None and days < wanted:
        raise Contradicted(
            f"征集 {days} 日，少于规定的 {wanted} 日；请提早开始或推后截止。",
            f"{days} days are less than the {wanted} that the measure asks for.",
        )


def proposed(regime: Regime, session: date) -> tuple[date, date]:
    """First and last day as the measure proposes them; our default where it is silent: from a
    month to ten days before the session."""
    said = regime.collection
    opens, closes = (said.opens, said.closes) if said else _SILENT
    return nominal(session, opens), nominal(session, closes)


def extend(state: Collection, c: ExtendCollection, given: Given) -> Sequence[WindowEvent]:
    """征集延期. Raises NotYours, Contradicted once it was closed, Malformed for an earlier day."""
    must_be_office(state.id, given)
    if c.closes == state.closes and state.closed_on is None:
        return []
    if state.closed_on is not None or given.today > state.closes:
        raise Contradicted(
            f"“{state.title}”的征集已于 {state.last} 截止，不能延期；新的建议请列入下一年度。",
            f"it was closed on {state.last}.",
        )
    refuse_unless(
        c.closes > state.closes,
        f"延期后的截止日 {c.closes} 应晚于原定的 {state.closes}；提前截止请登记征集截止。",
        f"{c.closes} is not later than {state.closes}.",
    )
    possible(state.opens, c.closes, state.session)
    return [
        CollectionExtended(
            closes=c.closes,
            was=state.closes,
            reason=c.reason,
            document=c.document,
            by=given.actor.ref,
        )
    ]


def ended(state: Collection, given: Given) -> Sequence[CollectionClosed]:
    """The last day has passed: nothing is taken since its end, and with the next moment that the
    clock keeps the record says so, dated on that day."""
    if state.closed or state.closed_on is not None or given.today <= state.closes:
        return []
    note = "到公布的截止日，自动截止"
    return [CollectionClosed(on=state.closes, note=note, by=given.actor.ref)]


def close(state: Collection, c: CloseCollection, given: Given) -> Sequence[WindowEvent]:
    """征集截止. Raises NotYours, Contradicted where another day was recorded, Malformed for a day
    to come or before the opening."""
    must_be_office(state.id, given)
    if state.closed_on == c.on:
        return []
    if state.closed_on is not None:
        raise Contradicted(
            f"“{state.title}”的征集已登记于 {state.closed_on} 截止。",
            f"it was closed on {state.closed_on}.",
        )
    refuse_unless(
        state.opens <= c.on <= given.today,
        f"截止日 {c.on} 应在征集开始日 {state.opens} 与今天 {given.today} 之间，请核对。",
        f"{c.on} lies not between its opening and today.",
    )
    return [CollectionClosed(on=c.on, note=c.note, by=given.actor.ref)]
