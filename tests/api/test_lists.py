"""Lists over HTTP: tried first, every broken cell named, recorded whole or not at all."""

import csv
import io
from typing import Any

import pytest

from documents.list_template import template
from tests.api.test_candidates import OPENING as COLLECTION
from tests.documents.test_list_files import office_book
from tests.support.real_lists import PROJECTS
from tests.support.town import REGION, Town

ASKED: dict[str, Any] = {"regime": "longgang", "voted": "2023-03-31"}
HEAD = "序号,项目名称,责任单位,总投资（万元）,完成时限,地区\n"
ROAD = f"一,农村道路,市交通局,120,2023年11月底前,{REGION}\n"
GOOD = f"{HEAD}{ROAD}二,路灯,市城管局,0.5亿元,年底,{REGION}\n"
HERE = {**ASKED, "set": ["list_id=XQ23", "year=2023"]}


async def sent(town: Town, content: bytes, name: str = "清单.csv", **more: Any) -> Any:
    files = {"file": (name, content, "application/octet-stream")}
    token = more.pop("token", town.clerk)
    return await town.ask("POST", "/lists", token, params={**HERE, **more}, files=files)


async def test_a_list_is_tried_opened_and_known_the_second_time(town: Town) -> None:
    content = GOOD.encode("gb18030")
    tried = await sent(town, content, dry_run="true")
    assert tried.status_code == 200, tried.text
    (one,) = tried.json()["lists"]
    assert (one["state"], one["projects"], one["receipts"]) == ("new", ["XQ23-01", "XQ23-02"], [])
    assert "国标" in tried.json()["notes"][0]
    assert (await town.ask("GET", "/programmes/XQ23", town.clerk)).status_code == 404
    done = await sent(town, content)
    assert done.status_code == 201, done.text
    assert len(done.json()["lists"][0]["receipts"]) == 3
    project = (await town.ask("GET", "/projects/XQ23-02", town.clerk)).json()
    assert "ProjectAdopted" in [x["type"] for x in project["history"]]
    again = await sent(town, GOOD.encode())
    assert (again.status_code, again.json()["lists"][0]["state"]) == (200, "known")
    file = await town.ask("GET", f"/evidence/{done.json()['sha256']}", town.auditor)
    assert file.content == content


async def test_what_differs_is_told_and_nothing_is_taken_over(town: Town) -> None:
    assert (await sent(town, GOOD.encode())).status_code == 201
    changed = GOOD.replace("120", "130").encode()
    tried = (await sent(town, changed, dry_run="true")).json()["lists"][0]
    assert (tried["state"], [x["zh"] for x in tried["differences"]]) == (
        "changed",
        ["XQ23-01 的总投资（万元）在册为“120”，文件为“130”"],
    )
    refused = await sent(town, changed)
    assert (refused.status_code, "凭决定登记" in refused.json()["detail"]) == (409, True)
    assert refused.json()["errors"][0]["field"] == "XQ23-01"


async def test_one_broken_cell_keeps_the_whole_list_out(town: Town) -> None:
    broken = GOOD.replace("0.5亿元", "若干").encode()
    tried = (await sent(town, broken, dry_run="true")).json()
    assert tried["lists"][0]["state"] == "refused"
    (cell,) = tried["skipped"][0]["cells"]
    assert (cell["cell"], cell["column"], cell["value"]) == (
        "第3行第4列",
        "总投资（万元）",
        "若干",
    )
    refused = await sent(town, broken)
    assert refused.status_code == 422
    assert "不导入半份清单" in refused.json()["detail"]
    assert (await town.ask("GET", "/programmes/XQ23", town.clerk)).status_code == 404


async def test_what_goes_out_comes_in_again_as_nothing_new(town: Town) -> None:
    await sent(town, GOOD.encode())
    for form in ("csv", "xlsx"):
        file = await town.ask("GET", "/programmes/XQ23/list", town.auditor, params={"format": form})
        assert file.status_code == 200
        again = await sent(town, file.content, f"清单.{form}", set=[])
        assert again.json()["lists"][0]["state"] == "known", again.text
        more = await town.ask("GET", "/programmes/XQ23/list", town.clerk, params={"format": form})
        assert more.content == file.content
    assert (await town.ask("GET", "/programmes/ZZ/list", town.clerk)).status_code == 404
    assert (await town.ask("GET", "/programmes/XQ23/list", town.fire)).status_code == 404
    assert (await town.ask("GET", "/lists/template", town.fire)).content == template()


async def test_a_list_of_another_place_is_not_opened_here(town: Town) -> None:
    elsewhere = GOOD.replace(REGION, "某省/某县").encode()
    here = await town.token("clerk", "clerk", region=REGION)
    tried = (await sent(town, elsewhere, dry_run="true", token=here)).json()["lists"][0]
    assert (tried["state"], "不在本机关的地区" in tried["why"]) == ("refused", True)
    assert (await sent(town, GOOD.encode(), token=town.fire)).status_code == 403


async def test_a_street_s_selection_needs_a_street_s_measure(town: Town) -> None:
    with PROJECTS.open(encoding="utf-8", newline="") as stream:
        rows = [x for x in csv.DictReader(stream) if x["list_id"] == "SC25"]
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    content = out.getvalue().encode()
    county = (await sent(town, content, dry_run="true", set=[])).json()
    assert (county["lists"], county["tables"][0]["outcome"]) == ([], "refused")
    street = await sent(town, content, regime="shangluo-street", dry_run="true", set=[])
    assert [x["outcome"] for x in street.json()["tables"]] == ["selected"]
    assert "票决" not in street.json()["tables"][0]["reason"].replace("不是票决", "")


async def test_candidates_enter_a_pool_whole_once_and_are_worked_on_there(town: Town) -> None:
    await town.ask("POST", "/collections", town.clerk, json=COLLECTION)
    at = f"/collections/{COLLECTION['id']}/pool"

    async def pooled(content: str, **more: Any) -> Any:
        files = {"file": ("候选.csv", content.encode(), "text/csv")}
        said = {"source": "department", "set": ["list_id=HX24"], **more}
        return await town.ask("POST", f"{at}/list", town.government, params=said, files=files)

    head = "序号,候选项目名称,建设地点,责任单位,总投资（万元）\n"
    content = f"{head}1,农村道路,东村,市交通局,120\n2,路灯,西村,市城管局,5\n"
    tried = await pooled(content, dry_run="true")
    assert [x["state"] for x in tried.json()["items"]] == ["new", "new"]
    done = await pooled(content)
    assert (done.status_code, len(done.json()["receipts"])) == (201, 2), done.text
    again = await pooled(content)
    assert (again.status_code, [x["state"] for x in again.json()["items"]]) == (200, ["known"] * 2)
    changed = await pooled(content.replace("西村", "南村"))
    assert (changed.status_code, changed.json()["errors"][0]["field"]) == (409, "HX24-02")
    assert (await pooled(content.replace("120", "若干"))).status_code == 422
    item = await town.ask("GET", f"{at}/HX24-01", town.clerk)
    assert item.json()["item"]["place"] == "东村", item.text
    assert (await pooled(content, source="reserve")).status_code == 422


@pytest.mark.parametrize(
    ("content", "name", "more", "status", "says"),
    [
        (office_book()[:-30], "清单.xlsx", {}, 422, "打不开"),
        (b"PK\x03\x04" + b"\0" * (9 * 1024 * 1024), "清单.xlsx", {}, 413, "上限"),
        (GOOD.encode(), "../清单.csv", {}, 422, "文件名"),
        (GOOD.encode(), "清单.csv", {"regime": "nowhere"}, 422, "没有找到"),
        (GOOD.encode(), "清单.csv", {"voted": "2026-03-31"}, 422, "不符合要求"),
        (GOOD.encode(), "清单.csv", {"set": []}, 422, "清单编号"),
        (GOOD.encode(), "清单.csv", {"map": ["甲=乙"]}, 422, "不是可读的列"),
    ],
)
async def test_a_file_that_cannot_be_is_answered_with_what_to_do(
    town: Town, content: bytes, name: str, more: dict[str, Any], status: int, says: str
) -> None:
    answer = await sent(town, content, name, **more)
    assert (answer.status_code, says in answer.json()["detail"]) == (status, True), answer.text
