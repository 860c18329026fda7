"""One rehearsal in a process of its own: the question on stdin, the answer on stdout.

It can be ended at any instant and holds nothing but what it was sent; nothing is recorded.
"""

import resource
import sys
from pathlib import Path

from domain.base import Value
from domain.refusals import Refused
from domain.regimes import use_folder
from domain.rehearsal.question import Answer, Question, answer

SECONDS = 20
"""Of computing time; the kernel ends what takes more."""
MEMORY = 1 << 30


class Sent(Value):
    """A question, and where the measures of the installation lie."""

    question: Question
    folders: tuple[Path, ...]


class Played(Value):
    """The answer, or why there is none."""

    answer: Answer | None = None
    refused: str | None = None
    refused_en: str | None = None


def play(text: bytes) -> Played:
    """What the question comes to."""
    sent = Sent.model_validate_json(text)
    for folder in sent.folders:
        use_folder(folder)
    try:
        return Played(answer=answer(sent.question))
    except Refused as refusal:
        return Played(refused=refusal.zh, refused_en=refusal.en)


def main() -> None:
    """Entry of `python -m api.rehearsal_child`."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(play(sys.stdin.buffer.read()).model_dump_json().encode())


if __name__ == "__main__":
    main()
