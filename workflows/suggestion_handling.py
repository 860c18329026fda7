"""One deputy's suggestion: its workflow keeps its moments until it is struck off."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.names import SUGGESTION
    from domain.regimes.model import Stage
    from workflows.keeper import Keeper
    from workflows.names import WORKFLOWS


@workflow.defn(name=WORKFLOWS[SUGGESTION])
class SuggestionHandling(Keeper):
    """The clock of one open suggestion."""

    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        """From the day it is handed in to its strike-off. A stage holds back no duty."""
        await self.begin(stream, epoch)
        await self.through(Stage.PLAN)  # 交办
        await self.through(Stage.IMPLEMENT)  # 办理：主办答复，协办意见
        await self.through(Stage.EVALUATE)  # 代表反馈
        return await self.to_the_end()  # 重新办理、评估，到销号或撤回为止
