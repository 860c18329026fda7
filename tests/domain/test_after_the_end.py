"""A project that is struck off and a year that is closed take nothing more (rulebook §4.2)."""

from datetime import date, timedelta

import pytest

from domain.calendar import start_of
from domain.given import Actor
from domain.programme.opinions import DraftOpinion
from domain.project.changes.messages import RecordMinorChange
from domain.refusals import Contradicted
from tests.support.decisions import PAPER
from tests.support.play import CLOSES, DILIGENT, HANDS_IN, Play
from tests.support.year import CLERK

LATER = start_of(CLOSES) + timedelta(days=1)
UNIT = Actor("unit-1", f"unit:{DILIGENT.lead_unit}")


@pytest.fixture(scope="module")
def play() -> Play:
    """One project's year, to its closing."""
    return Play("longgang@1", cards=(DILIGENT,)).rehearse()


def test_no_minor_change_of_what_is_struck_off(play: Play) -> None:
    year = play.years[next(x for x in HANDS_IN if x.startswith("project:"))]
    assert year.state.closed
    change = RecordMinorChange(text="施工班组调整", documents=(PAPER,))
    for by in (UNIT, CLERK):
        with pytest.raises(Contradicted, match="不再登记一般变更"):
            year.ask(LATER, change, by)


def test_no_opinion_on_a_closed_year_whose_reply_nobody_would_await(play: Play) -> None:
    year = play.years[play.programme]
    assert year.state.closed
    opinion = DraftOpinion(
        title="关于民生实事项目的审议意见",
        text="加快进度，确保质量。",
        meeting="第五次会议",
        closed_on=date(2024, 6, 28),
    )
    with pytest.raises(Contradicted, match="下一年度"):
        year.ask(LATER, opinion, CLERK)
