"""One voted project: its workflow steps through the stages and keeps its moments."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.names import PROJECT
    from domain.regimes.model import Stage
    from workflows.keeper import Keeper
    from workflows.names import WORKFLOWS


@workflow.defn(name=WORKFLOWS[PROJECT])
class ProjectSupervision(Keeper):
    """The clock of one voted project."""

    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        """One voted project, from the resolution to the verdict. A stage holds back no duty."""
        await self.begin(stream, epoch)
        await self.through(Stage.PLAN)  # 方案：票决后一个月内
        await self.through(Stage.IMPLEMENT)  # 实施：月进度 · 季通报 · 年中视察
        await self.through(Stage.EVALUATE)  # 测评：年终满意度测评
        await self.through(Stage.REPORT)  # 报告：向下一次人民代表大会报告
        return await self.to_the_end()  # 销号，或继续督办到销号为止
