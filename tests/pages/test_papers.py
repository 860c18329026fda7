"""The page of papers: what can be issued, issuing it once, and the files."""

from tests.pages.conftest import Hall

PAGE = "/programmes/LG23/papers"


async def test_a_clerk_issues_a_paper_and_fetches_its_files(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    await clerk.get("/programmes/LG23")
    assert PAGE in clerk.page
    await clerk.get(PAGE)
    assert "还没有印发过" in clerk.page
    form = clerk.form(kind="special_supervision")
    assert (await clerk.post(PAGE, form)).status_code == 303
    assert (await clerk.post(PAGE, form)).status_code == 303
    await clerk.get(PAGE)
    assert "印发了1件" in clerk.page
    assert "民实监〔2023〕1号" in clerk.page
    for ending, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        answer = await clerk.get(f"{PAGE}/1.{ending}")
        assert answer.status_code == 200
        assert answer.content.startswith(start)


async def test_what_was_issued_already_is_said_on_the_page(hall: Hall) -> None:
    clerk = await hall.signed_in("clerk")
    for _ in range(2):
        await clerk.get(PAGE)
        answer = await clerk.post(PAGE, clerk.form(kind="evaluation"))
    assert answer.status_code == 409
    assert "还没有受理过满意度测评的票数" in answer.text


async def test_a_unit_is_not_shown_the_page(hall: Hall) -> None:
    fire = await hall.signed_in("fire")
    assert (await fire.get(PAGE)).status_code == 404
