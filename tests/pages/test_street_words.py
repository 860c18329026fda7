"""Given a street's list, when its history is told, then it was selected, never voted."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

import api.pages
from api.pages.telling import told
from domain.calendar import Calendar
from domain.completion.report import assemble
from domain.papers.body import Ref
from domain.papers.compose.completion import completion
from domain.papers.compose.gathered import Gathered
from domain.regimes import named
from ledger.queries.history import Entry
from tests.support.year import open_programme, voted_project

AT = datetime(2023, 3, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("regime", "word"), [("shangluo-street", "票选"), ("shangluo-town", "票决")]
)
def test_a_street_selects_and_a_town_votes(regime: str, word: str) -> None:
    """Invariant 6: what has no congress decides nothing by 票决."""
    adopted = voted_project(regime).told[0]
    entry = Entry(
        id=uuid4(),
        stream="project:LG23-01",
        version=1,
        type=type(adopted).__name__,
        schema_version=1,
        event=adopted.model_dump(mode="json"),
        actor="clerk",
        reason=None,
        happened_at=AT,
        received_at=AT,
        recorded_at=AT,
        client="t",
        command_id="1",
        hash="0",
    )
    said = told(entry, {})["zh"]
    assert f"{word}确定" in said
    assert ("票决" in said) == (word == "票决")


@pytest.mark.parametrize("template", ["project", "programme", "_changes", "_form_claim", "_origin"])
def test_what_a_street_reads_of_its_projects_is_in_its_own_word(template: str) -> None:
    """The pages of a project and of a year take the word of the measure, and write none."""
    found = Path(api.pages.__file__).parents[1] / "templates" / f"{template}.html"
    assert "票决" not in found.read_text("utf-8")


@pytest.mark.parametrize(
    ("regime", "word"), [("shangluo-street", "票选"), ("shangluo-town", "票决")]
)
def test_a_streets_report_counts_no_votes(regime: str, word: str) -> None:
    year = open_programme(regime).state
    report = assemble(year.id, year.title, AT.date(), [])
    ref = Ref(stream=f"programme:{year.id}", version=1, hash="a" * 64)
    gathered = Gathered(year, ref, (), report, (), named(regime), Calendar.seeded(), AT)
    said = str(completion(gathered).model_dump())
    assert f"{word}项目 0 项" in said
    assert f"{word}目标" in said
    assert ("票决" in said) == (word == "票决")
