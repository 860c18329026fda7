"""The acts that have a form: which route of the interface, in which words, what it knows."""

from collections.abc import Iterator

from api.pages.acts import knowing as k
from api.pages.acts import knowing_others as o
from api.pages.acts import knowing_work as w
from api.pages.acts.act import Act, Setting

_LATER = "决定以前的逾期不因此消失；原来的日子留在记录里。"
_VOTED = "票决的目标不改写；现行目标另存一版，依据是这份决定。"


def _project() -> Iterator[Act]:
    at = "/projects/{project}"
    yield Act(f"{at}/changes", "申请调整", "提出申请", k.asking, "决定以前一切照旧。")
    yield Act(
        f"{at}/changes/{{number}}/decision",
        "登记调整决定",
        "看会影响什么",
        k.deciding,
        _VOTED,
        True,
    )
    yield Act(f"{at}/minor-changes", "一般变更备案", "备案")
    yield Act(
        f"{at}/resumption",
        "登记恢复实施",
        "看会影响什么",
        k.resuming,
        "期限接续剩余的工作日。",
        True,
    )
    yield Act(f"{at}/carry-over", "登记跨年度结转", "看会影响什么", k.carrying, _LATER, True)
    yield Act(f"{at}/breaches/{{subproject}}/settlement", "登记补齐核实", "登记核实", k.settling)
    yield Act(f"{at}/closing", "办结销号", "办结销号", note="测评满意或基本满意之后才能办结。")
    yield Act(
        f"{at}/steps", "采取督办措施", "登记措施", k.stepping, "依据由系统按层级查出，决定记名。"
    )
    yield Act(f"{at}/steps/{{step}}/judgement", "登记对答复是否满意", "登记", k.judging)


def _programme() -> Iterator[Act]:
    at = "/programmes/{programme}"
    yield Act(f"{at}/steps", "对年度清单采取督办措施", "登记措施", k.stepping, "决定记名。")
    yield Act(f"{at}/steps/{{step}}/judgement", "登记对答复是否满意", "登记", k.judging)
    yield Act(
        f"{at}/opinions",
        "登记审议意见",
        "登记审议意见",
        k.drafting,
        "交办、办理、公开的期限随之列出。",
    )
    yield Act(f"{at}/opinions/{{opinion}}/verdict", "评价办理情况报告", "登记评价", k.judging_reply)
    yield Act(f"{at}/next-session", "登记下一次会议日期", "看会影响什么", looks=True)
    yield Act(f"{at}/regime", "改用另一部办法", "看会影响什么", k.regime_changing, _LATER, True)


def _duties() -> Iterator[Act]:
    acts: tuple[tuple[str, str, str, Setting, str, bool], ...] = (
        ("extension-requests", "申请延期", "提出申请", k.of_duty, "决定以前，原期限照旧。", False),
        ("extension-decisions", "登记延期决定", "看会影响什么", k.extending, _LATER, True),
        ("waivers", "登记免除", "看会影响什么", k.of_duty, "免除须有决定。", True),
        (
            "overdue-withdrawals",
            "撤销逾期",
            "看会影响什么",
            k.of_duty,
            "逾期和撤销都留在记录里。",
            True,
        ),
    )
    for kind in ("project", "programme", "collection"):
        for period in ("", "/{period}"):
            at = f"/{kind}s/{{{kind}}}/duties/{{line}}{period}"
            for tail, zh, button, setting, note, looks in acts:
                yield Act(f"{at}/{tail}", zh, button, setting, note, looks, at)


def _books() -> Iterator[Act]:
    at = "/registers/{book}"
    yield Act(f"{at}/reminders", "提醒代表", "登记提醒", o.reminding)
    yield Act(f"{at}/corrections", "认定提醒后是否改正", "登记认定", o.judging)
    yield Act(
        f"{at}/resignation-orders",
        "登记责令辞去代表职务的决定",
        "登记决定",
        o.ordering,
        "须先提醒且仍不改正；由有权机关决定，系统不作决定。",
    )
    yield Act(f"{at}/appeals", "对考核等次提出申诉", "提出申诉", o.appealing)
    yield Act(
        f"{at}/entries/{{entry}}/amendments", "更正一项登记", "更正", o.book, "原来写的留在历史里。"
    )
    yield Act(f"{at}/entries/{{entry}}/striking", "划去一项登记", "划去", o.book, "不再计分。")


def _street() -> Iterator[Act]:
    yield Act("/appraisals", "交办民主评议", "交办", o.assigning, back="/topics")
    at = "/appraisals/{appraisal}"
    yield Act(f"{at}/heard", "登记被评议单位的报告", "登记报告", o.appraisal)
    yield Act(f"{at}/counted", "登记评议票数", "登记票数", o.appraisal, "等次按办法评定。")
    yield Act(f"{at}/opinions", "交办评议意见", "交办", o.appraisal)
    yield Act(f"{at}/reforms", "登记整改报告", "登记报告", o.appraisal)
    yield Act(f"{at}/report", "上报并公布评议结果", "登记上报", o.appraisal)
    yield Act("/stations", "登记联络站", "登记站点", o.enrolling, back="/stations")
    yield Act("/stations/{station}/setup", "变更联络站", "登记变更", o.station)
    yield Act("/stations/{station}/closing", "撤销联络站", "撤销", o.station)
    yield Act("/stations/{station}/rota-changes", "换班", "换班", o.station)


def _outside_projects() -> Iterator[Act]:
    at = "/collections/{collection}"
    yield Act(f"{at}/extension", "征集延期", "看会影响什么", looks=True, back=f"{at}/wishes")
    yield Act(f"{at}/closing", "登记征集截止", "登记截止", back=f"{at}/wishes")
    yield Act("/meetings/{meeting}/attendance", "登记会议签到", "登记签到")
    yield Act("/activities", "登记代表活动", "登记活动", o.acting, back="/registers")
    for tail, zh in (("corrections", "更正代表活动"), ("annulment", "撤销代表活动")):
        yield Act(f"/activities/{{activity}}/{tail}", zh, "登记", o.activity, back="/registers")
    for tail, zh in (
        ("", "建立统计台账"),
        ("/told", "填报统计数"),
        ("/corrections", "更正统计数"),
        ("/claims", "登记公开发布的数"),
        ("/claims/withdrawals", "撤下登记有误的公布数"),
    ):
        yield Act(f"/figures/{{book}}{tail}", zh, "登记", o.figures, back="/figures")


def _seen() -> Iterator[Act]:
    at = "/projects/{project}/inspections"
    yield Act(
        f"{at}/{{number}}/corrections",
        "更正检查记录",
        "更正",
        w.correcting,
        "原记录保留。",
        back=at,
    )
    year = "/programmes/{programme}"
    yield Act(f"{year}/tours", "登记集中视察", "登记视察", w.touring, "各项目各留一份同号记录。")
    yield Act(
        f"{year}/contact-schedule",
        "公布监督联系安排表",
        "公布",
        w.publishing,
        "各项目随之确定小组和组长。",
    )
    yield Act(
        f"{year}/contact-schedule/changes",
        "调整监督联系安排",
        "登记调整",
        w.arranging,
        "原安排保留。",
    )


def _handling() -> Iterator[Act]:
    at = "/suggestions/{suggestion}"
    yield Act(f"{at}/stages", "登记办理阶段", "记下这一阶段", w.handling)
    yield Act(f"{at}/reply", "办结答复", "答复代表", w.handling)
    yield Act(f"{at}/opinion", "协办意见", "送主办单位", w.handling)
    yield Act(f"{at}/assessment", "专家评估", "登记评估", w.handling)
    for kind in ("project", "programme", "collection", "suggestion"):
        for period in ("", "/{period}"):
            duty = f"/{kind}s/{{{kind}}}/duties/{{line}}{period}"
            back = "" if kind != "suggestion" else at
            yield Act(
                f"{duty}/letter-replies", "答复督办函", "复函", w.answering, back=back or duty
            )
            if kind == "suggestion":
                yield Act(f"{duty}/waivers", "登记免除", "登记免除", k.of_duty, _LATER, back=at)


ACTS = (
    *(*_project(), *_programme(), *_duties(), *_books(), *_street()),
    *(*_outside_projects(), *_seen(), *_handling()),
)
