"""A ballot over HTTP: two key holders, one vote each, and sums that grade the year."""

from typing import Any

import pytest

from ledger.ballots import new_key
from tests.support.town import Town

BOX = {"id": "LG23-end", "programme": "LG23", "duty": "evaluation"}
GOOD = {"LG23-01": ["satisfied"], "LG23-02": ["satisfied"]}


async def people(town: Town, number: int) -> list[tuple[str, str]]:
    """So many deputies: token and reference."""
    found = []
    for _ in range(number):
        token = await town.token("deputy_groups", "deputy_group")
        found.append((token, (await town.ask("GET", "/me", token)).json()["ref"]))
    return found


async def opened(town: Town, voters: list[tuple[str, str]], **more: Any) -> list[str]:
    """The box of the year-end evaluation, open; both keys."""
    (first, one), (second, two) = voters[:2]
    made = await town.ask("POST", "/ballots", town.clerk, json={**BOX, "keepers": [one, two]})
    assert made.status_code == 201, made.text
    codes = []
    for token in (first, second):
        taken = await town.ask("POST", "/ballots/LG23-end/keys", token, json={})
        assert taken.status_code == 201, taken.text
        codes.append(taken.json()["code"])
    body = {"voters": [x for _, x in voters], "present": len(voters), **more}
    done = await town.ask("POST", "/ballots/LG23-end/opening", town.clerk, json=body)
    assert done.status_code == 201, done.text
    return codes


async def vote(town: Town, token: str, marks: Any = GOOD, **more: Any) -> Any:
    body = {"marks": marks, **more}
    return await town.ask("POST", "/ballots/LG23-end/votes", token, json=body)


async def test_a_vote_from_the_keys_to_the_grade(town: Town) -> None:
    voters = await people(town, 6)
    codes = await opened(town, voters)
    receipts = []
    for token, _ in voters[:5]:
        cast = await vote(town, token)
        assert cast.status_code == 201
        receipts.append(cast.json()["receipt"])
    shown = (await town.ask("GET", "/ballots/LG23-end", voters[0][0])).json()
    assert (shown["status"], shown["cast"], shown["voted"]) == ("OPEN", 5, True)
    assert {x["votes"] for x in shown["items"]} == {None}, "no figure before the count"
    for path, body in (("closing", {}), ("count", {"keys": codes})):
        done = await town.ask("POST", f"/ballots/LG23-end/{path}", town.clerk, json=body)
        assert done.status_code == 201, done.text
    where = {"where": "大会现场宣布"}
    await town.ask("POST", "/ballots/LG23-end/publication", town.clerk, json=where)
    shown = (await town.ask("GET", "/ballots/LG23-end", town.government)).json()
    assert shown["status"] == "PUBLISHED"
    assert shown["items"][0]["votes"] == {"satisfied": 5}
    assert shown["receipts"] == sorted(receipts)
    await town.tools.ledger.keep("programme:LG23", by="clock")
    await town.tools.ledger.keep("project:LG23-01", by="clock")
    page = (await town.ask("GET", "/projects/LG23-01", town.clerk)).json()
    assert page["grade"] == "SATISFIED"


async def test_one_vote_each_and_a_lost_answer_loses_nothing(town: Town) -> None:
    voters = await people(town, 3)
    await opened(town, voters)
    token = voters[0][0]
    code = (await vote(town, token)).json()["receipt_code"]
    again = await vote(town, token, receipt_code=code)
    assert (again.status_code, again.json()["receipt_code"]) == (200, code)
    assert (await vote(town, token)).status_code == 409
    assert (await vote(town, voters[1][0], {"LG99-99": ["satisfied"]})).status_code == 409
    assert (await vote(town, voters[1][0], receipt_code="1234")).status_code == 409


async def test_who_is_not_on_the_roll_finds_nothing(town: Town) -> None:
    voters = await people(town, 3)
    await opened(town, voters)
    for token in (town.fire, await town.token("deputy_group:LG23-02", "deputy_group")):
        assert (await vote(town, token)).status_code == 404
        assert (await town.ask("GET", "/ballots/LG23-end", token)).status_code == 404
        offered = await town.ask("POST", "/ballots/LG23-end/keys", token, json={})
        assert offered.status_code == 404
    assert (await vote(town, town.clerk)).status_code == 409, "the clerk sees it and has no vote"


@pytest.mark.parametrize("path", ["opening", "closing", "count", "publication", "annulment"])
async def test_only_the_clerk_runs_the_box(town: Town, path: str) -> None:
    voters = await people(town, 3)
    await opened(town, voters)
    answer = await town.ask("POST", f"/ballots/LG23-end/{path}", voters[0][0], json={})
    assert answer.status_code in (403, 422)


async def test_no_quorum_no_vote_and_a_key_may_be_made_elsewhere(town: Town) -> None:
    voters = await people(town, 3)
    (first, one), (second, two) = voters[:2]
    await town.ask("POST", "/ballots", town.clerk, json={**BOX, "keepers": [one, two]})
    own = new_key("LG23-end")
    taken = await town.ask("POST", "/ballots/LG23-end/keys", first, json={"public_key": own.public})
    assert taken.json()["code"] is None, "the private half never came here"
    await town.ask("POST", "/ballots/LG23-end/keys", second, json={})
    body = {"voters": [x for _, x in voters], "present": 1}
    answer = await town.ask("POST", "/ballots/LG23-end/opening", town.clerk, json=body)
    assert answer.status_code == 409
    assert "法定人数" in answer.json()["detail"]


async def test_papers_are_handed_out_once_and_entered_twice(town: Town) -> None:
    voters = await people(town, 3)
    codes = await opened(town, voters)
    handed = {"voters": [voters[2][1]]}
    answer = await town.ask("POST", "/ballots/LG23-end/papers", town.clerk, json=handed)
    assert answer.json() == {"papers": 1}
    assert (await vote(town, voters[2][0])).status_code == 409
    await vote(town, voters[0][0])
    await town.ask("POST", "/ballots/LG23-end/closing", town.clerk, json={})
    entry = {"items": [{"item": x, "votes": {"basic": 1}} for x in GOOD]}
    for token in (town.clerk, voters[1][0]):
        done = await town.ask("POST", "/ballots/LG23-end/paper-entries", token, json=entry)
        assert done.status_code == 201, done.text
    await town.ask("POST", "/ballots/LG23-end/count", town.clerk, json={"keys": codes})
    shown = (await town.ask("GET", "/ballots/LG23-end", town.clerk)).json()
    assert shown["items"][0]["votes"] == {"basic": 1, "satisfied": 1}


async def test_the_log_names_the_caller_and_never_the_choice(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    voters = await people(town, 3)
    codes = await opened(town, voters)
    capsys.readouterr()
    told = (await vote(town, voters[0][0], {"LG23-01": ["dissatisfied"]})).json()
    await town.ask("POST", "/ballots/LG23-end/closing", town.clerk, json={})
    await town.ask("POST", "/ballots/LG23-end/count", town.clerk, json={"keys": codes})
    said = capsys.readouterr()
    for secret in ("dissatisfied", told["receipt"], told["receipt_code"], *codes):
        assert secret not in said.out + said.err


async def test_a_box_is_for_an_evaluation_that_is_owed(town: Town) -> None:
    keepers = ["token:1", "token:2"]
    for duty in ("work_plan", "supervision_plan", "second_evaluation"):
        sent = {**BOX, "duty": duty, "keepers": keepers}
        assert (await town.ask("POST", "/ballots", town.clerk, json=sent)).status_code == 404
    far = await town.token("clerk", "clerk", "浙江省/温州市/苍南县")
    answer = await town.ask("POST", "/ballots", far, json={**BOX, "keepers": keepers})
    assert answer.status_code == 404
