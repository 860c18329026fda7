"""Which duty an address names: /projects/{id}/duties/{line}[/{period}], programmes and
collections alike."""

from collections.abc import Awaitable, Callable
from typing import Annotated, NamedTuple

from fastapi import Depends, Path, Request

from domain.duty import duty_id
from domain.names import COLLECTION, MEETING, PROGRAMME, PROJECT, SUGGESTION, WISH, stream_id

_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"
ProjectId = Annotated[str, Path(description="项目编号", examples=["LG23-01"], pattern=_ID)]
ProgrammeId = Annotated[str, Path(description="年度清单编号", examples=["LG23"], pattern=_ID)]
CollectionId = Annotated[str, Path(description="征集编号", examples=["LG24"], pattern=_ID)]
WishId = Annotated[
    str, Path(description="建议编号，即回执号", examples=["LG24-7K3M-9QXT-2ABC"], pattern=_ID)
]
BallotId = Annotated[str, Path(description="投票编号", examples=["LG23-end"], pattern=_ID)]
BookId = Annotated[
    str,
    Path(
        description="履职登记册编号：人大.代表.年度",
        examples=["SL.D01.2023"],
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,149}$",
    ),
]
StationId = Annotated[str, Path(description="联络站编号", examples=["SL-1"], pattern=_ID)]
ActivityId = Annotated[str, Path(description="代表活动编号", examples=["SL23-6"], pattern=_ID)]
SuggestionId = Annotated[str, Path(description="代表建议编号", examples=["DJ-0001"], pattern=_ID)]
MeetingId = Annotated[str, Path(description="会议编号", examples=["LG23-M"], pattern=_ID)]
Line = Annotated[
    str,
    Path(description="事项名称", examples=["work_plan"], pattern=r"^[a-z][a-z0-9_]{0,59}$"),
]
PeriodName = Annotated[
    str,
    Path(
        description="期间，如 2023-M05、2023-Q2、2023-H1、2023；或编号，如 2、2-1",
        examples=["2023-M05"],
        pattern=r"^([0-9]{4}(-(M(0[1-9]|1[0-2])|Q[1-4]|H[12]))?|[0-9]{1,3})(-[0-9]{1,3})*$",
    ),
]


class Where(NamedTuple):
    """A stream and the duty in it."""

    stream: str
    duty: str


def stream_in(request: Request) -> str | None:
    """The stream that the address names; None where it names none."""
    given = request.path_params
    found = (
        stream_id(kind, given[kind])
        for kind in (PROJECT, PROGRAMME, COLLECTION, WISH, SUGGESTION, MEETING)
        if kind in given
    )
    return next(found, None)


async def named(request: Request) -> Where:
    """The duty of this address; what it may contain was checked by the route's own parameters."""
    given = request.path_params
    return Where(stream_in(request) or "", duty_id(given["line"], given.get("period")))


Named = Annotated[Where, Depends(named)]


async def _project(project: ProjectId) -> None:
    """Declares the parameter of the path."""


async def _programme(programme: ProgrammeId) -> None:
    """Declares the parameter of the path."""


async def _collection(collection: CollectionId) -> None:
    """Declares the parameter of the path."""


async def _suggestion(suggestion: SuggestionId) -> None:
    """Declares the parameter of the path."""


async def _line(line: Line) -> None:
    """Declares the parameter of the path."""


async def _period(line: Line, period: PeriodName) -> None:
    """Declares the parameters of the path."""


class Address(NamedTuple):
    """One of the six shapes in which a duty is addressed."""

    name: str
    path: str
    parameters: tuple[Depends, ...]  # type: ignore[valid-type]  # Depends is a function to mypy


def _addresses(*owners: tuple[str, Callable[..., Awaitable[None]]]) -> tuple[Address, ...]:
    return tuple(
        Address(
            f"{kind}_{'period_duty' if period else 'duty'}",
            f"/{kind}s/{{{kind}}}/duties/{{line}}" + ("/{period}" if period else ""),
            (Depends(owner), Depends(_period if period else _line)),
        )
        for kind, owner in owners
        for period in (False, True)
    )


ADDRESSES = _addresses((PROJECT, _project), (PROGRAMME, _programme), (COLLECTION, _collection))
"""Of duties that are filed and decided on one by one."""
PROJECT_ADDRESSES = tuple(x for x in ADDRESSES if x.name.startswith(PROJECT))
"""The same of projects alone."""
SUGGESTION_ADDRESSES = _addresses((SUGGESTION, _suggestion))
"""Of a suggestion's: read and acknowledged there; what fulfils them has routes of its own."""
