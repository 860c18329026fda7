"""待召集: what of a year has no date, or an assumed one, until somebody convenes a meeting."""

from typing import Any

from domain.anchors import ANCHOR_ZH, waiting_for
from domain.programme.state import Programme
from domain.regimes import named
from domain.regimes.when import Anchor


def to_convene(state: Programme) -> list[dict[str, Any]]:
    """The meetings that nobody convened, each with what hangs on it and where to convene it."""
    waits: dict[Anchor, list[str]] = {}
    for line, anchor in waiting_for(named(state.regime), state.anchors):
        waits.setdefault(anchor, []).append(line.zh)
    if state.anchors.session_assumed:
        assumed = [x.zh for x in state.duties.values() if x.owed and not x.settled]
        waits.setdefault(Anchor.NEXT_SESSION, []).extend(assumed)
    return [
        {
            "zh": ANCHOR_ZH[anchor],
            "waits": list(dict.fromkeys(names)),
            "href": f"/meetings?programme={state.id}&anchor={anchor}#f-serves",
        }
        for anchor, names in waits.items()
        if anchor is not Anchor.VOTE
    ]
