"""What a board's address asks for, and the addresses of its other views: each view is a link."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from ledger.queries.board import HORIZON, Asked, Grouping

AHEAD = (3, 7, 15, 30)
USUAL_DAYS = 15
_Choice = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00-\x1f]*$")]
_Choices = Annotated[tuple[_Choice, ...], Query(max_length=60)]
NAMED: dict[str, str] = {
    "waits": "现在等谁",
    "obligor": "谁欠",
    "region": "地区",
    "what": "欠什么",
    "stage": "阶段",
    "light": "项目灯",
    "group": "代表小组",
    "leader": "牵头领导",
}
"""The filters that have choices, in the order of the page."""
OTHERS = ("q", "on", "late", "days", "by", "start")


class View(BaseModel):
    """One view of the board."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    days: Annotated[int, Query(ge=1, le=HORIZON)] = USUAL_DAYS
    waits: _Choices = ()
    obligor: _Choices = ()
    region: _Choices = ()
    what: _Choices = ()
    stage: _Choices = ()
    light: _Choices = ()
    group: _Choices = ()
    leader: _Choices = ()
    late: bool = False
    on: date | None = None
    q: Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)] = ""
    by: Grouping = "due"
    start: Annotated[int, Query(ge=0, le=1_000_000)] = 0

    def asked(self, within: str | None) -> Asked:
        """The question to the ledger."""
        told = {x: getattr(self, x) for x in (*NAMED, "days", "late", "on", "q")}
        return Asked(within=within, **told)

    def told(self) -> dict[str, Any]:
        """What differs from the plain board, without the place on it."""
        found = self.model_dump(mode="json", exclude_defaults=True, exclude={"start"})
        return {x: found[x] for x in (*NAMED, *OTHERS) if x in found}

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out, apart from the days ahead."""
        return bool(self.told().keys() - {"days", "by"})

    def query(self) -> str:
        """The view as the part of an address after `?`."""
        return urlencode(self.told(), doseq=True)

    def hidden(self) -> list[tuple[str, str]]:
        """What a search keeps of the view, as fields of a form."""
        kept = {x: y for x, y in self.told().items() if x != "q"}
        return [
            (x, str(one)) for x, y in kept.items() for one in (y if isinstance(y, list) else [y])
        ]

    def with_(self, **changed: Any) -> str:
        """The address of this view with something changed, from its first line on."""
        rest = {**self.told(), **changed}
        usual = {name: x.default for name, x in type(self).model_fields.items()}
        kept = {x: y for x, y in rest.items() if y not in (usual[x], (), [], None)}
        return f"/?{urlencode(kept, doseq=True)}" if kept else "/"

    def toggled(self, name: str, value: str) -> str:
        """The address with one choice made, or taken back where it was made already."""
        made = getattr(self, name)
        kept = [x for x in made if x != value]
        return self.with_(**{name: kept if len(kept) < len(made) else [*made, value]})

    def without(self, name: str, value: str | None = None) -> str:
        """The address without that choice, or without that filter."""
        if value is None:
            return self.with_(**{name: None})
        return self.with_(**{name: [x for x in getattr(self, name) if x != value]})
