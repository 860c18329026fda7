"""When messages may leave, how long a failed one waits, and what a digest says."""

from datetime import date, datetime, time, timedelta

import pytest

from domain.calendar import SHANGHAI, Calendar
from domain.digest import MOST_BYTES, Told, digest
from domain.dispatch import A_MINUTE, Channel, OfficeHours, room_left, wait_after
from domain.outcomes import Refused, Sent, Unknown, wait_for_next

CALENDAR = Calendar.seeded()
HOURS = OfficeHours()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2023-05-05 08:29", "2023-05-05 08:30"),
        ("2023-05-05 08:30", "2023-05-05 08:30"),
        ("2023-05-05 17:29", "2023-05-05 17:29"),
        ("2023-05-05 17:30", "2023-05-06 08:30"),  # a Saturday that is worked
        ("2023-05-06 18:00", "2023-05-08 08:30"),
        ("2023-09-29 09:00", "2023-10-07 08:30"),  # 中秋、国庆; the Saturday after is worked
        ("2024-12-31 23:59", "2025-01-02 08:30"),
    ],
)
def test_messages_leave_in_the_working_hours_of_working_days(now: str, opening: str) -> None:
    assert HOURS.next_opening(at(now), CALENDAR) == at(opening)
    assert HOURS.open_at(at(now), CALENDAR) is (now == opening)


def test_hours_say_whose_rule_they_are_and_cannot_be_turned_round() -> None:
    assert "本系统默认" in HOURS.zh
    assert "本单位设置" in OfficeHours(opens=time(9), closes=time(17)).zh
    with pytest.raises(ValueError, match="上班时间"):
        OfficeHours(opens=time(18))


def test_a_failed_try_waits_longer_each_time_and_not_for_ever() -> None:
    waits = [wait_after(n) for n in range(1, 9)]
    assert waits == [timedelta(minutes=x) for x in (1, 2, 4, 8, 16, 32, 60, 60)]
    assert wait_after(10_000) == timedelta(hours=1)


def test_only_what_may_still_arrive_is_tried_again() -> None:
    busy, gone = Refused(reason="忙", passing=True), Refused(reason="无此人")
    assert wait_for_next(Sent(), 1, 0) is None
    assert wait_for_next(gone, 1, 0) is None
    assert wait_for_next(busy, 39, 0) == timedelta(hours=1)
    assert wait_for_next(busy, 40, 0) is None
    assert wait_for_next(Unknown(reason="无答复"), 2, 2) == timedelta(minutes=2)
    assert wait_for_next(Unknown(reason="无答复"), 3, 3) is None


def test_a_channel_has_room_for_so_many_a_minute() -> None:
    most = A_MINUTE[Channel.WECOM]
    assert room_left(Channel.WECOM, 0) == most == 20
    assert room_left(Channel.WECOM, most + 3) == 0


def told(n: int, title: str = "农村老旧民房电气线路改造") -> Told:
    because = "到期次日零时仍未报送"
    return Told(f"2023-{n:06}", "overdue", title, "工作方案", because, date(2023, 5, 5))


def test_several_duties_are_one_message_with_every_number() -> None:
    made = digest(Channel.MAIL, "unit:市消防救援大队", [told(n) for n in (7, 8, 9)], HOURS)
    assert made.subject == "逾期催办：工作方案（农村老旧民房电气线路改造） 等 3 件"
    assert made.text.startswith("市消防救援大队：您有 3 件督办通知。\n【2023-000007】逾期催办：")
    assert all(f"2023-{n:06}" in made.text for n in (7, 8, 9))


@pytest.mark.parametrize("channel", list(Channel))
def test_what_does_not_fit_is_counted_and_not_cut(channel: Channel) -> None:
    many = [told(n, "老旧小区改造" * 40) for n in range(1, 31)]
    text = digest(channel, "unit:市消防救援大队", many, HOURS).text
    assert len(text.encode()) <= MOST_BYTES[channel]
    shown = sum(x.number in text for x in many)
    assert (f"另有 {30 - shown} 件" in text) is (shown < 30)


def test_no_name_forges_a_header_or_a_line() -> None:
    made = digest(
        Channel.MAIL, "government", [told(1, "甲\r\nBcc: a@b.cn\n【2023-000002】")], HOURS
    )
    assert "\n" not in made.subject
    assert len(made.text.splitlines()) == 3
