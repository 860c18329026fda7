"""What `bihuan import` and `bihuan rehearse` are asked: a file of lists, a regime, a vote's day."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple, NoReturn

import typer

from commands.measures import load
from documents.list_book import opened
from domain.calendar import Calendar
from domain.lists import Lists, NotAList, Reading, read_book
from domain.lists.decoding import GB_NOTE, decoded
from domain.lists.kinds import ON_A_STREET
from domain.lists.mapping import reading_of
from domain.lists.sheets import Book
from domain.lists.table import MOST_BYTES, REQUIRED
from domain.refusals import Malformed, Refused
from domain.regimes import named
from domain.regimes.model import Regime
from domain.terms import Term, nominal

RegimeOption = Annotated[
    str | None,
    typer.Option(
        help="办法，如 baofeng，可加 @版本；bihuan regime list 列出全部", metavar="REGIME"
    ),
]
VoteOption = Annotated[
    str | None, typer.Option("--voted", help="票决日，如 2023-03-31", metavar="DATE")
]
SessionOption = Annotated[
    str | None,
    typer.Option(help="下一次人代会日期；不给则按票决日满一年推定并注明", metavar="DATE"),
]
ListOption = Annotated[
    list[str] | None,
    typer.Option("--list", help="只取这份清单（list_id），可多次给出", metavar="ID"),
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        help="表头对应：映射文件（TOML），或 标题=列名，如 项目全称=item_name_zh；可多次给出",
        metavar="FILE|标题=列名",
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="各行共有的内容，如 list_id=LG24、county=某县、status_kind=voted；可多次给出",
        metavar="列名=内容",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")]

_YEAR, _MOST_YEARS = Term.parse("12m"), Term.parse("36m")


class Asked(NamedTuple):
    """What a command was asked, read and found possible."""

    lists: Lists
    regime: Regime
    vote: date
    next_session: date
    session_assumed: bool

    @property
    def assumed(self) -> dict[str, Any]:
        """What nobody has said and is taken for granted, by name; empty where nothing is."""
        return {"next_session": self.next_session.isoformat()} if self.session_assumed else {}

    @property
    def sound(self) -> "Asked":
        """The same for the lists that can be put on record as they stand."""
        voted = tuple(x for x in self.lists.voted if not x.refused)
        return self._replace(lists=self.lists._replace(voted=voted))

    @property
    def warnings(self) -> list[str]:
        """What is odd, zh / en."""
        return self.lists.warnings(self.regime, self.vote)


def asked(
    file: Path | None,
    regime: str | None,
    vote: str | None,
    next_session: str | None,
    wanted: Iterable[str] | None,
    how: Reading | None = None,
) -> Asked:
    """Reads and checks everything before anything is done. Raises Refused."""
    if regime is None:
        raise Malformed("请用 --regime 给出办法，如 --regime baofeng", "--regime is missing")
    load()
    measure, voted_on = named(regime), day(vote, "--voted")
    assumed, session = next_session is None, assumed_session(voted_on, next_session)
    if file is None:
        raise Malformed("请给出项目清单文件（CSV、XLSX）", "the file of projects is missing")
    lists = read_file(file, measure, how or Reading()).only(list(wanted or ()))
    return Asked(lists, measure, voted_on, session, assumed)


def read_file(file: Path, measure: Regime, how: Reading) -> Lists:
    """The lists that the measure may carry out: on a street, what was chosen there, which is no
    vote. Raises Refused."""
    if measure.tier == "street":
        how = how._replace(kinds=ON_A_STREET, assumed_kind="voted_street_selection")
    book = opened(content_of(file))
    _by_contract(book)
    return read_book(book, how)


def _by_contract(book: Book) -> None:
    """A file with the columns of projects.csv is UTF-8; an office's own sheet may be GB18030.
    Raises NotAList."""
    header = {x.strip() for sheet in book.sheets for _, cells in sheet.records[:1] for x in cells}
    if GB_NOTE in book.notes and header.issuperset(REQUIRED):
        raise NotAList(
            "文件不是 UTF-8 编码；列名与 projects.csv 相同的清单须为 UTF-8，"
            "请在表格软件中另存为“CSV UTF-8”后重试。",
            "not UTF-8, which a file with the columns of projects.csv has to be.",
        )


def how_to_read(maps: Iterable[str] | None, values: Iterable[str] | None) -> Reading:
    """What `--map` and `--set` say. Raises Refused."""
    files = [x for x in maps or () if x.lower().endswith(".toml")]
    words = [x for x in maps or () if x not in files]
    texts = (decoded(content_of(Path(x)))[0] for x in files)
    return reading_of(texts, words, values or ())


def assumed_session(vote: date, next_session: str | None) -> date:
    """The next session's day: as given, or a year after the vote. Raises Malformed."""
    given = next_session is not None
    session = day(next_session, "--next-session") if given else nominal(vote, _YEAR)
    _session_follows(vote, session)
    return session


def day(text: str | None, option: str) -> date:
    """The day an option names, within the calendar. Raises Malformed."""
    if text is None:
        raise Malformed(f"请用 {option} 给出日期，如 {option} 2023-03-31", f"{option} is missing")
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or text != found.isoformat():
        raise Malformed(
            f"{option}：没有“{text[:40]}”这一天，请写成 2023-03-31 的形式",
            f"{option}: “{text[:40]}” is no day",
        )
    Calendar.seeded().settled(found)  # raises for a day outside the calendar
    return found


def _session_follows(vote: date, session: date) -> None:
    if session <= vote:
        raise Malformed(
            f"下一次会议日期 {session} 应晚于票决日 {vote}，请核对",
            f"the next session ({session}) must come after the vote ({vote})",
        )
    if session > nominal(vote, _MOST_YEARS):
        raise Malformed(
            f"下一次会议日期 {session} 距票决日 {vote} 超过三年，请核对年份",
            f"the next session ({session}) is more than three years after the vote",
        )


def content_of(file: Path) -> bytes:
    """The bytes of a file that a command names. Raises NotAList."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise NotAList(f"读不到文件 {file}，请核对路径", f"{why}") from error


def warn(lines: Iterable[str]) -> None:
    """Warnings go to stderr, one line each."""
    for line in lines:
        typer.echo(f"注意 {' '.join(line.split())}", err=True)


def refuse(refusal: Refused) -> NoReturn:
    """One line on stderr and exit 2."""
    typer.echo(" ".join(str(refusal).split()), err=True)
    raise typer.Exit(2)
