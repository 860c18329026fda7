"""What for: exports and looking up a person carry a sentence, which stands in the log of reads
beside who did it (`reliability §4.5`). Pages ask for it first; machines send it along."""

from typing import Annotated

from fastapi import Depends, Query, Request

from api.visiting import Visiting

LEAST, MOST = 4, 200
"""Characters. Ours."""


class TellWhy(Exception):
    """No purpose was told; the page asks for it."""


def _told(request: Request, purpose: str | None) -> bool:
    said = " ".join("".join(x if x.isprintable() else " " for x in purpose or "").split())
    if not LEAST <= len(said) <= MOST:
        return False
    visiting: Visiting | None = getattr(request.state, "visiting", None)
    if visiting is not None:
        visiting.purpose = said
    return True


def must_tell_why(request: Request) -> None:
    """Of a page, once it is known that he may. Raises TellWhy."""
    if not _told(request, request.query_params.get("purpose")):
        raise TellWhy


async def of_a_machine(
    request: Request,
    purpose: Annotated[
        str,
        Query(
            min_length=LEAST,
            max_length=MOST,
            pattern=r"\S",
            description="用途，一句话；与谁、何时一起记入查看记录",
        ),
    ],
) -> None:
    """A purpose that is missing is answered like any missing field, 422."""
    _told(request, purpose)


MACHINE = [Depends(of_a_machine)]
