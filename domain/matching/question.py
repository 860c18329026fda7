"""From an organisation as of a day, a year's projects and a measure to the question of matching."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from domain.matching.catalogue import needs_of
from domain.matching.problem import Candidate, Item, Problem
from domain.organisation.chart import Chart, Deputy
from domain.organisation.tiers import BodyKind
from domain.parties import Role
from domain.project.card import Card
from domain.regimes.groups import Matching

_LEADING = {
    Role.WORKING_COMMITTEE: BodyKind.WORKING_COMMITTEE,
    Role.STREET_WORKING_COMMITTEE: BodyKind.STREET_WORKING_COMMITTEE,
    Role.PRESIDIUM: BodyKind.PRESIDIUM,
}
"""Layers that are organs, one of which is named for each project."""


class Question(NamedTuple):
    """What is to be matched, and what the answer is told with."""

    region: str
    chart: Chart
    settings: Matching
    groups: Problem
    """Deputies or standing groups to projects."""
    committees: Problem | None
    """Working committees to projects; None where no such layer is named, or groups have theirs."""


def question(
    region: str,
    chart: Chart,
    cards: Sequence[Card],
    settings: Matching,
    sites: Mapping[str, str],
    contractors: Mapping[str, Sequence[str]],
) -> Question:
    """The question. `sites` and `contractors` are what the clerk adds to what was voted, by
    project; a site nobody names is read from the project's own words."""
    known = places(chart)
    items = tuple(
        item_of(x, sites.get(x.id) or site_in(x, known), contractors.get(x.id, ())) for x in cards
    )
    standing = settings.of == "deputy_groups"
    groups = Problem(
        region=region,
        candidates=teams(chart) if standing else deputies(chart),
        items=items,
        least=1 if standing else settings.least,
        most=1 if standing else settings.most,
        most_items=settings.most_items,
        criteria=settings.criteria,
    )
    kinds = [_LEADING[x] for x in settings.layers if x in _LEADING]
    led = () if standing else leading(chart, kinds)
    above = Problem(region=region, candidates=led, items=items, most_items=len(items))
    return Question(region, chart, settings, groups, above if led else None)


def item_of(card: Card, site: str | None, contractors: Sequence[str]) -> Item:
    """A project as it was voted, where it is, and whose it is."""
    words = (card.name, *(x.name for x in card.subprojects))
    leads = (x.lead_unit for x in card.subprojects if x.lead_unit)
    parties = dict.fromkeys((card.lead_unit, *card.co_units, *leads, *contractors))
    return Item(
        project=card.id, name=card.name, needs=needs_of(words), site=site, parties=tuple(parties)
    )


def places(chart: Chart) -> dict[str, str]:
    """The places that the deputies' own name, by their last word: 桥头村 → its path."""
    found: dict[str, str] = {}
    for one in chart.deputies.values():
        for path in (one.facts.work_place, one.facts.home_place):
            parts = path.split("/") if path else []
            for n in range(3, len(parts)):
                found.setdefault(parts[n], "/".join(parts[: n + 1]))
    return found


def site_in(card: Card, known: Mapping[str, str]) -> str | None:
    """The longest known place that the project's words name; None where they name none."""
    text = "\n".join((card.name, *(x.name for x in card.subprojects)))
    found = [x for x in known if len(x) > 1 and x in text]
    return known[max(found, key=lambda x: (len(x), x))] if found else None


def deputies(chart: Chart) -> tuple[Candidate, ...]:
    """Every deputy in office who does not answer for a committee, which leads the groups."""
    leading = {x.ref for x in chart.seats if x.role in ("in_charge", "sc_leader")}
    return tuple(
        candidate(x, chart)
        for x in chart.deputies.values()
        if x.facts.office != "staff" and x.ref not in leading
    )


def candidate(deputy: Deputy, chart: Chart) -> Candidate:
    """A deputy as matching sees one. Who works for a unit works for its superiors too."""
    facts = deputy.facts
    return Candidate(
        ref=deputy.ref,
        professions=facts.professions,
        work_places=(facts.work_place,) if facts.work_place else (),
        home_places=(facts.home_place,) if facts.home_place else (),
        interests=(*employers(facts.employer, chart), *facts.conflicts),
        synthetic=facts.synthetic,
    )


def employers(name: str | None, chart: Chart) -> tuple[str, ...]:
    """A unit and the units above it."""
    found: list[str] = []
    while name is not None and name not in found:
        found.append(name)
        unit = chart.units.get(name)
        name = unit.superior if unit else None
    return tuple(found)


def together(ref: str, some: Sequence[str], chart: Chart) -> Candidate:
    """Several deputies taken as one: what one of them has, all have."""
    people = [candidate(chart.deputies[x], chart) for x in some]
    return Candidate(
        ref=ref,
        professions=_all(x.professions for x in people),
        work_places=_all(x.work_places for x in people),
        home_places=_all(x.home_places for x in people),
        interests=_all(x.interests for x in people),
        synthetic=any(x.synthetic for x in people),
    )


def _all(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(x for one in several for x in one))


def teams(chart: Chart) -> tuple[Candidate, ...]:
    """The standing deputy groups that have a leader, each with whoever leads it from above."""
    led = [x.id for x in chart.groups.values() if x.kind == "deputy"]
    return tuple(
        together(x, _with_leader(chart, x), chart) for x in led if chart.holder(x, "leader")
    )


def _with_leader(chart: Chart, group: str) -> list[str]:
    above = leader_above(chart, group)
    return sorted({*chart.of(group), *((above,) if above else ())})


def leader_above(chart: Chart, group: str) -> str | None:
    """Who leads a group from the standing committee: its own, its leading group's, or who answers
    for its committee."""
    known = chart.groups[group]
    return (
        chart.holder(group, "sc_leader")
        or chart.holder(known.under, "leader")
        or chart.holder(known.committee, "in_charge")
    )


def head_of(chart: Chart, body: str | None) -> str | None:
    """Who leads for an organ: who answers for it, or the chair of a presidium or street."""
    above = chart.holder(body, "in_charge")
    if above is None and body in chart.bodies:
        kind = chart.bodies[body].kind
        return None if kind is BodyKind.WORKING_COMMITTEE else chart.holder(body, "chair")
    return above


def leading(chart: Chart, kinds: Sequence[BodyKind]) -> tuple[Candidate, ...]:
    """The organs that lead groups, by what their work is about and who answers for them."""
    found = []
    for body in chart.bodies.values():
        if body.kind in kinds:
            who = chart.holder(body.id, "in_charge")
            one = together(body.id, (who,) if who else (), chart)
            found.append(one.model_copy(update={"professions": body.fields}))
    return tuple(found)
