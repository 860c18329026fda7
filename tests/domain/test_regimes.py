"""Regimes: complete, cited, never edited once published, refused with line and reason."""

import hashlib
import json
from pathlib import Path

import pytest

from domain.refusals import Malformed, Unknown
from domain.regimes import FOLDER, named, parse, shipped
from domain.regimes.model import Scope
from domain.regimes.when import EachPeriod

DIGESTS = Path(__file__).with_name("regime_digests.json")
BAOFENG = (FOLDER / "baofeng@1.toml").read_text(encoding="utf-8")


def test_a_published_file_is_frozen():
    """A measure that changes becomes a new version; an old file keeps its bytes for ever."""
    published = json.loads(DIGESTS.read_text(encoding="utf-8"))
    shipped_now = {
        x.name: hashlib.sha256(x.read_bytes()).hexdigest() for x in FOLDER.glob("*.toml")
    }
    assert shipped_now == published


@pytest.mark.parametrize("ref", sorted({x.id for x in shipped().values()}))
def test_each_place_has_every_step_of_the_year(ref):
    lines = {x.name for x in named(ref).lines}
    assert {"work_plan", "monthly_progress", "evaluation", "completion_report"} <= lines
    assert {"completion_claim", "verification", "supervision_plan"} <= lines


def test_every_line_names_its_source_or_is_marked_as_ours():
    for regime in shipped().values():
        for line in regime.lines:
            assert line.origin != "ours" or line.ours, f"{regime.ref} {line.name}"
            assert not line.origin.startswith("S") or line.origin in regime.sources


def test_programme_duties_are_those_of_one_artefact_for_all_projects():
    programme = {x.name for x in named("baofeng").of(Scope.PROGRAMME)}
    assert {
        "supervision_plan",
        "quarterly_meeting",
        "circular",
        "mid_year_report",
        "look_back",
        "completion_report",
        "evaluation",
    } <= programme


def test_longgang_contacts_reports_and_reads_per_item():
    lines = {x.name: x for x in named("longgang").of(Scope.PROJECT)}
    for name in ("monthly_contact", "quarterly_report", "circular_reading"):
        assert lines[name].obligor == "deputy_group"
        assert isinstance(lines[name].when, EachPeriod)


def test_a_version_can_be_asked_for():
    assert named("baofeng@2") is named("baofeng")
    assert named("baofeng@1").version == 1
    with pytest.raises(Unknown):
        named("baofeng@9")
    with pytest.raises(Unknown):
        named("atlantis")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('rule = "from_anchor", anchor = "vote", term = "1m"', 'rule = "whenever"', "when"),
        ('name = "circular"', 'name = "work_plan"', "twice"),
        ('term = "7wd"', 'term = "-7wd"', "backwards"),
        ('group = "presidium"', 'group = "deputy_group"', "itself"),
        ('origin = "S003"\ncite = "项目票决后', 'origin = "hearsay"\ncite = "项目票决后', "origin"),
        ('tier = "township"', 'tier = "planet"', "tier"),
        ("version = 1", "version = ", "TOML"),
        ('letter = "5wd"', 'letter = "five days"', "letter"),
        ("[ladder.to.government]", "[ladder.to.working_committee]", "no addressees"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_reason(old, new, says):
    assert old in BAOFENG
    with pytest.raises(Malformed, match=r"line|TOML") as refusal:
        parse(BAOFENG.replace(old, new, 1), "test.toml")
    assert says in str(refusal.value)
    assert "test.toml" in refusal.value.zh


def test_the_line_named_is_the_line_to_look_at():
    broken = BAOFENG.replace('scope = "programme"', 'scope = "county"', 1)
    number = broken.splitlines().index('scope = "county"') + 1
    with pytest.raises(Malformed, match=f"line {number} "):
        parse(broken, "test.toml")
