"""`bihuan rehearse`: a year of real lists, played by the rules alone. No server, nothing kept."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.lists import (
    Asked,
    JsonOption,
    ListOption,
    RegimeOption,
    SessionOption,
    VoteOption,
    asked,
    assumed_session,
    day,
    refuse,
    warn,
)
from commands.lists_json import project_json, skipped_json
from commands.measures import load
from domain.refusals import Malformed, Refused
from domain.regimes.when import Anchor
from domain.rehearsal import Message, Rehearsed, owing_nothing, silence_of
from domain.rehearsal import rehearse as play

BesideOption = Annotated[
    bool, typer.Option("--side-by-side", help="各地办法并列比较，不需要项目清单")
]
MidYearOption = Annotated[
    str | None, typer.Option(help="并列比较时年中会议的日期；不给则为待召集", metavar="DATE")
]
MidSessionOption = Annotated[
    str | None, typer.Option(help="年中人代会日期；不给则依附于它的义务待召集", metavar="DATE")
]
MidMeetingOption = Annotated[
    str | None, typer.Option(help="三季度常委会会议日期；不给则待召集", metavar="DATE")
]
EXAMPLE_VOTE = "2025-03-05"
"""The vote of a comparison for which nobody names one."""


def rehearse(  # noqa: PLR0913, PLR0917  # one for each option of the command line
    regime: RegimeOption = None,
    vote: VoteOption = None,
    projects: Annotated[
        Path | None, typer.Option(help="项目清单 CSV，列同 projects.csv", metavar="FILE")
    ] = None,
    next_session: SessionOption = None,
    lists: ListOption = None,
    silent: Annotated[
        list[str] | None,
        typer.Option(help="不报送也不签收的单位或机关，可多次给出；all 为全部", metavar="UNIT"),
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="演练到这一天（含）；不给则到最后一刻", metavar="DATE")
    ] = None,
    mid_session: MidSessionOption = None,
    mid_meeting: MidMeetingOption = None,
    side_by_side: BesideOption = False,
    mid_year: MidYearOption = None,
    as_json: JsonOption = False,
) -> None:
    """演练一年：按办法推演每项义务的提醒、催办、督办函、升级和建议，不启动任何服务。"""
    try:
        if side_by_side:
            _beside(vote, next_session, mid_year, as_json=as_json)
            return
        question = asked(projects, regime, vote, next_session, lists)
        last = _until(until, question.vote)
        silence = silence_of(silent or (), question.lists.cards, question.regime)
        played = play(
            question.lists.voted,
            question.regime,
            question.vote,
            question.next_session,
            silence,
            last,
            _convened(mid_session, mid_meeting),
        )
    except Refused as refusal:
        refuse(refusal)
    _warn(question, silent or ())
    if as_json:
        typer.echo(json.dumps(_as_json(question, played), ensure_ascii=False).encode())
        return
    from commands.rehearse_table import show

    show(question, played, assumed_of(question, played))


def _beside(vote: str | None, session: str | None, mid: str | None, *, as_json: bool) -> None:
    from commands.side_by_side import compare

    load()
    voted = day(vote or EXAMPLE_VOTE, "--voted")
    met = None if mid is None else day(mid, "--mid-year")
    compare(voted, assumed_session(voted, session), met, as_json=as_json)


def _warn(question: Asked, silent: Sequence[str]) -> None:
    warn(question.warnings)
    warn(
        f"{x} 不是任何项目的牵头单位，本身没有报送义务 / {x} leads no project and owes nothing"
        for x in owing_nothing(silent, question.lists.cards)
    )


def _convened(session: str | None, meeting: str | None) -> dict[Anchor, date]:
    given = {
        Anchor.MID_SESSION: ("--mid-session", session),
        Anchor.MID_MEETING: ("--mid-meeting", meeting),
    }
    return {x: day(text, option) for x, (option, text) in given.items() if text is not None}


def _until(text: str | None, vote: date) -> date | None:
    last = None if text is None else day(text, "--until")
    if last is not None and last < vote:
        raise Malformed(
            f"--until {last} 早于票决日 {vote}，没有可演练的日子",
            f"--until {last} comes before the vote ({vote})",
        )
    return last


def assumed_of(question: Asked, played: Rehearsed) -> dict[str, Any]:
    """What is taken for granted: the next session's day, holidays that are not yet published."""
    years = played.unpublished_years
    return {**question.assumed, **({"calendar_years": years} if years else {})}


def _as_json(question: Asked, played: Rehearsed) -> dict[str, Any]:
    return {
        "regime": question.regime.ref,
        "assumed": assumed_of(question, played),
        "projects": [project_json(x) for x in question.lists.cards],
        "skipped": skipped_json(question.lists),
        "messages": [_message_json(x) for x in played.messages],
        "unanchored": [x._asdict() for x in played.unanchored],
    }


def _message_json(message: Message) -> dict[str, Any]:
    return {**message._asdict(), "date": message.date.isoformat()}
