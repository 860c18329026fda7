"""Clauses that contradict each other or the tier: organs, ladder, words."""

from collections.abc import Iterator

from domain.regimes.checking.draft import Draft, Finding
from domain.regimes.checking.expected import TIERS, expected
from domain.regimes.where import Loc
from domain.steps.instruments import INSTRUMENTS, Kind, grants


def clashes(draft: Draft) -> Iterator[Finding]:
    """What cannot stand together."""
    yield from _addressees(draft)
    yield from _oneself(draft)
    yield from _scopes(draft)
    yield from _organs(draft)
    yield from _words(draft)
    yield from _decision(draft)
    yield from _beyond(draft)
    yield from _file_name(draft)


def _addressees(draft: Draft) -> Iterator[Finding]:
    to, told = draft.table("ladder", "to"), set[str]()
    for loc, duty in draft.duties():
        who = str(duty.get("obligor"))
        if duty.get("obligor") is not None and who not in to and who not in told:
            told.add(who)
            zh = f"督办阶梯没有写明 {who} 逾期时告知谁（如义务 {duty.get('name')}）"
            en = f"the ladder has no addressees for {who}"
            yield draft.at(
                (*loc, "obligor"), zh, en, f"补写 [ladder.to.{who}] group = …、recommend = …"
            )


def _oneself(draft: Draft) -> Iterator[Finding]:
    for who in draft.table("ladder", "to"):
        to = draft.table("ladder", "to", who)
        for rung in ("group", "recommend"):
            if to.get(rung) == who:
                zh, en = f"{who} 逾期不能升级到它自己", f"{who} would be escalated to itself"
                yield draft.at(("ladder", "to", who, rung), zh, en, "改为另一机关")


def _scopes(draft: Draft) -> Iterator[Finding]:
    for loc, duty in draft.duties():
        who = duty.get("obligor")
        if duty.get("scope") == "programme" and who in ("unit", "deputy_group"):
            zh = f"{duty.get('name')}：{who} 按项目承担义务，不承担全年共同的义务"
            en = f"{who} owes per project, not per programme"
            yield draft.at((*loc, "scope"), zh, en, '改为 scope = "project"，或改由机关承担')


def _organs(draft: Draft) -> Iterator[Finding]:
    tier = draft.text("tier")
    for one in expected().roles:
        if tier not in one.tiers:
            continue
        for loc, who in _named(draft):
            if who in one.roles:
                zh, en = f"{tier} 层级没有 {who}：{one.zh}", f"a {tier} has no {who}"
                yield draft.at(loc, zh, en, "改为本层级的机关")


def _named(draft: Draft) -> Iterator[tuple[Loc, str]]:
    """Every organ that owes or is owed something, and the clerk."""
    yield ("clerk",), draft.text("clerk")
    for loc, duty in draft.duties():
        for key in ("obligor", "obligee"):
            yield (*loc, key), str(duty.get(key))


def _words(draft: Draft) -> Iterator[Finding]:
    tier = draft.text("tier")
    said: list[tuple[Loc, str]] = [
        (("ladder", "instrument"), draft.text("ladder", "instrument")),
        (("decision", "word"), draft.text("decision", "word")),
        (("decision", "act"), draft.text("decision", "act")),
        *(((*loc, "zh"), str(duty.get("zh"))) for loc, duty in draft.duties()),
    ]
    for one in expected().words:
        for loc, text in said:
            if tier in one.tiers and (bad := [x for x in one.words if x in text]):
                zh, en = f"“{text}”：{one.zh}", f"{bad[0]} has no place in a {tier}"
                yield draft.at(loc, zh, en, f"不用“{bad[0]}”一词")


def _decision(draft: Draft) -> Iterator[Finding]:
    kind, tier = draft.text("decision", "kind"), draft.text("tier")
    if kind and (kind == "ballot") == (tier == "street"):
        zh, en = f"{tier} 层级不能以 {kind} 决定项目", f"a {tier} does not decide by {kind}"
        write = "街道写 selection 或 consultation，县、乡镇写 ballot"
        yield draft.at(("decision", "kind"), zh, en, write)


def _beyond(draft: Draft) -> Iterator[Finding]:
    """Instruments that the law gives nobody in this tier (rulebook §3.5)."""
    tier = draft.text("tier")
    for key in ("instrument", "higher"):
        kind = draft.text("slowness", key)
        if kind in set(Kind) and tier in TIERS and not grants(Kind(kind), tier):
            zh = f"{tier} 层级不能采取“{INSTRUMENTS[Kind(kind)].zh}”"
            allowed = "、".join(x for x in Kind if grants(x, tier))
            en = f"a {tier} has no right to a {kind}"
            yield draft.at(("slowness", key), zh, en, f"改用本层级可用的措施：{allowed}")


def _file_name(draft: Draft) -> Iterator[Finding]:
    wanted = f"{draft.text('id')}@{draft.tables.get('version')}.toml"
    if draft.name.endswith(".toml") and "@" in draft.name and draft.name != wanted:
        zh, en = f"文件名应为 {wanted}", f"the file should be named {wanted}"
        yield draft.at(("version",), zh, en, "改文件名，或改 id 和 version")
