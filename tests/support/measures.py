"""Measures for tests: a shipped one with more clauses written beneath it."""

from domain.regimes import FOLDER, parse
from domain.regimes.model import Regime

SLOW = """
[slowness]
origin = "ours"
cite = "进度缓慢的分级督办"
instrument = "special_hearing"
higher = "interpellation"
party_report = true
participants = ["expert", "group", "resident", "unit", "contractor"]
"""
SLOW_COUNTY = SLOW.replace("special_hearing", "special_inquiry")


def line(name: str, trigger: str, term: str, **more: str) -> str:
    """One obligation after a fact, owed by the unit per project unless it is said otherwise."""
    said = {
        "scope": "project",
        "stage": "implement",
        "form": "report",
        "obligor": "unit",
        "obligee": "presidium",
        **more,
    }
    words = "\n".join(f'{k} = "{v}"' for k, v in said.items() if k != "climbs")
    climbs = "climbs = false\n" if more.get("climbs") == "no" else ""
    return f"""
[[duty]]
name = "{name}"
zh = "{name}"
en = "{name}"
{words}
{climbs}when = {{ rule = "after", trigger = "{trigger}", term = "{term}" }}
origin = "ours"
cite = "测试用条款"
"""


CHAIN = "".join(
    (
        line(
            "consultation",
            "slow",
            "15wd",
            form="consultation",
            obligor="deputy_group",
            raises="consulted",
        ),
        line("proposal", "proposed", "0d"),
        line("consultation_follow_up", "consulted", "3m", obligor="deputy_group"),
        line("scope_statement", "scope_breached", "5wd"),
        line("letter_reply", "letter_sent", "15wd", climbs="no"),
        line("step_answer", "answer_owed", "10wd"),
        line(
            "opinion_handover",
            "opinion_drafted",
            "10d",
            scope="programme",
            obligor="presidium",
            obligee="government",
            raises="opinion_handed_over",
        ),
        line(
            "opinion_reply",
            "opinion_handed_over",
            "3m",
            scope="programme",
            obligor="government",
            raises="opinion_replied",
        ),
        line(
            "opinion_publication",
            "opinion_replied",
            "7wd",
            scope="programme",
            obligor="presidium",
            obligee="congress",
        ),
    )
)


def measure(ref: str, *clauses: str) -> Regime:
    """The shipped measure with these sections and lines at its end; version 99.

    Sections have to stand before the first line: TOML reads what follows a [[duty]] as its own.
    """
    text = (FOLDER / f"{ref}.toml").read_text(encoding="utf-8")
    head, first, rest = text.partition("[[duty]]")
    sections = "".join(x for x in clauses if "[[duty]]" not in x)
    lines = "".join(x for x in clauses if "[[duty]]" in x)
    whole = head.replace("version = 1", "version = 99") + sections + "\n" + first + rest + lines
    return parse(whole, "measure.toml")
