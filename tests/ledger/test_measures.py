"""Given measures in files, when one was edited under its name, then it is refused; a new place is
a file alone."""

from datetime import date
from pathlib import Path

import pytest

from domain import regimes
from domain.names import PROGRAMME, PROJECT, stream_id
from domain.parties import Role
from domain.programme.messages import OpenProgramme
from domain.refusals import Malformed
from domain.regime_change import ChangeRegime
from domain.regimes import FOLDER, named, use_folder
from ledger.door import Ledger
from ledger.measures import MeasureAltered
from ledger.queries.follow_ups import open_follow_ups
from ledger.refusals import Unavailable
from tests.support.filing import adoption
from tests.support.year import CARD, CLERK, open_programme

TOWN = (FOLDER / "baofeng@2.toml").read_text(encoding="utf-8").replace("baofeng", "elsewhere")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one measure that no test has seen; forgotten afterwards."""
    monkeypatch.setattr(regimes, "_added", {})
    (tmp_path / "elsewhere@2.toml").write_text(TOWN, encoding="utf-8")
    return tmp_path


def edit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody edits the file; the next process reads it."""
    file = folder / "elsewhere@2.toml"
    file.write_text(TOWN.replace('letter = "5wd"', 'letter = "6wd"'), encoding="utf-8")
    monkeypatch.setattr(regimes, "_added", {})
    use_folder(folder)


async def adopt(ledger: Ledger) -> None:
    command = adoption(CARD, "elsewhere@2")
    await ledger.handle(
        stream_id(PROJECT, CARD.id), command, actor=CLERK, client="t", command_id="a"
    )


async def test_a_measure_is_noted_with_its_first_year_and_held_to_it(
    ledger: Ledger, database: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_folder(folder)
    await adopt(ledger)
    again = await Ledger.connect(database)
    await again.close()
    edit(folder, monkeypatch)
    with pytest.raises(MeasureAltered, match="elsewhere@2"):
        await Ledger.connect(database)
    monkeypatch.setattr(regimes, "_added", {})
    with pytest.raises(MeasureAltered):
        await Ledger.connect(database)


async def test_an_edited_measure_opens_no_further_year(
    ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that started before the first use still finds out at its own first use."""
    use_folder(folder)
    other = Ledger(ledger.pool, ledger.clock)
    await adopt(ledger)
    edit(folder, monkeypatch)
    opened = open_programme("elsewhere@2").told[0]
    command = OpenProgramme(**{x: getattr(opened, x) for x in OpenProgramme.model_fields})
    with pytest.raises(MeasureAltered):
        await other.handle(
            stream_id(PROGRAMME, "LG23"), command, actor=CLERK, client="t", command_id="p"
        )


def test_a_shipped_name_is_not_taken_by_another_content(tmp_path: Path) -> None:
    text = TOWN.replace("elsewhere", "baofeng").replace('letter = "5wd"', 'letter = "6wd"')
    (tmp_path / "baofeng@2.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Malformed, match="已经发布"):
        use_folder(tmp_path)
    with pytest.raises(Malformed, match="没有办法文件夹"):
        use_folder(tmp_path / "absent")
    assert named("baofeng@2").ladder.letter.n == 5


def test_a_file_is_named_after_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "somewhere.toml").write_text(TOWN, encoding="utf-8")
    with pytest.raises(Malformed, match="应命名为"):
        use_folder(tmp_path)


async def test_a_project_follows_its_list_once_its_keeper_has_read_the_measure(
    ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list was moved where the new file is read already; its clocks' process began before."""
    use_folder(folder)
    await adopt(ledger)
    opened = open_programme("elsewhere@2").told[0]
    said = {x: getattr(opened, x) for x in OpenProgramme.model_fields} | {"projects": (CARD.id,)}
    years = stream_id(PROGRAMME, "LG23"), stream_id(PROJECT, CARD.id)
    await ledger.handle(years[0], OpenProgramme(**said), actor=CLERK, client="t", command_id="open")
    (folder / "elsewhere@3.toml").write_text(
        TOWN.replace("\nversion = 2\n", "\nversion = 3\n", 1), encoding="utf-8"
    )
    before = dict(regimes._added)  # what the other process knows
    use_folder(folder)
    move = ChangeRegime(
        regime="elsewhere@3",
        decision="人大〔2023〕18号",
        because="修订后的办法施行",
        decided_by=Role.STANDING_COMMITTEE,
        effective=date(2023, 4, 3),
    )
    await ledger.handle(years[0], move, actor=CLERK, client="t", command_id="move")
    known = dict(regimes._added)
    monkeypatch.setattr(regimes, "_added", before)
    with pytest.raises(Unavailable):
        await ledger.keep(years[1], by="sweeper")
    assert await open_follow_ups(ledger), "still owed"
    monkeypatch.setattr(regimes, "_added", known)
    await ledger.keep(years[1], by="sweeper")
    state = (await ledger.standing(years[1])).state
    assert getattr(state, "regime", None) == "elsewhere@3"
    assert not await open_follow_ups(ledger)
