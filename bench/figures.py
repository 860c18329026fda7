"""What a run finds: figures with their units, ratios, and what is required of them."""

from pydantic import BaseModel, ConfigDict

AT_LEAST = {
    "handle_vs_raw": 0.5,
    "handle_vs_eventsourcing": 3.0,
    "handle_vs_temporal_update": 10.0,
    "handle_vs_dbos": 10.0,
    "storm_vs_bare": 0.7,
    "replay_vs_eventsourcing": 1.0,
}
AT_MOST = {
    "filing_p99_storm_vs_quiet": 5.0,
    "temporal_events_a_wake": 18.0,
    "board_first_byte_800_vs_100": 1.5,
    "board_filter_800_vs_100": 1.5,
}


class Run(BaseModel):
    """One figure as it was measured."""

    model_config = ConfigDict(frozen=True)

    name: str
    value: float
    unit: str


class Figures(BaseModel):
    """The figures of one run, and the ratios made from them."""

    runs: list[Run] = []
    ratios: dict[str, float] = {}

    def note(self, name: str, value: float, unit: str) -> None:
        """Keep one figure."""
        self.runs.append(Run(name=name, value=round(value, 3), unit=unit))

    def of(self, name: str) -> list[float]:
        """The values of that name, in the order in which they were measured."""
        return [x.value for x in self.runs if x.name == name]

    def compare(self, name: str, value: float) -> None:
        """Keep one ratio."""
        self.ratios[name] = round(value, 3)


def required(name: str) -> str:
    """What is required of a ratio, in a word; empty where nothing is."""
    if name in AT_LEAST:
        return f">= {AT_LEAST[name]:g}"
    return f"<= {AT_MOST[name]:g}" if name in AT_MOST else ""


def reached(name: str, value: float) -> bool:
    """Whether a ratio is as required."""
    return AT_LEAST.get(name, value) <= value <= AT_MOST.get(name, value)
