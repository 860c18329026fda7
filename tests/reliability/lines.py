"""Where the figures of the last runs lie, one JSON line a test."""

from pathlib import Path

LINES = Path(__file__).parents[2] / "var" / "reliability.ndjson"
