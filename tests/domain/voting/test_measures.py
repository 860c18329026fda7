"""[ballot] in every measure: complete, cited, and what cannot be is refused on loading."""

from decimal import Decimal

import pytest

from domain.refusals import Malformed
from domain.regimes import FOLDER, named, parse, shipped
from domain.regimes.checking import check
from domain.voting.telling import words_of

TOWN = (FOLDER / "baofeng@2.toml").read_text(encoding="utf-8")
NEWEST = sorted({named(x.id).ref for x in shipped().values()})


@pytest.mark.parametrize("ref", NEWEST)
def test_every_measure_says_how_it_chooses(ref):
    rule, decision = named(ref).ballot, named(ref).decision
    assert rule is not None
    assert decision is not None
    assert rule.ours, "what the source leaves silent is said to be ours"
    street = named(ref).tier == "street"
    assert rule.quorum == ("more_than_half" if street else "two_thirds")
    words = words_of(decision)
    assert (words.act == "票决") is not street
    assert ("议政代表" in words.whole) is street
    assert (rule.least, rule.most) == (Decimal(20), Decimal(50))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('quorum = "two_thirds"', 'quorum = "more_than_half"', "two thirds"),
        ('least = "20"', 'least = "60"', "least 60 exceeds most 50"),
        ('families = ["for_against"', 'families = ["by_acclamation"', "families"),
        ('announcer = "大会主席团"', 'announcer = ""', "announcer"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(old, new, says):
    assert old in TOWN
    with pytest.raises(Malformed, match=says):
        parse(TOWN.replace(old, new, 1), "t.toml")


def test_the_check_names_a_margin_that_crosses():
    found = [x.zh for x in check(TOWN.replace('least = "20"', 'least = "60"', 1), "t.toml")]
    assert [x for x in found if "差额下限 60 高于差额上限 50" in x]
