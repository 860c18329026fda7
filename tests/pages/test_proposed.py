"""What a second person reads before confirming: every word of the act, and its files."""

from datetime import date

from api.pages.proposed import facts_of, files_of
from domain.almanac.almanac import PublishNotice
from domain.calendar import Calendar
from domain.duty_commands import DecideExtension, WithdrawOverdue
from domain.evidence import Evidence
from domain.notices import Notice
from domain.parties import Role
from domain.ruling import Sitting
from tests.support.decisions import ruling

SCAN = Evidence(sha256="ab" * 32, name="收文登记.pdf", media_type="application/pdf", size=1024)


def test_who_confirms_a_calendar_reads_its_days_its_number_and_its_source() -> None:
    notice = Calendar.seeded().notices[2025]
    told = dict(facts_of(PublishNotice(notice=notice, because="国务院办公厅已发布")))
    assert told["文号"] == notice.number
    assert told["来源"] == notice.source
    assert told["放假"].startswith("1月1日、1月28日至2月4日、4月4日至6日、5月1日至5日")
    assert told["调休上班"].startswith("1月26日、2月8日、4月27日")
    assert told["理由"] == "国务院办公厅已发布"
    assert files_of(PublishNotice(notice=notice, because="国务院办公厅已发布")) is None


def test_a_day_of_the_year_before_says_its_year_and_what_is_not_there_says_so() -> None:
    days = (date(2027, 12, 31), date(2028, 1, 1), date(2028, 1, 2))
    notice = Notice(year=2028, number=None, source="政府网", off=days, work=())
    told = dict(facts_of(PublishNotice(notice=notice, because="已发布")))
    assert told["放假"] == "2027年12月31日至1月2日"
    assert (told["文号"], told["调休上班"]) == ("没有", "没有")


def test_a_withdrawal_and_a_ruling_show_what_they_rest_on() -> None:
    said = WithdrawOverdue(
        duty="work_plan",
        received_on=date(2023, 5, 4),
        document="收文登记2023-0117号",
        because="5月4日收到纸质件，经办人补录晚了",
        evidence=(SCAN,),
    )
    assert dict(facts_of(said))["凭据"] == "收文登记2023-0117号"
    assert files_of(said) == (SCAN,)
    by = ruling(date(2023, 4, 3), Role.PRESIDIUM, Sitting.PRESIDIUM, "主席团纪要〔2023〕3号")
    grant = DecideExtension(duty="work_plan", granted=True, ruling=by, reason="属实")
    assert dict(facts_of(grant))["说明"] == "属实"
    assert files_of(grant) == by.evidence
