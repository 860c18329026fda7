"""A town is found as people type its name: 汉字, 全拼, first letters, of it or of its path."""

from hypothesis import given
from hypothesis import strategies as st

from api.public.finding import FOUND, find_places, readings
from ledger.queries.opened import Place

REGIONS = (
    "河南省/平顶山市/宝丰县",
    "河南省/平顶山市/宝丰县/城关镇",
    "浙江省/温州市/苍南县/钱库镇",
    "浙江省/温州市/龙港市",
    "江苏省/泰州市/高港区",
)
ASKED = st.text("abcdefghijlnopqstuwxyz", min_size=1, max_size=4) | st.text(
    "".join(set("".join(REGIONS))), min_size=1, max_size=3
)


def found(asked: str, regions: tuple[str, ...] = REGIONS) -> list[str]:
    places = [Place(region=x, projects=1, voted=None) for x in regions]
    return [x.region for x in find_places(asked, places)]


def test_by_strokes_by_sound_and_by_first_letters() -> None:
    for asked in ("龙港", "longgang", "lg", "LongGang", "lo ng"):
        assert found(asked) == ["浙江省/温州市/龙港市"], asked


def test_ones_own_name_stands_before_what_lies_in_it() -> None:
    assert found("宝丰") == ["河南省/平顶山市/宝丰县", "河南省/平顶山市/宝丰县/城关镇"]
    assert found("城关")[0].endswith("城关镇")
    assert found("温州") == ["浙江省/温州市/苍南县/钱库镇", "浙江省/温州市/龙港市"]


def test_across_the_parts_of_a_path() -> None:
    assert found("苍南县钱库") == ["浙江省/温州市/苍南县/钱库镇"]
    assert found("wzslgs") == ["浙江省/温州市/龙港市"]
    assert found("cnxqk") == ["浙江省/温州市/苍南县/钱库镇"]


def test_no_place_and_no_more_than_a_page() -> None:
    assert found("长沙") == []
    assert found("zzzz") == []
    many = tuple(f"河南省/第{n}县" for n in range(100))
    assert len(found("henan", many)) == FOUND


@given(ASKED)
def test_all_that_are_meant_and_no_other(asked: str) -> None:
    def means(name: str) -> bool:
        return asked in (readings(name) if asked.isascii() else name)

    meant = {x for x in REGIONS if any(map(means, (*x.split("/"), x.replace("/", ""))))}
    assert set(found(asked)) == meant
