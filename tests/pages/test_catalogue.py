"""No string of the pages is without its English: what the templates and the code say stands in
the catalogue, whole, with its gaps, and what is compiled is what is written."""

import io
import re
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from api.docs import STATIC
from api.language.__main__ import WRITTEN, renewed
from api.language.catalogue import MACHINE
from api.language.harvest import spoken
from api.language.pieces import HAN
from tests.pages.conftest import Hall

GAP = re.compile(r"\{\d+\}|</?\d+>")


def test_every_message_has_its_english_with_all_its_gaps() -> None:
    said = renewed()
    assert [x.id for x in said if x.id and not x.string] == [], "run: make words"
    for message in said:
        if message.id:
            found = sorted(GAP.findall(str(message.string)))
            assert found == sorted(GAP.findall(str(message.id))), message.id


def test_what_is_compiled_is_what_is_written_and_nothing_is_left_over() -> None:
    with WRITTEN.open("rb") as file:
        written = read_po(file, locale="en")
    assert {x.id for x in written} == {x.id for x in renewed()}
    compiled = io.BytesIO()
    write_mo(compiled, written)
    assert compiled.getvalue() == MACHINE.read_bytes(), "run: make words"


def test_a_script_that_speaks_chinese_speaks_english_too() -> None:
    for path in sorted(Path(STATIC).glob("*.js")):
        text = path.read_text(encoding="utf-8")
        code = re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)
        assert not HAN.search(code) or "documentElement.lang" in code, path.name


def test_what_a_module_says_is_gathered_with_numbered_gaps() -> None:
    source = '"""一"""\nx = f"{a}到期，{b:.1f}%"\ny = "交了{name}"\nz = ("没有", "none")\n'
    assert sorted(spoken(source)) == ["{1}到期，{2}%", "交了{1}", "没有"]


async def test_the_front_page_in_english_says_nothing_in_chinese_but_names(hall: Hall) -> None:
    browser = hall.browser()
    await browser.get("/language/en?back=/login")
    text = re.sub(r"<[^>]+>", " ", browser.page)
    left = set(re.findall(r"[\u3400-\u9fff]+", text))
    assert left <= {"闭环", "中文"}
