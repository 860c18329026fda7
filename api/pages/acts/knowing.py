"""What the forms about a project, a year and their duties know: who may decide, what is asked."""

from collections.abc import Iterable, Sequence
from typing import Any

from api.pages import words
from api.pages.acts.act import Context, Known
from api.pages.acts.fields import Given, Options
from api.problems import not_found
from domain.duty import duty_id
from domain.parties import ROLE_ZH, Role, label_zh, party
from domain.programme.state import Programme
from domain.project.card import target_zh
from domain.project.changes.messages import KIND_ZH, Kind
from domain.project.changes.track import Change
from domain.project.state import Project
from domain.regimes import named
from domain.regimes.sections_change import GROUND_ZH
from domain.ruling import SITTING_ZH, Bench
from domain.steps.instruments import GRANTS, INSTRUMENTS
from ledger.queries.history import history
from ledger.queries.programmes import find_programmes

_MANY = 200


async def asking(known: Context) -> Known:
    """申请调整: the sub-projects as they are to be built now, and the grounds of the measure."""
    state = _project(known)
    holding = state.targets
    parts = [(str(x.no), words.name_zh(x.name)) for x in state.card.subprojects if x.no in holding]
    grounds = [(str(x), GROUND_ZH[x]) for x in named(state.regime).adjusting.grounds]
    options = {
        "proposed.targets.subproject": [("", "不改"), *parts],
        "proposed.dropped": parts,
        "ground": grounds,
    }
    now = [(words.name_zh(x.name), target_zh(holding[x.no])) for x in _left(state)]
    facts = [*now, ("现定完成时间", str(state.planned_completion or "没有定"))]
    hidden = frozenset({"proposed.successor"})
    return Known(Given(options=options, hidden=hidden), facts)


async def deciding(known: Context) -> Known:
    """The request that waits, and who may decide on it."""
    state, number = _project(known), int(known.path["number"])
    change = next((x for x in state.track.changes if x.number == number), None)
    if change is None or change.approved is not None:
        raise not_found()
    adjusting = named(state.regime).adjusting
    bench = adjusting.replacing if change.kind is Kind.REPLACE else adjusting.bench
    options = {**by(bench, "ruling"), **(by(adjusting.spending, "budget"))}
    money = change.proposed is not None and change.proposed.investment_wan is not None
    hidden = frozenset() if money else frozenset({"budget"})
    return Known(Given(options=options, hidden=hidden), await _asked(known, state, change))


async def resuming(known: Context) -> Known:
    """Who may decide that work goes on."""
    state = _project(known)
    since = [("暂缓日期", str(state.track.suspended))] if state.track.suspended else []
    return Known(Given(options=by(named(state.regime).adjusting.bench, "ruling")), since)


async def carrying(known: Context) -> Known:
    """Into which of the later years of the same congress it may be carried over."""
    state = _project(known)
    found = await find_programmes(known.tools.ledger, state.card.region, limit=_MANY)
    years = [(x.id, x.title) for x in found.items if x.id != state.programme and not x.closed]
    options = {**by(named(state.regime).adjusting.bench, "ruling"), "programme": years}
    return Known(Given(options=options), [("现列入", state.programme)])


async def settling(known: Context) -> Known:
    """The sub-project that is short of its target."""
    state, number = _project(known), int(known.path["subproject"])
    found = [x for x in state.card.subprojects if x.no == number and number in state.track.breached]
    if not found:
        raise not_found()
    return Known(Given(), [("子项目", words.name_zh(found[0].name)), *_aim(found[0])])


async def extending(known: Context) -> Known:
    """The duty, the later date that was asked for, and who may decide on it."""
    duty = duty_in(known)
    wished = [("申请延到", str(duty.wish.to))] if duty.wish else []
    facts = [*told_of_duty(duty), *wished]
    bench = named(known.state.regime).adjusting.extending
    return Known(Given(options=by(bench, "ruling")), facts)


async def of_duty(known: Context) -> Known:
    """The duty that it is about."""
    return Known(Given(), told_of_duty(duty_in(known)))


async def stepping(known: Context) -> Known:
    """Which steps the tier's law knows, who takes them and who may have to answer."""
    tier = named(known.state.regime).tier
    allowed = [x for x in GRANTS if x.tier == tier]
    kinds = list(dict.fromkeys(x.kind for x in allowed))
    bodies = list(dict.fromkeys(x.body for x in allowed))
    options: dict[str, Options] = {
        "kind": [(str(x), INSTRUMENTS[x].zh) for x in kinds],
        "body": [_body(x, known) for x in bodies],
        "to": _addressees(known),
    }
    hidden = frozenset({"projects"}) if isinstance(known.state, Project) else frozenset()
    if isinstance(known.state, Programme):
        options["projects"] = await projects_in(known)
    values = {"on": str(known.today)}
    laws = [(INSTRUMENTS[x.kind].zh, f"{ROLE_ZH[x.body]}：{x.basis}") for x in allowed]
    return Known(Given(values=values, options=options, hidden=hidden), laws)


async def judging(known: Context) -> Known:
    """The step whose answer is judged."""
    step = next((x for x in known.state.steps if str(x.no) == known.path["step"]), None)
    if step is None:
        raise not_found()
    facts = [("措施", INSTRUMENTS[step.kind].zh), ("联名人数", str(step.signatories))]
    return Known(Given(values={"on": str(known.today)}), facts)


async def drafting(known: Context) -> Known:
    """审议意见: the projects that it may be about."""
    return Known(Given(options={"projects": await projects_in(known)}))


async def judging_reply(known: Context) -> Known:
    """The opinion whose reply is judged."""
    one = next((x for x in known.state.opinions if str(x.no) == known.path["opinion"]), None)
    if one is None:
        raise not_found()
    return Known(Given(values={"on": str(known.today)}), [("审议意见", one.title)])


async def regime_changing(known: Context) -> Known:
    """The measure that holds now."""
    now = named(known.state.regime)
    return Known(
        Given(values={"effective": str(known.today)}), [("现用办法", f"{now.zh}（{now.ref}）")]
    )


def by(bench: Bench | None, field: str) -> dict[str, Options]:
    """Who may decide, and in which meetings."""
    if bench is None:
        return {}
    return {
        f"{field}.decider": [(str(x), ROLE_ZH[x]) for x in bench.deciders],
        f"{field}.sitting": [(str(x), SITTING_ZH[x]) for x in bench.sittings],
    }


async def _asked(known: Context, state: Project, change: Change) -> list[tuple[str, str]]:
    told = await history(known.tools.ledger, f"project:{state.card.id}")
    reasons = (
        x.event for x in told
        if x.type == "ChangeRequested" and x.event["number"] == change.number
    )  # fmt: skip
    event = next(reasons, None)
    facts = [("申请", f"第{change.number}号，{KIND_ZH[change.kind]}")]
    if event:
        facts += [("事由", GROUND_ZH[event["ground"]]), ("理由", event["reason"])]
    return facts + (list(_proposed(change, state)) if change.proposed else [])


def _proposed(change: Change, state: Project) -> Iterable[tuple[str, str]]:
    wished, names = change.proposed, {x.no: words.name_zh(x.name) for x in state.card.subprojects}
    assert wished is not None  # noqa: S101  # a request that waits says what it wants
    for x in wished.targets:
        was = target_zh(state.targets.get(x.subproject))
        yield names[x.subproject], f"目标由{was}改为{target_zh(x.target)}"
    for no in wished.dropped:
        yield names[no], "不再建设"
    if wished.planned_completion:
        yield "完成时间", f"由{state.planned_completion or '没有定'}改为{wished.planned_completion}"
    if wished.investment_wan is not None:
        yield "投资", f"改为{words.figure(wished.investment_wan)}万元"
    if wished.until:
        yield "暂缓到", str(wished.until)


def _body(role: Role, known: Context) -> tuple[str, str]:
    if role is Role.DEPUTY_GROUP and isinstance(known.state, Project):
        return party(role, known.state.card.id), "本项目代表小组"
    return str(role), ROLE_ZH[role]


def _addressees(known: Context) -> Options:
    found = []
    if isinstance(known.state, Project):
        card = known.state.card
        units = dict.fromkeys((card.lead_unit, *card.co_units))
        found = [(party(Role.UNIT, x), x) for x in units]
    organs = (Role.GOVERNMENT, Role.STREET_OFFICE, Role.PARTY_COMMITTEE)
    return [*found, *((str(x), ROLE_ZH[x]) for x in organs)]


async def projects_in(known: Context) -> Options:
    """The projects of the year, by name."""
    found = []
    for project in known.state.here:
        state: Any = (await known.tools.ledger.standing(f"project:{project}")).state
        found.append((project, words.name_zh(state.card.name)))
    return found


def _project(known: Context) -> Project:
    if not isinstance(known.state, Project):
        raise not_found()
    return known.state


def _left(state: Project) -> list[Any]:
    return [x for x in state.card.subprojects if x.no in state.targets]


def _aim(part: Any) -> Sequence[tuple[str, str]]:
    return [("票决目标", target_zh(part.target))] if part.target else []


def duty_in(known: Context) -> Any:
    """The duty that the address names. Raises Problem 404."""
    name = duty_id(known.path["line"], known.path.get("period"))
    duty = known.state.duties.get(name) if known.state is not None else None
    if duty is None:
        raise not_found()
    return duty


def told_of_duty(duty: Any) -> list[tuple[str, str]]:
    """What a form says of its duty."""
    return [
        ("事项", words.duty_zh(duty.zh, duty.period)),
        ("谁欠", label_zh(duty.obligor)),
        ("现定期限", str(duty.due)),
    ]
