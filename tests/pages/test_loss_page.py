"""/loss: after a restore one person says what was lost, another confirms, and facts are taken."""

from datetime import datetime

from domain.continuity.messages import LostReceipt, NoteRestore
from domain.given import SYSTEM
from domain.names import RECORD
from ledger.door import Ledger
from tests.pages.conftest import Hall
from tests.support.second import shown

AT = datetime.fromisoformat("2023-05-04T10:05:00+08:00")
GONE = LostReceipt(
    stream="project:LG23-01", version=9, hash="ab" * 32, type="DutyFiled", recorded_at=AT
)
WORD = "5月4日10时以后的1份工作方案，已请承办单位凭回执重报"


async def test_two_people_answer_for_what_a_restore_lost(hall: Hall, ledger: Ledger) -> None:
    clerk, auditor = await hall.signed_in("clerk"), await hall.signed_in("auditor")
    await shown(ledger, "clerk")
    await shown(ledger, "auditor")
    assert "从未由备份恢复" in (await clerk.get("/loss")).text
    lost = NoteRestore(life="1", way="restored", base="base-1", known=20, lost=1, named=(GONE,))
    await ledger.handle(RECORD, lost, actor=SYSTEM, client="system", command_id="restore")
    page = (await clerk.get("/loss")).text
    assert "只能查阅，不能登记" in page
    assert "project:LG23-01" in page
    assert (await clerk.get("/")).status_code == 200
    told = await clerk.post("/loss/declaration", clerk.form_of(what=WORD))
    assert told.headers["location"] == "/loss"
    await clerk.get("/loss")
    alone = await clerk.post("/loss/confirmation", clerk.form_of())
    assert alone.status_code == 409
    assert "请另一位工作人员确认" in alone.text
    assert WORD in (await auditor.get("/loss")).text
    assert (await auditor.post("/loss/confirmation", auditor.form_of())).status_code == 303
    assert "照常登记" in (await clerk.get("/loss")).text


async def test_what_cannot_be_taken_is_refused_whole_and_in_words(
    hall: Hall, ledger: Ledger
) -> None:
    clerk = await hall.signed_in("clerk")
    await shown(ledger, "clerk")
    lost = NoteRestore(life="1", way="restored", base="base-1", known=20, lost=1, named=(GONE,))
    await ledger.handle(RECORD, lost, actor=SYSTEM, client="system", command_id="restore")
    await clerk.get("/loss")
    for what, why in ((f"{WORD}\u202e", "控制字符"), ("丢" * 4001, "最多 4000")):
        told = await clerk.post("/loss/declaration", clerk.form_of(what=what))
        assert told.status_code == 422
        assert why in told.text
        assert what[:20] in told.text, "what was typed is still there"
    assert "改写说明" not in (await clerk.get("/loss")).text, "nothing was put on record"
    lines = clerk.form_of(what=f"{WORD}\r\n已告知")
    assert (await clerk.post("/loss/declaration", lines)).status_code == 303


async def test_who_has_not_shown_lately_who_he_is_is_asked_again(
    hall: Hall, ledger: Ledger
) -> None:
    """ASVS 2.3.5 (an answer for a loss is a weighty act)."""
    clerk = await hall.signed_in("clerk")
    lost = NoteRestore(life="1", way="restored", base="base-1", known=20, lost=1, named=(GONE,))
    await ledger.handle(RECORD, lost, actor=SYSTEM, client="system", command_id="restore")
    await clerk.get("/loss")
    for tail, said in (("declaration", {"what": WORD}), ("confirmation", {})):
        asked = await clerk.post(f"/loss/{tail}", clerk.form_of(**said))
        assert (asked.status_code, "确认是本人" in asked.text) == (403, True)
    assert "改写说明" not in (await clerk.get("/loss")).text


async def test_an_administrator_looks_on_and_a_unit_does_not(hall: Hall) -> None:
    root, fire = await hall.signed_in("root"), await hall.signed_in("fire")
    assert (await root.get("/loss")).status_code == 200
    assert (await root.post("/loss/confirmation", root.form_of())).status_code == 404
    assert (await fire.get("/loss")).status_code == 404
