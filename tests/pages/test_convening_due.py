"""What hangs on a meeting that nobody convened is named on the year's page, with where to act."""

from api.pages.convening_due import to_convene
from domain.programme.state import Programme
from tests.support.year import open_programme


def test_a_year_names_the_meetings_that_nobody_convened_and_what_hangs_on_them() -> None:
    """Given a year whose next session is only assumed, it says so; convened, it does not."""
    assumed = open_programme(assumed=True).state
    assert isinstance(assumed, Programme)
    (session,) = to_convene(assumed)
    assert session["zh"] == "下一次人代会"
    assert session["waits"]
    assert session["href"] == "/meetings?programme=LG23&anchor=next_session#f-serves"
    settled = open_programme().state
    assert isinstance(settled, Programme)
    assert to_convene(settled) == []
