"""What a complete measure says and this one does not."""

from collections.abc import Iterator

from domain.regimes.checking.draft import Draft, Finding
from domain.regimes.checking.expected import Fact, expected
from domain.regimes.model import Regime


def gaps(draft: Draft) -> Iterator[Finding]:
    """Missing sections, steps of the chain, and facts that nothing answers."""
    tier = draft.text("tier")
    yield from _sections(draft, tier)
    yield from _steps(draft, tier)
    yield from _unanswered(draft, tier)


def _sections(draft: Draft, tier: str) -> Iterator[Finding]:
    known = {field.alias or name for name, field in Regime.model_fields.items()}
    omitted = draft.omitted()
    for section in expected().sections:
        if section.name not in known or tier not in section.tiers:
            continue
        if section.name not in draft.tables and section.name not in omitted:
            yield draft.at(
                (section.name,),
                f"缺少“{section.zh}”一节 [{section.name}]",
                f"the section [{section.name}] is missing",
                f'补写 {section.write}；原文未载的注明 origin = "ours"，'
                f'确实不设的写 [[omit]] name = "{section.name}" 和理由',
            )


def _steps(draft: Draft, tier: str) -> Iterator[Finding]:
    names = {str(duty.get("name")) for _, duty in draft.duties()}
    omitted = draft.omitted()
    for step in expected().steps:
        if tier not in step.tiers or step.name in omitted or names & set(step.any):
            continue
        yield draft.at(
            ("duty", step.name),
            f"缺少“{step.zh}”的义务",
            f"no duty for the step {step.name}",
            f'补写 [[duty]] name = "{step.any[0]}"；确实不设的写 [[omit]] '
            f'name = "{step.name}" 和理由',
        )


def _unanswered(draft: Draft, tier: str) -> Iterator[Finding]:
    answered = {str(when.get("trigger")) for _, _, when in draft.whens()}
    for fact in expected().facts:
        if fact.optional or tier not in fact.tiers or fact.name in answered:
            continue
        if fact.name in draft.omitted() or not _raised(draft, fact):
            continue
        yield draft.at(
            ("duty", fact.name),
            f"事实 {fact.name} 会发生，却没有义务与之对应（{fact.zh}）",
            f"the fact {fact.name} is raised and calls no duty",
            f'补写 [[duty]]，when = {{ rule = "after", trigger = "{fact.name}", term = "…" }}；'
            f'确实不设的写 [[omit]] name = "{fact.name}" 和理由',
        )


def _raised(draft: Draft, fact: Fact) -> bool:
    if fact.needs is None:
        return True
    *tables, key = fact.needs.split(".")
    return key in draft.table(*tables)
