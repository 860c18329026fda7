"""What changed in an organisation, as a sentence, and the forms by which one change is told."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.organisation.chart import GROUP_ZH, OFFICE_ZH, SEAT_ZH
from domain.organisation.state import Organisation
from domain.organisation.tiers import BODIES
from ledger.queries.history import Entry

_NO = "没有"
LABELS = {
    "body": "编号",
    "group": "编号",
    "ref": "代表编号",
    "name": "名称",
    "kind": "种类",
    "committee": "由哪个委员会带",
    "under": "属于哪个监督组",
    "superior": "主管单位",
    "organ": "机构或小组",
    "role": "职务",
    "office": "身份",
    "until": "任期到",
    "what": "哪一类",
    "id": "编号或名称",
    "since": "从哪一天起",
    "on": "从哪一天起",
    "because": "依据",
}


class Blank(NamedTuple):
    """One field of a form."""

    name: str
    required: bool = True
    options: Mapping[Any, str] | None = None
    day: bool = False


class Form(NamedTuple):
    """One kind of change."""

    zh: str
    fields: tuple[Blank, ...]


_SINCE, _ON, _WHY = Blank("since", day=True), Blank("on", day=True), Blank("because")
_ROLE = Blank("role", options=SEAT_ZH)
_WHAT = Blank("what", options={"body": "机构", "group": "小组", "unit": "承办单位"})
_BODY = Blank("kind", options={str(k): x.zh for k, x in BODIES.items()})
FORMS = {
    "enter_deputy": Form(
        "登记代表",
        (
            Blank("ref"),
            Blank("office", options=OFFICE_ZH),
            _SINCE,
            Blank("until", required=False, day=True),
        ),
    ),
    "leave": Form("离任", (Blank("ref"), _ON, _WHY)),
    "appoint": Form("任职", (Blank("ref"), Blank("organ"), _ROLE, _SINCE)),
    "relieve": Form("免职", (Blank("ref"), Blank("organ"), _ROLE, _ON, _WHY)),
    "form_body": Form("设立机构", (Blank("body"), _BODY, Blank("name"), _SINCE)),
    "form_group": Form(
        "组建小组",
        (
            Blank("group"),
            Blank("kind", options=GROUP_ZH),
            Blank("name"),
            Blank("committee", required=False),
            Blank("under", required=False),
            _SINCE,
        ),
    ),
    "enter_unit": Form("登记承办单位", (Blank("name"), Blank("superior", required=False), _SINCE)),
    "dissolve": Form("撤销", (_WHAT, Blank("id"), _ON, _WHY)),
}
"""One change each; many at once come by the interface or by `bihuan organisation import`."""


def form_of(texts: Mapping[str, str]) -> dict[str, Any]:
    """The change as the interface takes it."""
    do = texts["do"]
    said: dict[str, Any] = {x.name: texts[x.name] for x in FORMS[do].fields if texts.get(x.name)}
    if do == "enter_deputy":
        said["facts"] = {"office": said.pop("office", "deputy")}
    return {"do": do, **said}


def told(entry: Entry, one: Organisation, names: Mapping[str, str]) -> dict[str, Any]:
    """One event as a line: from when, what, why."""
    event = entry.event
    return {
        "version": entry.version,
        "on": event.get("since") or event.get("on") or "",
        "zh": _sentence(entry.type, event, _called(one), names),
        "because": event.get("because") or entry.reason or "",
        "recorded": entry.recorded_at,
    }


def _called(one: Organisation) -> dict[str, str]:
    """Bodies and groups by their newest names."""
    found = {x.id: x.name for x in one.bodies}
    return {**found, **{x.id: x.name for x in one.groups}}


_SENTENCES = {
    "OrganisationFounded": "建立组织：{name}",
    "BodyFormed": "设立：{name}",
    "GroupFormed": "设立：{name}",
    "UnitEntered": "登记承办单位：{name}，主管单位{superior}",
    "DeputyEntered": "登记：{who}，{office}",
    "OfficeLeft": "离任：{who}",
    "Appointed": "任职：{who}，{organ}{role}",
    "Relieved": "免职：{who}，{organ}{role}",
    "Dissolved": "撤销：{gone}",
}


def _sentence(
    kind: str, event: Mapping[str, Any], called: Mapping[str, str], names: Mapping[str, str]
) -> str:
    ref, gone = event.get("ref", ""), event.get("id", "")
    said = {
        "name": event.get("name", ""),
        "superior": event.get("superior") or _NO,
        "who": names.get(ref, ref),
        "organ": called.get(event.get("organ", ""), event.get("organ", "")),
        "gone": called.get(gone, gone),
    }
    if kind == "DeputyEntered":
        said["office"] = OFFICE_ZH[event["facts"]["office"]]
    if "role" in event:
        said["role"] = SEAT_ZH[event["role"]]
    return _SENTENCES[kind].format_map(said)
