"""Which acts a page offers now; the domain asks again in the lock."""

from collections.abc import Iterator
from typing import NamedTuple

from api.pages.acts.doing import PREFIX
from api.pages.rights import Signed
from domain.appraisal.state import Appraisal
from domain.duty import Duty
from domain.evaluation.grading import Grade
from domain.parties import Role, party
from domain.programme.opinions import Opinion
from domain.programme.state import Programme
from domain.project.phase import Phase
from domain.project.state import Project
from domain.register.state import Book
from domain.steps.instruments import Kind
from domain.steps.messages import Step

_OPEN = (Phase.ADOPTED, Phase.PLANNED, Phase.IN_PROGRESS, Phase.CLAIMED)
_LETTER = 2
_CONTENT = (Grade.SATISFIED, Grade.BASIC)


class Offer(NamedTuple):
    """A link to a form."""

    href: str
    zh: str
    first: bool = False
    """Whether somebody waits for it."""


def of_project(signed: Signed, state: Project) -> list[Offer]:
    """What can be done about a project besides its duties."""
    at, track = f"{PREFIX}/projects/{state.card.id}", state.track
    lead = signed.party == party(Role.UNIT, state.card.lead_unit)
    asks = lead or signed.role in ("clerk", "government", "street_office")
    found: list[Offer] = []
    if signed.role == "clerk" and track.pending is not None:
        number = track.pending.number
        found.append(Offer(f"{at}/changes/{number}/decision", f"登记第{number}号申请的决定", True))
    if signed.role in ("clerk", "deputy_group"):
        found += [
            Offer(f"{at}/breaches/{x}/settlement", f"登记第{x}个子项目补齐", True)
            for x in track.breached
        ]
    if asks and state.phase in _OPEN and track.terminated is None:
        if track.pending is None:
            found.append(Offer(f"{at}/changes", "申请调整、暂缓或终止"))
        found.append(Offer(f"{at}/minor-changes", "一般变更备案"))
    if signed.role == "clerk":
        found += _of_office(state, at)
    return found


def _of_office(state: Project, at: str) -> Iterator[Offer]:
    if state.track.suspended is not None and state.track.terminated is None:
        yield Offer(f"{at}/resumption", "登记恢复实施", True)
    if not state.closed:
        yield Offer(f"{at}/steps", "采取督办措施")
        yield from _judgements(state.steps, at)
        yield Offer(f"{at}/carry-over", "登记跨年度结转")
    if state.grade in _CONTENT and not state.closed:
        yield Offer(f"{at}/closing", "办结销号", True)


def of_programme(signed: Signed, state: Programme) -> list[Offer]:
    """What the office can do about a year as a whole."""
    if signed.role != "clerk":
        return []
    at = f"{PREFIX}/programmes/{state.id}"
    judged = [
        Offer(f"{at}/opinions/{x.no}/verdict", f"评价第{x.no}号审议意见的办理", True)
        for x in state.opinions
        if x.verdict is None and _replied(state, x)
    ]
    return [
        *judged,
        Offer(f"/programmes/{state.id}/circulars", "导入政府督查通报"),
        Offer(f"{at}/opinions", "登记审议意见"),
        Offer(f"{at}/steps", "采取督办措施"),
        *_judgements(state.steps, at),
        Offer(f"{at}/contact-schedule/changes", "调整监督联系安排")
        if state.schedule
        else Offer(f"{at}/contact-schedule", "提出并公布监督联系安排"),
        Offer(f"{at}/next-session", "登记下一次会议日期"),
        Offer(f"{at}/regime", "改用另一部办法"),
    ]


def of_collection(signed: Signed, name: str, *, closed: bool) -> list[Offer]:
    """What the office can do about the days of a collection, and with lists that came in."""
    if signed.role != "clerk":
        return []
    at = f"{PREFIX}/collections/{name}"
    days = [Offer(f"{at}/extension", "征集延期"), Offer(f"{at}/closing", "登记征集截止")]
    lists = [
        Offer(f"/collections/{name}/pool/list", "候选项目清单入库"),
        Offer(f"/collections/{name}/keypad-report", "导入表决器报告"),
    ]
    return [*([] if closed else days), *lists]


def of_duty(signed: Signed, address: str, duty: Duty) -> list[Offer]:
    """What can be asked or decided about one duty."""
    at = f"{PREFIX}{address}"
    if signed.role == "clerk" and duty.wish is not None:
        return [Offer(f"{at}/extension-decisions", f"登记延期决定（申请延到{duty.wish.to}）", True)]
    if signed.role == "clerk" and duty.submission is not None and _was_late(duty):
        return [Offer(f"{at}/overdue-withdrawals", "撤销逾期")]
    if not duty.owed:
        return []
    if signed.party == duty.obligor and duty.level >= _LETTER:
        return [Offer(f"{at}/letter-replies", "答复督办函", True)]
    if signed.role != "clerk":  # who owes it asks for a later date in the page itself
        return []
    return [
        Offer(f"{at}/extension-requests", "申请延期"),
        Offer(f"{at}/waivers", "登记免除"),
    ]


def _was_late(duty: Duty) -> bool:
    return duty.overdue or (duty.submission is not None and not duty.submission.on_time)


def of_book(signed: Signed, name: str, book: Book) -> list[Offer]:
    """What the office can do about a deputy's book."""
    at = f"{PREFIX}/registers/{name}"
    if signed.role != "clerk":
        return []
    found = [Offer(f"{at}/reminders", "提醒代表")]
    if any(x.ordered is None for x in book.reminders):
        found.append(Offer(f"{at}/corrections", "认定提醒后是否改正", True))
    if any(x.corrected is False and x.ordered is None for x in book.reminders):
        found.append(Offer(f"{at}/resignation-orders", "登记责令辞职的决定"))
    return found


def of_appraisal(signed: Signed, state: Appraisal) -> list[Offer]:
    """The next steps of an appraisal: what some organ still lacks."""
    if signed.role != "clerk" or state.reported is not None:
        return []
    at = f"{PREFIX}/appraisals/{state.id}"
    steps = (
        ("heard", "登记单位报告", any(x.heard is None for x in state.organs)),
        ("counted", "登记票数", any(x.heard and not x.appraised for x in state.organs)),
        ("opinions", "交办评议意见", any(x.appraised and not x.opinion for x in state.organs)),
        ("reforms", "登记整改报告", any(x.opinion and not x.reformed for x in state.organs)),
        ("report", "上报并公布结果", all(x.appraised for x in state.organs)),
    )
    return [Offer(f"{at}/{tail}", zh) for tail, zh, due in steps if due]


def _judgements(steps: tuple[Step, ...], at: str) -> Iterator[Offer]:
    for x in steps:
        if x.kind is Kind.INTERPELLATION:
            yield Offer(f"{at}/steps/{x.no}/judgement", f"登记第{x.no}号质询案答复是否满意")


def _replied(state: Programme, opinion: Opinion) -> bool:
    names = (f"{opinion.no}", f"{opinion.no}-{opinion.replies}")
    return any(
        x.accepted and x.period in names and "opinion" in x.line for x in state.duties.values()
    )
