"""S6 Gaogang's five years through the ledger: 50 + 127 voted, 113 consulted, nobody says how many
were adjusted (seeds/000: 除个别因规划调整外，全部如期完成)."""

from datetime import date, datetime

from domain.figures.beside import roll_up
from domain.figures.figure import Figure, Scope
from domain.figures.messages import Claim, NoteClaims, OpenFigures, TellFigures, Told
from domain.given import Actor
from domain.names import FIGURES, stream_id
from ledger import audit
from ledger.clock import set_clock
from ledger.door import Ledger
from ledger.queries.figures import find_figures

PLACE, DAY = "江苏省/泰州市/高港区", date(2022, 4, 30)
CLERK = Actor(ref="clerk", party="clerk", region=PLACE)


def told(metric: str, region: str, value: int | None, *, whole: bool = False) -> Told:
    return Told(metric=metric, region=region, as_of=DAY, value=value, whole=whole)


async def test_s6_what_was_consulted_is_never_counted_as_voted(ledger: Ledger) -> None:
    await set_clock(ledger, datetime.fromisoformat("2022-05-10T09:00:00+08:00"))
    figures = (
        told("voted_projects", PLACE, 50),
        told("voted_projects", f"{PLACE}/各镇", 127, whole=True),
        told("consulted_projects", f"{PLACE}/各街道", 113, whole=True),
        told("adjusted_projects", PLACE, None),
    )
    claim = Claim(
        metric="voted_projects",
        region=PLACE,
        as_of=DAY,
        value="290",
        source="（样稿）某处误引",
        quote="票决290个",
    )
    commands = (
        OpenFigures(id="gaogang", region=PLACE, title="近五年"),
        TellFigures(figures=figures, document="seeds/000"),
        NoteClaims(claims=(claim,)),
    )
    for n, command in enumerate(commands):
        await ledger.handle(
            stream_id(FIGURES, "gaogang"), command, actor=CLERK, client="s6", command_id=str(n)
        )
    scope = Scope(region=PLACE, as_of=DAY)
    found = await find_figures(ledger, scope)

    def figure(name: str) -> Figure:
        return roll_up(name, scope, found.leaves, found.claims, found.expected.get(name, ()))

    voted, consulted, adjusted = map(
        figure, ("voted_projects", "consulted_projects", "adjusted_projects")
    )
    assert voted.value == 177
    assert consulted.value == 113
    assert figure("all_projects").value == 290
    assert adjusted.value is None
    assert adjusted.unknown == (PLACE,)
    (conflict,) = voted.conflicts
    assert conflict.difference == -113
    assert (await audit.verify(ledger)).whole
