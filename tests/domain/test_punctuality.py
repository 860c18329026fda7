"""按期率: what counts in the denominator, and what waits for a day and so counts for nothing."""

from datetime import timedelta

from domain.punctuality import punctuality
from tests.support.year import voted_project


def test_a_provisional_date_that_passed_makes_nobody_late() -> None:
    duties = voted_project().state.duties.values()
    plan = next(x for x in duties if x.line == "work_plan")
    after = plan.due_at + timedelta(days=3)
    assert punctuality([plan], after).with_extensions.of == 1
    waits = plan.model_copy(update={"settled": False})
    assert not waits.late_at(after)
    told = punctuality([waits], after)
    assert (told.with_extensions.of, told.without_extensions.of) == (0, 0)
    marked = waits.model_copy(update={"overdue": True})
    assert punctuality([marked], after).with_extensions.of == 1
