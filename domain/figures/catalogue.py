"""The figures that can be told, claimed and rolled up: data, in `catalogue.toml` beside this."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.base import ShortText, Value
from domain.refusals import Unknown

Record = Literal[
    "ballot",
    "selection",
    "consultation",
    "verified",
    "congresses",
    "suggestions_collected",
    "suggestions_completed",
    "suggestions_in_hand",
    "suggestions_assigned",
    "satisfied_ballots",
    "valid_ballots",
    "supervision_topics",
    "station_central",
    "station_village",
    "station_professional",
    "station_mobile",
    "station_industrial",
    "station_persons",
    "station_routed",
    "training_courses",
    "trained_deputies",
    "sitting_in",
    "joined_events",
    "joined_inspections",
    "group_studies",
    "research_reports",
]
"""What the ledger itself counts, one leaf for each congress and year."""

AS_NOW: frozenset[Record] = frozenset({"verified", "station_persons", "station_routed"})
"""Of which the ledger's tables know no day: for an earlier one they too are counted as now."""


class Ratio(Value):
    """One sum as a share of another, in per cent; rounded half up at so many decimals."""

    of: ShortText
    to: ShortText
    decimals: Annotated[int, Field(ge=0, le=4)]


class Metric(Value):
    """What a figure counts, and where it comes from. Raises ValueError for both sources at once."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
    zh: ShortText
    unit: ShortText
    record: Record | None = None
    ratio: Ratio | None = None
    sum_of: tuple[ShortText, ...] = ()

    @model_validator(mode="after")
    def _one_source(self) -> "Metric":
        if sum([self.record is not None, self.ratio is not None, bool(self.sum_of)]) > 1:
            raise ValueError(f"{self.name}: what is computed is not counted by itself")
        return self

    @property
    def computed(self) -> bool:
        """Made from other metrics: nobody tells it."""
        return self.ratio is not None or bool(self.sum_of)

    @property
    def as_now(self) -> bool:
        """Whether an earlier day asked for makes no difference to what is counted."""
        return self.record in AS_NOW

    @property
    def parts(self) -> tuple[str, ...]:
        """The metrics whose leaves it rests on: itself, where it is not computed."""
        if self.ratio is not None:
            return (self.ratio.of, self.ratio.to)
        return self.sum_of or (self.name,)


@cache
def metrics() -> dict[str, Metric]:
    """All of them by name, in the file's order."""
    text = files("domain.figures").joinpath("catalogue.toml").read_text("utf-8")
    found = [Metric.model_validate(x) for x in tomllib.loads(text)["metric"]]
    return {x.name: x for x in found}


def metric(name: str) -> Metric:
    """One by its name. Raises Unknown."""
    if name not in metrics():
        raise Unknown("指标", "metric", name)
    return metrics()[name]
