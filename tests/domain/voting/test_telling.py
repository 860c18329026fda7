"""A result in words: a congress's, and a street's, which never says 票决 or 当选."""

from datetime import date

from domain.regimes import named
from domain.voting.outcome import Tallied, majority_of, outcome
from domain.voting.state import Counted
from domain.voting.telling import headline, said_of, words_of


def counted(seats=2, needed=None, again=(), **approvals):
    lines = tuple(Tallied(item=x, approvals=n) for x, n in approvals.items())
    needed = majority_of(103) if needed is None else needed
    found = outcome(lines, seats, needed)
    return Counted(
        round=1,
        occasion="first",
        source="box",
        ballot="b",
        held_on=date(2024, 1, 16),
        roll=103,
        present=93,
        ballots=93,
        seats=seats,
        needed=needed,
        lines=lines,
        elected=found.elected,
        tied=found.tied,
        short_by=found.short_by,
        again=again,
        returned=found.returned,
    )


def told(found, ref="baofeng"):
    decision = named(ref).decision
    assert decision is not None
    words = words_of(decision)
    return {x.item: said_of(x, found, words) for x in found.lines}, headline(found, words)


def test_who_lost_hears_by_how_much():
    said, head = told(counted(甲=70, 乙=51, 丙=60, 丁=55))
    assert said == {
        "甲": "赞成 70 票，当选",
        "乙": "赞成 51 票，未过全体代表半数 52 票",
        "丙": "赞成 60 票，当选",
        "丁": "赞成 55 票，已过全体代表半数，列第 3 位，应选 2 项，未当选",
    }
    assert head == "全体代表 103 人，出席 93 人，收回 93 票；应选 2 项，当选 2 项。"


def test_equals_and_open_seats():
    said, head = told(counted(甲=70, 乙=60, 丙=60))
    assert said["乙"] == "赞成 60 票，得票相等，余 1 席，再次投票"
    assert head.endswith("当选 1 项，2 项得票相等，余 1 席再次投票。")
    said, head = told(counted(again=("乙",), 甲=70, 乙=40))
    assert said["乙"] == "赞成 40 票，未过全体代表半数 52 票，再次投票"
    assert head.endswith("当选 1 项，缺 1 项，再次投票。")
    said, _ = told(counted(seats=1, needed=0, 乙=30, 丙=20))
    assert said == {"乙": "赞成 30 票，当选", "丙": "赞成 20 票，列第 2 位，应选 1 项，未当选"}


def test_a_street_selects_in_its_own_words():
    said, head = told(counted(甲=70, 乙=51, 丙=60), "shangluo-street")
    assert said["甲"] == "赞成 70 票，入选"
    assert said["乙"] == "赞成 51 票，未过全体议政代表半数 52 票"
    assert head.startswith("全体议政代表 103 人")
    whole = "".join((*said.values(), head))
    assert not [x for x in ("票决", "当选", "全体代表", "决议") if x in whole]
