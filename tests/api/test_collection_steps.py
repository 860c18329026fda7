"""What is still missing before a step of the first half of the year, in words."""

from datetime import date

from api.collection_steps import Counts, course
from domain.regimes import named
from domain.session.decisions import proposed
from domain.session.messages import AgendaFixed
from domain.session.state import evolve_agenda
from tests.support.collections import SESSION, Months

BAOFENG = named("baofeng")
DAY = date(2023, 3, 9)
WORDS = "会议议程还没有登记通过"


def test_an_agenda_that_nobody_entered_is_a_step_of_its_own_before_the_session() -> None:
    """Given a session without a fixed agenda its papers are a step to take; fixed, it is done."""
    months = Months()
    months.convene(SESSION, date(2023, 1, 10))
    state = months.state
    told = {x.key: x.missing for x in course(state, Counts(), BAOFENG, DAY)}
    assert told["papers"] == (WORDS,)
    assert told["vote"] == ("还没有通过票决办法",)
    stands = AgendaFixed(items=proposed(BAOFENG), laid=(), on=DAY, document=None, by="office")
    fixed = state.model_copy(update={"agenda": evolve_agenda(stands)})
    step = next(x for x in course(fixed, Counts(), BAOFENG, DAY) if x.key == "papers")
    assert step.done
    assert step.missing == ()
