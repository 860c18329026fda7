"""A file is tried on a page before anything of it is recorded, and its rows stand beside ours."""

from re import search

from tests.api.test_circulars import CSV
from tests.pages.conftest import Hall

AT = "/programmes/LG23/circulars"
SAID = {"number": "DK2023-Q1", "source": "市督考办", "dated": "2023-04-10", "period": "2023-Q1"}


async def test_a_circular_is_tried_confirmed_without_sending_it_again_and_shown(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get(AT)
    empty = await clerk.post(AT, clerk.form(**SAID))
    assert empty.status_code == 422
    assert "请选择文件" in empty.text
    files = {"file": ("通报.csv", CSV, "text/csv")}
    tried = await clerk.post(AT, clerk.form(**SAID), files=files)
    assert "还没有登记" in tried.text, tried.text
    assert "修一条路" in tried.text
    clerk.page = tried.text
    found = search(r'name="sha256" value="([0-9a-f]{64})"', tried.text)
    assert found is not None
    done = await clerk.post(AT, clerk.form(**SAID, sha256=found[1], step="confirm"))
    assert done.status_code == 303, done.text
    await clerk.get(AT)
    assert "市督考办 DK2023-Q1" in clerk.page
    unit = await hall.signed_in("fire")
    assert (await unit.get(AT)).status_code == 404
