"""One congress's year: the duties that are one artefact for all its projects, and before the vote
those of its collection, in a stream and a clock of their own."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.names import PROGRAMME
    from domain.regimes.model import Stage
    from workflows.keeper import Keeper
    from workflows.names import WORKFLOWS


@workflow.defn(name=WORKFLOWS[PROGRAMME])
class ProgrammeYear(Keeper):
    """The clock of one congress and year."""

    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        """From the call for wishes to the resolution; or one voted list, from the supervision
        plan to the report at the next session."""
        await self.begin(stream, epoch)
        await self.through(Stage.COLLECT)  # 征集
        await self.through(Stage.SCREEN)  # 筛选
        await self.through(Stage.DECIDE)  # 票决
        await self.through(Stage.PLAN)  # 监督方案
        await self.through(Stage.IMPLEMENT)  # 季度例会 · 通报 · 年中报告
        await self.through(Stage.EVALUATE)  # 满意度测评
        await self.through(Stage.REPORT)  # 完成情况报告
        return await self.to_the_end()  # 年度办结
