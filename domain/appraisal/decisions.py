"""What may be done with an appraisal: one function per command."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from domain.appraisal.messages import (
    AppraisalAssigned,
    AppraisalCommand,
    AppraisalEvent,
    AppraisalHandedOver,
    AppraisalReported,
    AssignAppraisal,
    HandOverAppraisal,
    HearReport,
    OrganAppraised,
    RecordAppraisal,
    RecordReform,
    ReformRecorded,
    ReportAppraisal,
    ReportHeard,
)
from domain.appraisal.state import Appraisal, Organ
from domain.base import refuse_unless
from domain.evaluation.grading import Body, grade
from domain.given import Given, must_be_office, must_reach
from domain.refusals import AlreadyThere, Contradicted, NotTheirsToDecide, Unknown

Events = Sequence[AppraisalEvent]


def decide(state: Appraisal | None, command: AppraisalCommand, given: Given) -> Events:
    """The events of a command; the same thing twice gives none. Raises `domain.refusals`."""
    must_be_office("民主评议", given)
    if isinstance(command, AssignAppraisal):
        must_reach(command.region, command.id, given)
        return assign(state, command, given)
    if state is None:
        raise Unknown("民主评议", "appraisal", "")
    must_reach(state.region, state.id, given)
    match command:
        case HearReport():
            return hear(state, command, given)
        case RecordAppraisal():
            return appraise(state, command, given)
        case HandOverAppraisal():
            return hand_over(state, command, given)
        case RecordReform():
            return reform(state, command, given)
        case ReportAppraisal():
            return report(state, command, given)
    assert_never(command)


def assign(state: Appraisal | None, c: AssignAppraisal, given: Given) -> Events:
    """交办 by the county: a street appraises nobody of its own accord."""
    if given.actor.region == c.region:
        raise NotTheirsToDecide(
            c.title, "街道民主评议由县级人大常委会交办，请由县级人大登记交办文件"
        )
    if given.regime.tier != "street":
        raise Contradicted(
            f"“{given.regime.zh}”不是街道的办法；县乡人大的评议请用满意度测评或工作评议。",
            f"{given.regime.ref} is no street's measure.",
        )
    refuse_unless(
        len({x.id for x in c.objects}) == len(c.objects),
        "同一单位出现两次，请只列一次。",
        "an organ stands in the list twice.",
    )
    refuse_unless(
        c.report_by > c.on,
        f"报告期限 {c.report_by} 应在交办日 {c.on} 之后。",
        f"the report is due {c.report_by}, not after {c.on}.",
    )
    assigned = AppraisalAssigned(
        **{x: getattr(c, x) for x in AssignAppraisal.model_fields}, by=given.actor.ref
    )
    if state is None:
        _past(c.on, given)
        return [assigned]
    same = (state.region, state.document, state.on, state.report_by)
    organs = [(x.id, x.name, x.kind, x.matter) for x in state.organs]
    told = [(x.id, x.name, x.kind, x.matter) for x in c.objects]
    if (same, organs) != ((c.region, c.document, c.on, c.report_by), told):
        raise AlreadyThere(c.id)
    return []


def hear(state: Appraisal, c: HearReport, given: Given) -> Events:
    """听取报告."""
    organ = _organ(state, c.object)
    if organ.heard == c.on:
        return []
    if organ.heard is not None:
        raise AlreadyThere(organ.name)
    _past(c.on, given)
    return [ReportHeard(object=c.object, on=c.on, document=c.document, by=given.actor.ref)]


def appraise(state: Appraisal, c: RecordAppraisal, given: Given) -> Events:
    """测评, after the report was heard. Without a quorum there is no grade; it is held again."""
    organ = _organ(state, c.object)
    _past(c.on, given)
    if organ.heard is None or c.on < organ.heard:
        raise Contradicted(
            f"“{organ.name}”还没有向议政代表会报告工作，请先听取报告再评议。",
            f"{organ.name} has not reported; hear its report first.",
        )
    result = grade(c.counts, c.roll, c.present, given.regime.evaluation, Body.COMMITTEE)
    if organ.result is not None and organ.result.grade is not None:
        if organ.result == result and organ.appraised == c.on:
            return []
        raise AlreadyThere(f"{organ.name}的评议结果")
    return [
        OrganAppraised(
            object=c.object, on=c.on, meeting=c.meeting, result=result, by=given.actor.ref
        )
    ]


def hand_over(state: Appraisal, c: HandOverAppraisal, given: Given) -> Events:
    """评议意见交办."""
    organ = _organ(state, c.object)
    if organ.opinion == c.opinion and organ.reply_by == c.reply_by:
        return []
    _past(c.on, given)
    if organ.result is None or organ.result.grade is None:
        raise Contradicted(
            f"“{organ.name}”还没有有效的评议结果，不能交办评议意见。",
            f"{organ.name} has no grade yet.",
        )
    if organ.opinion is not None:
        raise AlreadyThere(f"{organ.name}的评议意见")
    refuse_unless(
        c.reply_by > c.on,
        f"答复期限 {c.reply_by} 应在交办日 {c.on} 之后。",
        f"the reply is due {c.reply_by}, not after {c.on}.",
    )
    told = {x: getattr(c, x) for x in HandOverAppraisal.model_fields}
    return [AppraisalHandedOver(**told, by=given.actor.ref)]


def reform(state: Appraisal, c: RecordReform, given: Given) -> Events:
    """整改报告: late or not is said by the day it came."""
    organ = _organ(state, c.object)
    if organ.text == c.text and organ.reformed == c.on:
        return []
    _past(c.on, given)
    if organ.reply_by is None:
        raise Contradicted(
            f"还没有向“{organ.name}”交办评议意见，没有需要答复的。",
            f"no opinion was handed over to {organ.name}.",
        )
    if organ.text is not None:
        raise AlreadyThere(f"{organ.name}的整改报告")
    told = {x: getattr(c, x) for x in RecordReform.model_fields}
    return [ReformRecorded(**told, on_time=c.on <= organ.reply_by, by=given.actor.ref)]


def report(state: Appraisal, c: ReportAppraisal, given: Given) -> Events:
    """报告 to the county, when every organ has its grade."""
    if state.reported is not None:
        if state.reported == c.on:
            return []
        raise AlreadyThere(state.title)
    _past(c.on, given)
    waiting = [x.name for x in state.organs if x.result is None or x.result.grade is None]
    if waiting:
        raise Contradicted(
            f"还有{len(waiting)}个单位没有评议结果（{'、'.join(waiting[:5])}），不能上报。",
            f"{', '.join(waiting[:5])} have no grade yet.",
        )
    told = {x: getattr(c, x) for x in ReportAppraisal.model_fields}
    return [AppraisalReported(**told, on_time=c.on <= state.report_by, by=given.actor.ref)]


def _organ(state: Appraisal, name: str) -> Organ:
    found = state.organ(name)
    if found is None:
        raise Unknown("被评议单位", "organ", name)
    return found


def _past(day: date, given: Given) -> None:
    refuse_unless(
        day <= given.today, f"日期 {day} 还没有到，请核对。", f"the day {day} has not come."
    )
