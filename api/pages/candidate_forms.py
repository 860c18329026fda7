"""What staff fill in about candidates and their comment period, as the command it means."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.datastructures import FormData

from api.pages.pool_forms import chosen, made, texts_of
from domain.base import Command
from domain.collection.state import Collection
from domain.regimes import named
from domain.ruling import Bench
from domain.screening.candidate_messages import ListCandidates, RecordHearing, WithdrawCandidate
from domain.screening.comment_messages import (
    AnswerComment,
    CloseComment,
    OpenComment,
    RecordComment,
)


def candidate_command(act: str, form: FormData, one: Collection) -> Command | None:
    """What a form of the candidates' page means; None for no act of it. Raises Malformed."""
    texts = texts_of(form)
    screening = named(one.regime).screens
    acts: dict[str, Callable[[], Command]] = {
        "list": lambda: made(
            ListCandidates,
            {
                **_of(texts, "on", "document", "seats"),
                "items": chosen(form, "items"),
                "because": texts.get("because") or None,
                "ruling": _ruling(texts, screening.consenting),
            },
        ),
        "withdraw": lambda: made(
            WithdrawCandidate,
            {**_of(texts, "item", "reason"), "ruling": _ruling(texts, screening.consenting)},
        ),
        "hear": lambda: made(
            RecordHearing,
            {
                **_of(texts, "opinion"),
                "agreed": texts.get("agreed") == "yes",
                "ruling": _ruling(texts, screening.hearers),
            },
        ),
        "comment-open": lambda: made(OpenComment, _of(texts, "opens", "closes", "where")),
        "comment": lambda: made(
            RecordComment,
            {**_of(texts, "number", "text", "channel", "on"), "item": texts.get("item") or None},
        ),
        "answer": lambda: made(
            AnswerComment,
            {**_of(texts, "number", "answer"), "taken": texts.get("taken") == "yes"},
        ),
        "comment-close": lambda: made(CloseComment, _of(texts, "on", "note")),
    }
    return acts[act]() if act in acts else None


def _of(texts: Mapping[str, str], *names: str) -> dict[str, Any]:
    return {x: texts.get(x) for x in names}


def _ruling(texts: Mapping[str, str], bench: Bench | None) -> dict[str, Any] | None:
    """The decision of the body that the measure names; None where none was filled in."""
    said = {x: texts.get(f"ruling.{x}") for x in ("session", "on", "document")}
    if bench is None or not any(said.values()):
        return None
    return {"decider": bench.deciders[0], "sitting": bench.sittings[0], **said}
