"""Chance that is none: the same seed and words give the same share, on every machine."""

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Chance:
    """What happens in the play, told by its seed alone."""

    seed: int

    def of(self, *words: object) -> float:
        """A share in [0, 1) that belongs to these words."""
        text = "\x1f".join(map(str, (self.seed, *words)))
        return int.from_bytes(sha256(text.encode()).digest()[:6], "big") / 2**48

    def days(self, most: int, *words: object) -> int:
        """A number of days from 0 to `most`."""
        return int(self.of(*words) * (most + 1))
