"""What suggestions may be looked for by."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.suggestion.state import Life
from ledger.queries.suggestions import Wanted

_Text = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]+$")]


class Search(BaseModel):
    """What is looked for. An unknown parameter is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid")

    region: Annotated[_Text | None, Field(description="地区路径，含其下级")] = None
    life: Annotated[Life | Literal["open"] | None, Field(description="进展；open 为全部在办")] = (
        None
    )
    unit: Annotated[_Text | None, Field(description="主办或协办单位")] = None
    deputy: Annotated[_Text | None, Field(description="提出或附议的代表编号")] = None
    session: Annotated[_Text | None, Field(description="哪次人代会期间提出")] = None
    kind: Annotated[Literal["A", "B", "C", "D"] | None, Field(description="答复类别")] = None
    verdict: Annotated[
        Literal["satisfied", "basic", "dissatisfied"] | None, Field(description="代表反馈")
    ] = None
    recommendation: Annotated[_Text | None, Field(description="检察建议文号")] = None
    q: Annotated[_Text | None, Field(description="标题的一部分，全拼或首字母，或建议编号")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0

    def wanted(self, region: str | None, unit: str | None, *, here_only: bool) -> Wanted:
        """The question to the ledger, within a region and, for a unit, of its own."""
        own = ("region", "text", "here_only")
        told = {x: getattr(self, x) for x in Wanted.model_fields if x not in own}
        told |= {"unit": unit or self.unit, "here_only": here_only}
        return Wanted(**told, region=region, text=self.q)
