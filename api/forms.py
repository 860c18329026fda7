"""What is filed, as it is sent: the domain's forms, with files named by their hash alone."""

from typing import Annotated, Any, Union

from pydantic import Field, create_model

from domain.base import Sha256, Value
from domain.forms import (
    Claim,
    Consultation,
    Evaluation,
    Film,
    InspectionFiling,
    Progress,
    Reading,
    RegisterCheck,
    Remedy,
    Report,
    SpotCheck,
    SuggestionReply,
    SuggestionVerdict,
    Verification,
    WorkPlan,
)

Hashes = Annotated[
    tuple[Sha256, ...],
    Field(max_length=50, description="已上传证据文件的 SHA-256（POST /evidence 的回执）"),
]
FORMS: tuple[type[Value], ...] = (
    *(WorkPlan, Progress, Report, Claim, Verification, Evaluation),
    *(InspectionFiling, Remedy, Film, Reading, Consultation),
    *(SuggestionReply, SuggestionVerdict),
    *(RegisterCheck, SpotCheck),
)


def _by_hash(form: type[Value]) -> Any:
    """The form with hashes where the event holds what is known of each file."""
    return create_model(form.__name__, __base__=form, __doc__=form.__doc__, evidence=(Hashes, ()))


AnyForm: Any = Annotated[
    Union[tuple(_by_hash(x) for x in FORMS)],  # noqa: UP007  # made from a tuple
    Field(discriminator="form"),
]
