"""Forgetting by reference: the name goes, the record stays, and that it was done is remembered."""

from datetime import date, datetime
from pathlib import Path

import asyncpg
import pytest

from domain.dispatch import Channel as Way
from domain.given import Actor
from domain.names import COLLECTION, WISH, stream_id
from domain.refusals import Malformed
from domain.wish.channels import Channel
from domain.wish.messages import Source, TakeWish
from ledger import audit
from ledger.accounts import Accounts
from ledger.clock import set_clock
from ledger.contacts import contacts, set_contact
from ledger.door import Ledger
from ledger.erasing import PART, Erasure, account_ref, erase, erase_again, erasures, forgotten
from ledger.identities import Identities
from ledger.people import names_of, set_names
from ledger.requests import Request
from ledger.wishers import take_wish, wisher, wisher_of
from tests.pages.conftest import CHEAP, SECRET
from tests.support.house import LG24
from tests.support.town import REGION
from watch.erasures import Erasures

OFFICE = Actor("staff-1", "clerk", REGION)
NAME, PHONE, LOGIN = "张三丰", "13912345678", "zhangsf"
WISHED = "LG24-7K3M-9QXT-2ABC"


@pytest.fixture
async def somebody(ledger: Ledger) -> str:
    """One person in four places: an account, a deputy, a resident, an address for notices."""
    accounts = Accounts(ledger.pool, CHEAP)
    made = await accounts.add(LOGIN, SECRET, "committee_clerk", "clerk", region=REGION, name=NAME)
    await set_names(ledger, "LG", {"D01": NAME})
    await set_contact(ledger, "government", Way.SMS, PHONE)
    await set_clock(ledger, datetime.fromisoformat("2023-06-25T09:00:00+08:00"))
    await ledger.handle(
        stream_id(COLLECTION, "LG24"), LG24, actor=OFFICE, client="t", command_id="open"
    )
    await set_clock(ledger, datetime.fromisoformat("2023-07-05T09:00:00+08:00"))
    taken = TakeWish(
        id=WISHED,
        collection="LG24",
        region=REGION,
        text="村口装一盏路灯，晚上走路看不见",
        source=Source(channel=Channel.RECEPTION, on=date(2023, 7, 3), place="联络站"),
        opens=LG24.opens,
        last=LG24.closes,
    )
    asked = Request(stream_id(WISH, WISHED), taken, OFFICE, "t", "wish")
    await take_wish(ledger, asked, wisher(NAME, PHONE))
    return str(made.id)


async def everywhere(database: str, *sought: str) -> set[str]:
    """The tables in which one of the texts stands."""
    owner = await asyncpg.connect(database)
    tables = await owner.fetch(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    )
    found = set()
    for table in tables:
        rows = await owner.fetch(f"SELECT t::text AS said FROM {table['name']} AS t")  # ours
        if any(word in row["said"] for row in rows for word in sought):
            found.add(table["name"])
    await owner.close()
    return found


async def test_a_person_is_forgotten_everywhere_and_the_record_stays(
    ledger: Ledger, somebody: str, database: str
) -> None:
    """ASVS 14.2.4: personal data is erased by its reference; no hash of the record changes."""
    before = await everywhere(database, NAME, PHONE, LOGIN)
    assert before == {"accounts", "account_names", "people", "contacts", "wishers"}
    chain = await audit.history(ledger, stream_id(WISH, WISHED))
    (address,) = await contacts(ledger)
    for kind, ref in (
        ("account", await account_ref(ledger, LOGIN)),
        ("person", "LG D01"),
        ("wisher", WISHED),
        ("contact", str(address.id)),
    ):
        assert await erase(ledger, kind, ref, by="account:x", because="本人申请")  # type: ignore[arg-type]  # kinds as text
        assert not await erase(ledger, kind, ref, by="account:x", because="本人申请")  # type: ignore[arg-type]  # the same
    assert await everywhere(database, NAME, PHONE, LOGIN) == set()
    assert await wisher_of(ledger, WISHED) is None
    assert await names_of(ledger, "LG") == {}
    assert await audit.history(ledger, stream_id(WISH, WISHED)) == chain
    assert (await audit.verify(ledger)).whole
    told = await erasures(ledger)
    assert [(x.kind, x.by, x.because) for x in reversed(told)] == [
        (kind, "account:x", "本人申请") for kind in ("account", "person", "wisher", "contact")
    ]
    assert await forgotten(ledger, "account", [somebody]) == {somebody}


async def test_who_was_forgotten_cannot_sign_in_any_more(ledger: Ledger, somebody: str) -> None:
    accounts = Accounts(ledger.pool, CHEAP)
    assert await accounts.check(LOGIN, SECRET) is not None
    identities = Identities(ledger.pool)
    await identities.name_person(LOGIN, "工号 1001")
    await identities.link(LOGIN, "https://sso.test", "u1")
    await erase(ledger, "account", somebody, by="account:x", because="本人申请")
    assert await accounts.check(LOGIN, SECRET) is None
    assert (await identities.known(), await identities.linked()) == (set(), [])
    (left,) = await accounts.listed()
    assert (left.name, left.login[:7], left.disabled_at is None) == (None, "erased-", False)


async def test_nobody_erases_unseen_and_nobody_rewrites_the_list(
    ledger: Ledger, somebody: str, database: str
) -> None:
    """ASVS 16.4.2: the tables note it themselves, the owner's own hand included."""
    owner = await asyncpg.connect(database)
    await owner.execute("DELETE FROM people")
    (told,) = await erasures(ledger)
    assert (told.kind, told.ref, told.by[:3], told.because) == ("person", "LG D01", "db:", None)
    with pytest.raises(asyncpg.PostgresError, match="only ever appended"):
        await owner.execute("DELETE FROM erasures")
    await owner.close()
    with pytest.raises(Malformed):
        await erase(ledger, "person", "LG D01", by="account:x", because="  ")


async def test_what_a_backup_brings_back_is_erased_again(
    ledger: Ledger, somebody: str, tmp_path: Path, database: str
) -> None:
    await erase(ledger, "person", "LG D01", by="account:x", because="本人申请")
    kept = Erasures(ledger, tmp_path)
    assert (await kept.look(), await kept.look()) == (1, 0)
    assert await Erasures(ledger, tmp_path).look() == 0, "also after a start"
    owner = await asyncpg.connect(database)
    await owner.execute(  # as a restored backup would have it
        "INSERT INTO people SELECT 'LG', 'D01', $1, min(at) - interval '1 day' FROM erasures", NAME
    )
    await owner.close()
    text = (tmp_path / "erasures.ndjson").read_text()
    assert NAME not in text
    known = [Erasure.model_validate_json(x) for x in text.splitlines()]
    assert await erase_again(ledger, known) == 1
    assert await names_of(ledger, "LG") == {}
    assert await kept.look() == 1
    await set_names(ledger, "LG", {"D01": "李四"})  # who has the seat since
    assert await erase_again(ledger, known) == 0
    assert await names_of(ledger, "LG") == {"D01": "李四"}


async def test_more_than_a_part_at_once_is_written_down_whole(
    ledger: Ledger, database: str, tmp_path: Path
) -> None:
    """Given one statement that erased more people than are read at a time, when the watch looks,
    then all of them stand in the list, what comes after them too, and the part has beaten."""
    owner = await asyncpg.connect(database)
    many = 2 * PART + 1
    await owner.execute(
        f"INSERT INTO wishers (wish) SELECT 'W' || n FROM generate_series(1, {many}) n"
    )
    await owner.execute("DELETE FROM wishers")
    kept = Erasures(ledger, tmp_path)
    assert (await kept.look(), await kept.look()) == (many, 0)
    await owner.execute("INSERT INTO wishers (wish) VALUES ('later')")
    await owner.execute("DELETE FROM wishers")
    assert await kept.look() == 1
    beats = await owner.fetch("SELECT service FROM heartbeats WHERE service = 'watch:erasures'")
    assert len(beats) == 1
    await owner.close()


async def test_an_account_without_a_name_is_forgotten_again_too(
    ledger: Ledger, database: str
) -> None:
    """Given an account that has a login and no name, when it is erased, then the list says so once,
    and what a backup brings back is erased again."""
    made = await Accounts(ledger.pool, CHEAP).add(
        LOGIN, SECRET, "committee_clerk", "clerk", region=REGION
    )
    assert await erase(ledger, "account", str(made.id), by="account:x", because="本人申请")
    (told,) = known = await erasures(ledger)
    assert (told.kind, told.ref, told.by, told.because) == (
        *("account", str(made.id), "account:x", "本人申请"),
    )
    owner = await asyncpg.connect(database)
    await owner.execute("UPDATE accounts SET login = $1, disabled_at = NULL", LOGIN)  # the backup's
    await owner.close()
    assert await erase_again(ledger, known) == 1
    assert await everywhere(database, LOGIN) == set()
    assert len(await erasures(ledger)) == 2
