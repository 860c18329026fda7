"""What projects may be looked for by."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.lights import Light
from domain.regimes.model import Stage
from ledger.queries.projects import Wanted

_Text = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]+$")]
PhaseCode = Literal["P3", "P4", "P5", "P6", "P7", "P8", "P9", "R1", "R2", "P10", "X2"]


class Search(BaseModel):
    """What is looked for. An unknown parameter is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid")

    region: Annotated[_Text | None, Field(description="地区路径，含其下级")] = None
    unit: Annotated[_Text | None, Field(description="牵头或配合单位")] = None
    phase: Annotated[PhaseCode | None, Field(description="阶段：P3 … P10、X2 已终止")] = None
    stage: Annotated[Stage | None, Field(description="环节")] = None
    light: Annotated[Light | None, Field(description="亮灯")] = None
    overdue: Annotated[bool | None, Field(description="是否有逾期事项")] = None
    due_in_days: Annotated[
        int | None, Field(ge=0, le=3660, description="几日内到期（含已逾期）")
    ] = None
    programme: Annotated[_Text | None, Field(description="年度清单编号")] = None
    regime: Annotated[_Text | None, Field(description="实施办法，如 baofeng 或 baofeng@1")] = None
    q: Annotated[_Text | None, Field(description="名称的一部分，全拼或首字母，或项目编号")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0

    def wanted(self, region: str | None) -> Wanted:
        """The question to the ledger, within a region."""
        return Wanted(
            region=region,
            unit=self.unit,
            phase=self.phase,
            stage=self.stage,
            light=self.light,
            overdue=self.overdue,
            due_within=self.due_in_days,
            programme=self.programme,
            regime=self.regime,
            text=self.q,
        )
