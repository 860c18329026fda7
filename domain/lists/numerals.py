"""Numbers as people write them in Chinese: 十一, 二〇二五, (三)、, 第3项."""

import re

_DIGITS = {x: n for n, x in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLACES = {"十": 10, "百": 100}
SPOKEN = "〇零一二两三四五六七八九十百"
_AROUND = re.compile(r"^第?[(\[【]?(.+?)[)\]】]?[、.,项件号条]?$")
_PLAIN = re.compile(r"0*[0-9]{1,6}", re.ASCII)


def spoken(text: str) -> int | None:
    """十一 is 11, 二〇二五 is 2025, 一百二十 is 120; None for what is no such number."""
    if not text or any(x not in SPOKEN for x in text) or len(text) > 7:
        return None
    if not any(x in _PLACES for x in text):
        return int("".join(str(_DIGITS[x]) for x in text))
    total, digit, last = 0, None, 1000
    for x in text:
        if x in _PLACES:
            place = _PLACES[x]
            if place >= last or (digit is None and (total or place > 10)):
                return None
            total, digit, last = total + (1 if digit is None else digit) * place, None, place
        elif digit is None or digit == 0:
            digit = _DIGITS[x]
        else:
            return None
    return total + (digit or 0)


def arabic(text: str) -> str:
    """The text with every Chinese number in it in digits: 二〇二五年十一月 is 2025年11月."""

    def turned(found: re.Match[str]) -> str:
        number = spoken(found[0])
        return found[0] if number is None else str(number)

    return re.sub(f"[{SPOKEN}]+", turned, text)


def item_number(text: str) -> str:
    """An item's number without what is written around it: (十一)、 is 11, 第3项 is 3. What is no
    number stays as it is. The text is in half-width characters without blanks."""
    found = _AROUND.match(text)
    inner = found[1] if found else text
    if _PLAIN.fullmatch(inner):
        return inner
    number = spoken(inner)
    return text if number is None else str(number)
