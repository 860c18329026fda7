"""Who is silent in a rehearsal: files nothing and acknowledges nothing."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from domain.parties import ROLE_ZH, Role, party
from domain.project.messages import Card
from domain.refusals import Unknown
from domain.regimes.model import Regime

EVERYONE = ("all", "全部")
_GROUPS = (Role.DEPUTY_GROUP, Role.DEPUTY_GROUPS)


@dataclass(frozen=True)
class Silence:
    """The silent parties: everyone, whole kinds of organs, or single parties."""

    everyone: bool = False
    roles: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()

    def __contains__(self, who: str) -> bool:
        return self.everyone or who in self.parties or who.split(":", 1)[0] in self.roles


def silence_of(words: Iterable[str], cards: Collection[Card], regime: Regime) -> Silence:
    """Who is meant: `all`, a unit's name, an organ (`government`, 政府), or a party as written in
    the record (`unit:区住建局`, `deputy_group:LG23-01`). Raises Unknown."""
    units = {party(Role.UNIT, x) for card in cards for x in (card.lead_unit, *helping(card))}
    groups = {party(Role.DEPUTY_GROUP, x.id) for x in cards}
    roles, parties, everyone = set[str](), set[str](), False
    for word in map(_plain, words):
        unit, organs = party(Role.UNIT, word), _organs(word, regime)
        if word in EVERYONE:
            everyone = True
        elif unit in units:
            parties.add(unit)
        elif word in units | groups:
            parties.add(word)
        elif organs:
            roles.update(organs)
        else:
            raise _unknown(word, cards)
    return Silence(everyone, frozenset(roles), frozenset(parties))


def helping(card: Card) -> set[str]:
    """Units named beside the lead unit: they help, and owe nothing themselves."""
    named = {*card.co_units, *(x.lead_unit for x in card.subprojects if x.lead_unit)}
    return named - {card.lead_unit}


def owing_nothing(words: Iterable[str], cards: Collection[Card]) -> list[str]:
    """The units among these words that lead no project, so that their silence changes nothing."""
    helpers = {x for card in cards for x in helping(card)} - {x.lead_unit for x in cards}
    return [x for x in map(_plain, words) if x in helpers]


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).strip()


def _organs(word: str, regime: Regime) -> list[Role]:
    """The organ of that name that has a part in the regime; all groups are as one here."""
    to = regime.ladder.to
    taking_part = {*to, *(x.group for x in to.values()), *(x.recommend for x in to.values())}
    found = [x for x in taking_part if word in (x, ROLE_ZH[x])]
    return list(_GROUPS) if found and found[0] in _GROUPS else found


def _unknown(word: str, cards: Collection[Card]) -> Unknown:
    names = dict.fromkeys(x.lead_unit for x in cards)
    few = "、".join(list(names)[:5]) + ("等" if len(names) > 5 else "")
    known = f"有：{few}；all 表示全部" if few else "文件中没有承办单位；all 表示全部"
    return Unknown(f"单位（{known}）", f"unit or organ (some: {few or 'none'}; all)", word[:60])
