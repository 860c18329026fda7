"""The places' measures in their years: the scenarios' figures, and what a tier may not have."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from domain.anchors import Anchors
from domain.calendar import Calendar
from domain.duty_events import DutyScheduled
from domain.regimes import FOLDER, named, shipped
from domain.regimes.checking import check
from domain.regimes.model import Scope
from domain.regimes.when import After, Trigger
from domain.scheduling import Owners, schedule, schedule_after

VOTE, SESSION = date(2023, 3, 31), date(2024, 3, 20)
COMPLETE = (
    "baofeng@2",
    "duji@1",
    "gaogang@2",
    "longgang@2",
    "shangluo-county@1",
    "shangluo-street@1",
    "shangluo-town@1",
)


def year(
    ref: str, scope: Scope, vote: date = VOTE, *, mid: date | None = None
) -> dict[str, DutyScheduled]:
    anchors = Anchors(
        vote=vote,
        next_session=SESSION if vote == VOTE else date(vote.year + 1, 1, 20),
        session_assumed=False,
        mid_session=mid,
        mid_meeting=mid,
    )
    found = schedule(named(ref), scope, anchors, Owners(), Calendar.seeded())
    return {x.duty: x for x in found}


@pytest.mark.parametrize("ref", COMPLETE)
def test_a_complete_measure_has_no_gap_and_no_contradiction(ref: str) -> None:
    file = FOLDER / f"{ref}.toml"
    assert check(file.read_text(encoding="utf-8"), file.name) == []


@pytest.mark.parametrize("ref", COMPLETE)
def test_nothing_is_called_stated_that_the_source_is_silent_about(ref: str) -> None:
    regime = named(ref)
    for line in regime.lines:
        assert line.cite, line.name
        assert line.origin != "ours" or line.ours, line.name
    for left_out in regime.omits:
        assert left_out.because


def test_baofeng_s_dates_are_those_of_the_roll_out() -> None:
    """S1: V = 2023-03-31, work plan due 05-04, the first quarterly meeting 2023-06-30."""
    projects, programme = year("baofeng@2", Scope.PROJECT), year("baofeng@2", Scope.PROGRAMME)
    assert projects["work_plan"].terms.due == date(2023, 5, 4)
    assert programme["supervision_plan"].terms.due == date(2023, 5, 4)
    meetings = [x for x in programme.values() if x.line == "quarterly_meeting"]
    assert [x.terms.due for x in meetings] == [
        date(2023, 6, 30),
        date(2023, 10, 7),
        date(2024, 1, 2),
    ]
    assert programme["mid_year_report"].terms.due == date(2023, 7, 31)
    assert year("baofeng@2", Scope.PROGRAMME, mid=date(2023, 7, 20))[
        "mid_year_report"
    ].terms.due == date(2023, 7, 20)
    assert programme["next_year_look_back"].terms.due == date(2024, 9, 20)


def test_longgang_s_counts_are_those_of_its_structure() -> None:
    """S3: 10 items; 120 contacts, 40 quarterly reports, 40 readings, 2 inspections, 1 review."""
    vote = date(2023, 1, 12)
    items, programme = (
        year("longgang@2", Scope.PROJECT, vote),
        year("longgang@2", Scope.PROGRAMME, vote),
    )
    per_item = Counter(x.line for x in items.values())
    assert [
        10 * per_item[x] for x in ("monthly_contact", "quarterly_report", "circular_reading")
    ] == [
        120,
        40,
        40,
    ]
    once = Counter(x.line for x in programme.values())
    assert (once["half_year_inspection"], once["evaluation"]) == (2, 1)
    assert programme["special_supervision_report"].terms.due < date(2024, 1, 20)


def test_gaogang_s_mid_year_chain_hangs_on_the_meeting() -> None:
    """S5: site visit → report → inquiry → evaluation; papers −20, −10, −7 days (监督法 art. 15)."""
    meeting = date(2023, 9, 26)
    chain = year("gaogang@2", Scope.PROGRAMME, mid=meeting)
    assert {x: chain[x].terms.due for x in chain if x.startswith("special_report")} == {
        "special_report_draft": date(2023, 9, 6),
        "special_report_final": date(2023, 9, 15),
        "special_report_to_members": date(2023, 9, 19),
    }
    assert chain["mid_year_site_visit"].terms.due == date(2023, 9, 25)
    for name in ("mid_year_report", "special_inquiry", "mid_year_evaluation"):
        assert chain[name].terms.due == meeting
    silent = year("gaogang@2", Scope.PROGRAMME)
    assert silent["mid_year_evaluation"].terms.due == date(2023, 10, 7)
    assert "special_report_draft" not in silent


def test_a_street_votes_nothing_and_owes_through_its_own_organs() -> None:
    """Invariant 6: never 票决, never a resolution; there is no congress and no government."""
    street = named("shangluo-street")
    assert street.decision is not None
    assert (street.decision.kind, street.decision.body) == ("selection", "deliberative_meeting")
    for line in street.lines:
        assert "票决" not in line.zh
        own = ("unit", "deputy_group", "street_office", "street_working_committee", "deputy")
        assert line.obligor in own
    assert street.line("evaluation").obligee == "deliberative_meeting"


@pytest.mark.parametrize("ref", COMPLETE)
def test_an_inquiry_is_the_county_s_and_a_presidium_the_township_s(ref: str) -> None:
    """Invariant 10."""
    regime = named(ref)
    inquiries = [x for x in regime.lines if x.name == "special_inquiry"]
    assert not inquiries or regime.tier == "county"
    organs = {x.obligor for x in regime.lines}
    assert ("presidium" in organs) == (regime.tier == "township")


@pytest.mark.parametrize("ref", COMPLETE)
def test_every_fact_a_measure_answers_brings_its_duty(ref: str) -> None:
    regime = named(ref)
    for line in regime.lines:
        if isinstance(line.when, After):
            found = schedule_after(
                regime, line.scope, line.when.trigger, VOTE, Owners(), Calendar.seeded(), "2"
            )
            assert f"{line.name}/2" in {x.duty for x in found}
    answered = {x.when.trigger for x in regime.lines if isinstance(x.when, After)}
    assert {
        Trigger.SLOW,
        Trigger.LETTER_SENT,
        Trigger.ADJUSTED,
        Trigger.OPINION_DRAFTED,
    } <= answered


def test_every_shipped_file_is_named_after_what_it_holds() -> None:
    assert {Path(f"{x}.toml").name for x in shipped()} == {x.name for x in FOLDER.glob("*.toml")}
