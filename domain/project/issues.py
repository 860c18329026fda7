"""问题: a finding becomes a duty of a responsible unit, checked again by the deputy group.

Deputies propose and check; they do not execute (代表法 art. 31), so no issue is owed by deputies.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.base import refuse_unless
from domain.duty import Counted, duty_id
from domain.duty_events import DutyScheduled
from domain.given import Given
from domain.parties import Role, party
from domain.project.inspections import SEVERITY_ZH, Finding, Severity
from domain.project.messages import Card
from domain.project.state import Project
from domain.refusals import Contradicted, DeputiesDoNotExecute, Malformed
from domain.regimes.model import Form, Line, Regime, Scope
from domain.regimes.when import After, Trigger
from domain.scheduling import terms_of
from domain.terms import Term

LONGEST = timedelta(days=366)
"""No issue is given longer than a year: by then the list is another one."""
_TOLD = 40
_OURS = Line.model_validate(
    {
        "name": "finding",
        "zh": "问题整改",
        "en": "remedy of a finding",
        "scope": "project",
        "stage": "implement",
        "form": "remedy",
        "obligor": "unit",
        "obligee": "deputy_group",
        "when": {"rule": "after", "trigger": "finding", "term": "15wd"},
        "origin": "ours",
        "cite": "代表在检查中发现的问题交有关单位研究办理，代表不直接处理（代表法第三十一条）",
        "ours": ("未写明整改日期的，登记后15个工作日为本系统默认",),
    }
)
"""Where a measure says nothing of findings: our default, shown as such."""


def issue_line(regime: Regime) -> Line:
    """The regime's line for findings, or ours."""
    lines = regime.of(Scope.PROJECT)
    return next((x for x in lines if _of_findings(x)), _OURS)


def _of_findings(line: Line) -> bool:
    return isinstance(line.when, After) and line.when.trigger is Trigger.FINDING


def schedule_issues(
    state: Project, findings: Sequence[Finding], given: Given, today: date
) -> list[DutyScheduled]:
    """The duty of each finding, in their order, terms counted from `today`.

    Raises DeputiesDoNotExecute, Malformed, Contradicted.
    """
    if findings and state.closed:
        raise Contradicted(
            "项目已经销号，不能再登记整改问题；仍有问题的，请作为代表建议提出。",
            "the project is struck off; raise what is still wrong as a suggestion.",
        )
    known = sum(1 for x in state.duties.values() if x.form is Form.REMEDY)
    return [_issue(state, x, known + n, given, today) for n, x in enumerate(findings, 1)]


def units_of(card: Card) -> tuple[str, ...]:
    """Who can be made responsible: the lead unit, those that handle along, the parts' own."""
    parts = (x.lead_unit for x in card.subprojects if x.lead_unit)
    return tuple(dict.fromkeys((card.lead_unit, *card.co_units, *parts)))


def responsible(card: Card, finding: Finding) -> str:
    """The unit that owes the remedy. Raises DeputiesDoNotExecute, Malformed."""
    if finding.unit is None:
        own = (x.lead_unit for x in card.subprojects if x.no == finding.subproject)
        return next((x for x in own if x), card.lead_unit)
    name = finding.unit.removeprefix(f"{Role.UNIT}:")
    if name.split(":", 1)[0] in (Role.DEPUTY_GROUP, Role.DEPUTY_GROUPS, Role.CONGRESS):
        raise DeputiesDoNotExecute(finding.unit)
    units = units_of(card)
    refuse_unless(
        name in units,
        f"“{name}”不是本项目的承办或协办单位，请从 {'、'.join(units)} 中选择。",
        f"“{name}” neither leads nor handles along; choose one of {', '.join(units)}.",
    )
    return name


def _issue(state: Project, finding: Finding, n: int, given: Given, today: date) -> DutyScheduled:
    line = issue_line(given.regime)
    known_part(state.card, finding.subproject)
    unit = responsible(state.card, finding)
    counted = Counted(since=today, term=_term(line, finding.due, today))
    flag = "" if finding.severity is Severity.ORDINARY else f"（{SEVERITY_ZH[finding.severity]}）"
    told = " ".join(finding.text.split())
    short = told if len(told) <= _TOLD else f"{told[:_TOLD]}…"
    return DutyScheduled(
        duty=duty_id(line.name, str(n)),
        line=line.name,
        period=str(n),
        zh=f"{line.zh}{flag}：{short}",
        stage=line.stage,
        form=line.form,
        obligor=party(Role.UNIT, unit),
        obligee=state.owners.of(line.obligee),
        supervisor=state.owners.group or party(Role.DEPUTY_GROUPS),
        opens=today,
        terms=terms_of(counted, today, given.regime, given.calendar),
        origin=line.origin,
        cite=line.cite,
        ours=line.ours if finding.due is None else (),
    )


def known_part(card: Card, no: int | None) -> None:
    """Raises Malformed for a sub-project that was not voted."""
    voted = sorted(x.no for x in card.subprojects)
    if no is not None and no not in voted:
        raise Malformed(
            f"本项目没有第 {no} 个子项目，请从 {', '.join(map(str, voted))} 中选择。",
            f"sub-project {no} was not voted; there are {voted}.",
        )


def _term(line: Line, wished: date | None, today: date) -> Term:
    """Up to the day wished for, counted so that it is computed anew like every other."""
    assert isinstance(line.when, After), "a line of findings follows a fact"
    if wished is None:
        return line.when.term
    refuse_unless(
        today < wished <= today + LONGEST,
        f"整改日期 {wished} 应在明天以后、一年以内（今天是 {today}）。",
        f"a remedy is due from tomorrow on and within a year, not on {wished}.",
    )
    return Term.parse(f"{(wished - today).days}d")
