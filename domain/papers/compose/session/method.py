"""票决办法（草案）: the rules of this ballot, adopted before it (rulebook B3)."""

from collections.abc import Iterator

from domain.ballot.paper import ForAgainst, Graded, Ranked, UpTo
from domain.papers.act import Act
from domain.papers.body import Body
from domain.papers.compose.session.gathered import Rules, SessionGathered
from domain.papers.compose.session.made import article, made, margin
from domain.papers.compose.session.words import day_zh, marking, numeral
from domain.papers.ref import Ref
from domain.refusals import Contradicted


def voting_method(gathered: SessionGathered) -> Body:
    """Raises Contradicted before the candidates and seats are known, and for a consultation."""
    no_ballot_here(gathered)
    rules = gathered.the_rules()
    note = "（草案）"
    if rules.adopted is not None:
        note = f"（{day_zh(rules.adopted)}{gathered.meeting}通过）"
    articles = tuple(
        article(f"第{numeral(n)}条　{zh}", sources)
        for n, (zh, sources) in enumerate(_articles(gathered, rules), 1)
    )
    act = Act(head=f"{gathered.meeting}文件", note=note, paragraphs=articles)
    return made(gathered, f"{gathered.matter}项目{gathered.word}办法", act)


def no_ballot_here(gathered: SessionGathered) -> None:
    """Raises Contradicted where the measure consults and nobody votes."""
    if gathered.decision.kind == "consultation":
        raise Contradicted(
            "本办法以会商确定项目，不投票，没有票决办法和选票。",
            "this measure consults; nobody votes.",
        )


def _articles(gathered: SessionGathered, rules: Rules) -> Iterator[tuple[str, tuple[Ref, ...]]]:
    word, voters, here = gathered.word, gathered.voters, (rules.ref,)
    candidates = gathered.the_candidates()
    listed = (*here, gathered.listed) if gathered.listed else here
    law = "《中华人民共和国地方各级人民代表大会和地方各级人民政府组织法》和"
    basis = law if gathered.is_vote else ""
    yield f"为了做好{gathered.matter}项目的{word}工作，根据{basis}有关规定，制定本办法。", ()
    yield f"{margin(len(candidates), rules.seats)}。候选项目按名册所列次序排列。", listed
    quorum = "三分之二以上出席" if gathered.is_vote else "过半数出席"
    yield f"{word}由{gathered.chair}主持。全体{voters}{quorum}，始得进行{word}。", ()
    yield f"{word}采用无记名投票的方式，{_manner(rules)}。{voters}不另选票面以外的项目。", here
    yield "".join(marking(rules.family)), here
    yield (
        "收回的票数等于或者少于发出的票数，投票有效；多于发出的票数，投票无效，重新进行。",
        (),
    )
    yield rules.passing, here
    yield rules.tie, here
    yield rules.shortfall, here
    tellers = f"设监票人、计票人若干名，由{gathered.chair}在{voters}中提名，经会议通过。"
    yield tellers + "纸质票由两人分别录入，两次录入一致后计入。", ()
    yield rules.announcing, here
    yield "未被选中的候选项目退回项目储备库。", ()
    yield "本办法经会议通过后施行。", ()


def _manner(rules: Rules) -> str:
    match rules.family:
        case ForAgainst() | Graded():
            return "逐项表示意见"
        case UpTo(seats=most):
            return f"在候选项目中选择不超过 {most} 项"
        case Ranked(places=places):
            return f"对候选项目排列先后，至多 {places} 位"
