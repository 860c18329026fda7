"""The words on a lane of the year never lie on each other; what is late is said first."""

from api.pages.year_marks import Mark, apart


def late(at: float, today: float, label: str) -> Mark:
    return Mark("l-red", "bad", at, at, "逾期", lag=(at, today), label=label)


def soon(at: float, label: str = "8月5日 还有9个工作日") -> Mark:
    return Mark("d-todo", "ink", at, at, "还没到期", label=label)


def test_what_falls_due_beside_a_late_one_leaves_it_the_word() -> None:
    marks = [soon(34), late(20, 31, "逾期30个工作日，未交")]
    assert [x.label for x in apart(marks)] == ["", "逾期30个工作日，未交"]


def test_words_far_from_each_other_are_both_said() -> None:
    marks = [late(20, 31, "逾期30个工作日，未交"), soon(70)]
    assert apart(marks) == marks


def test_near_the_end_of_the_year_words_stand_before_their_mark() -> None:
    assert soon(96).words[1] == 96
    assert late(80, 90, "逾期9个工作日，未交").words[1] == 80
    assert soon(40).words[0] == 40
