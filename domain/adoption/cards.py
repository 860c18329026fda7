"""From an item of the pool to the card of a project: what was voted, in the project's own words."""

from datetime import date

from domain.adoption.origin import Origin
from domain.adoption.result import Chosen, Result
from domain.project.card import Card, Subproject
from domain.refusals import Contradicted
from domain.screening.item import PoolItem


def card_of(item: PoolItem, collection: str, region: str, number: int) -> Card:
    """The card, under the number that the resolution gives it. Raises Contradicted for an item
    without a unit: nobody would owe its work plan."""
    if item.unit is None:
        raise Contradicted(
            f"“{item.title}”没有承办单位，不能立项；请在项目库中补充。",
            f"“{item.title}” has no unit that would build it.",
        )
    return Card(
        id=f"{collection}-{number:02}",
        programme=collection,
        list_id=collection,
        item_no=str(number),
        name=item.title,
        region=region,
        subprojects=_parts(item),
        target=item.target if item.parts else None,
        lead_unit=item.unit,
        co_units=item.co_units,
        investment_wan=item.cost.wan if item.cost else None,
        planned_completion=item.finish,
    )


def _parts(item: PoolItem) -> tuple[Subproject, ...]:
    """The item itself under number 0 where it names no parts."""
    if not item.parts:
        return (Subproject(no=0, name=item.title, target=item.target),)
    return tuple(
        Subproject(no=n, name=x.name, target=x.target, lead_unit=x.unit)
        for n, x in enumerate(item.parts, 1)
    )


def origin_of(
    item: PoolItem, collection: str, document: str, on: date, result: Result, chosen: Chosen
) -> Origin:
    """Why it stands in the record, with what a card has no place for."""
    return Origin(
        collection=collection,
        item=item.id,
        kind=result.kind,
        document=document,
        on=on,
        roll=chosen.roll,
        tally=chosen.tally,
        place=item.place,
        benefit=item.benefit,
        milestones=item.milestones,
    )
