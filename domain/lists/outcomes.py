"""What becomes of each list of a file: opened as voted, as a street's, a pool's, or refused."""

from typing import Literal, NamedTuple

from domain.lists.gathering import Table
from domain.lists.kinds import CANDIDATES, KIND_ZH, OTHER_KINDS

Way = Literal["voted", "selected", "candidates", "refused"]
WAY_ZH: dict[Way, str] = {
    "voted": "可立项",
    "selected": "可由街道立项",
    "candidates": "可入库",
    "refused": "不导入",
}


class Outcome(NamedTuple):
    """The way a list goes, and why (zh / en)."""

    outcome: Way
    reason: str


def outcome_of(table: Table, tier: str | None = None) -> Outcome:
    """What becomes of the list under a measure of that tier; None: under the one it needs."""
    refused = [x for x in table.checks if x.severity == "refused"]
    if refused:
        return Outcome("refused", str(refused[0]))
    usable = max(table.kinds, key=lambda x: (x in _WAYS, table.kinds[x]))
    if table.broken >= table.kinds[usable]:
        return Outcome("refused", "没有一行可以采用，请逐格修改 / no row can be used")
    way = _WAYS.get(usable, "refused")
    if way == "refused":
        zh, en = OTHER_KINDS.get(usable, (f"状态“{usable[:40]}”不认识", "unknown status"))
        return Outcome("refused", f"{zh} / {en}")
    if way == "selected" and tier not in (None, "street"):
        zh, en = OTHER_KINDS[usable]
        return Outcome("refused", f"{zh}，请用街道的办法导入 / {en}: import it under a street's")
    others = [KIND_ZH.get(x, x) for x in table.kinds if x != usable]
    mixed = f"，其中{'、'.join(others)}的行不采用" if others else ""
    return Outcome(way, f"{_REASONS[way][0]}{mixed} / {_REASONS[way][1]}")


_WAYS: dict[str, Way] = {
    "voted": "voted",
    "voted_street_selection": "selected",
    **dict.fromkeys(CANDIDATES, "candidates"),
}
_REASONS: dict[Way, tuple[str, str]] = {
    "voted": ("代表票决的清单", "voted by deputies"),
    "selected": ("街道会商选定，不是票决", "chosen on a street, no vote"),
    "candidates": ("候选项目，进项目库，不立项", "candidates: into the pool, not opened"),
}
