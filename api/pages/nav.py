"""The main entries: one table, a line for each, in groups of which nobody meets more than six.

Who may open no more than `FLAT` of them finds them beside one another. Who may open more finds the
groups in the first line and the entries of the open group in the second. Plain links in both.
On a phone one word, 菜单, opens them all: a line of the screen, whoever looks.
"""

from dataclasses import dataclass

from api.pages.rights import Action, Signed, can

FLAT = 7
NAV: tuple[tuple[Action, str, str, str], ...] = (
    ("board", "/", "总览", "督办"),
    ("group", "/group", "我的小组", "督办"),
    ("owe", "/todo", "待办", "督办"),
    ("decide", "/decide", "待收下", "督办"),
    ("countersign", "/proposals", "待确认", "督办"),
    ("acknowledge", "/inbox", "来函", "督办"),
    ("owe", "/filed", "回执", "督办"),
    ("owe", "/interface", "接口", "督办"),
    ("board", "/collections", "征集", "征集"),
    ("list", "/lists", "清单", "征集"),
    ("meet", "/meetings", "会议", "会议"),
    ("ballot", "/ballots", "投票", "会议"),
    ("screen", "/screens", "大屏", "会议"),
    ("board", "/topics", "议题", "会议"),
    ("work", "/registers", "履职", "代表"),
    ("suggest", "/suggestions", "建议", "代表"),
    ("board", "/activities", "活动", "代表"),
    ("board", "/organisations", "组织", "代表"),
    ("board", "/league", "排行", "统计"),
    ("board", "/figures", "统计", "统计"),
    ("heed", "/answers", "居民留言", "公开"),
    ("board", "/charts", "图表", "统计"),
    ("board", "/rehearsals", "推演", "统计"),
    ("board", "/towns", "各镇账册", "统计"),
    ("sample", "/samples", "样稿县", "统计"),
    ("operate", "/incidents", "运行状况", "统计"),
    ("machines", "/machines", "系统对接", "统计"),
    ("oversee", "/rights", "权限", "统计"),
    ("audit", "/audit", "审计", "审计"),
)
"""(the right it needs, address, words, group). A group stands where its first line stands."""
GO = {
    "/": "b",
    "/todo": "t",
    "/decide": "d",
    "/inbox": "i",
    "/collections": "c",
    "/lists": "l",
    "/meetings": "m",
    "/ballots": "v",
    "/topics": "y",
    "/registers": "r",
    "/suggestions": "s",
    "/figures": "f",
    "/organisations": "o",
    "/audit": "a",
}
"""The key that opens an entry, after `g`. Not every entry needs one; no key stands twice."""


@dataclass(frozen=True)
class Entry:
    """One link. `current` is "page" for the open page's own, "true" for its group."""

    href: str
    zh: str
    current: str | None


@dataclass(frozen=True)
class Menu:
    """The first line, and the second where the open group has several entries."""

    first: tuple[Entry, ...]
    second: tuple[Entry, ...] = ()
    group: str = ""
    keys: tuple[tuple[str, str, str], ...] = ()
    """(key, address, words): what `g` and a letter open."""
    all: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    """Each group with its entries, as a phone opens them."""

    @property
    def open(self) -> str:
        """The words of the open page's own entry; empty where it has none."""
        return next((x.zh for _, of in self.all for x in of if x.current), "")


def menu(signed: Signed, here: str) -> Menu:
    """What this person may open; `here` is the entry to which the open page belongs."""
    open_to = [(href, zh, group) for action, href, zh, group in NAV if can(signed, action)]
    keys = tuple((GO[href], href, zh) for href, zh, _ in open_to if href in GO)
    groups: dict[str, list[tuple[str, str]]] = {}
    for href, zh, group in open_to:
        groups.setdefault(group, []).append((href, zh))
    every = tuple((x, tuple(_entry(*row, here) for row in rows)) for x, rows in groups.items())
    if len(open_to) <= FLAT:
        flat = tuple(_entry(href, zh, here) for href, zh, _ in open_to)
        return Menu(flat, keys=keys, all=every)
    current = next((x for x, rows in groups.items() if here in (href for href, _ in rows)), "")
    first = tuple(_group(zh, rows, zh == current) for zh, rows in groups.items())
    rows = groups.get(current, [])
    second = tuple(_entry(href, zh, here) for href, zh in rows) if len(rows) > 1 else ()
    return Menu(first, second, current, keys, every)


def _entry(href: str, zh: str, here: str) -> Entry:
    return Entry(href, zh, "page" if href == here else None)


def _group(zh: str, rows: list[tuple[str, str]], current: bool) -> Entry:
    alone = len(rows) == 1
    mark = ("page" if alone else "true") if current else None
    return Entry(rows[0][0], rows[0][1] if alone else zh, mark)
