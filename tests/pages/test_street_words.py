"""Given a street's list, when its history is told, then it was selected, never voted."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from api.pages.telling import told
from ledger.queries.history import Entry
from tests.support.year import voted_project

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
