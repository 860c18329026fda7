"""A seeded bad change: the same clock, asking for the moment before it has slept."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.keeper import Keeper


class Impatient(Keeper):
    """Keeps first and sleeps afterwards."""

    async def sleep(self) -> None:
        await workflow.sleep(1)
        await super().sleep()


@workflow.defn(name="ProjectSupervision")
class ChangedProjectSupervision(Impatient):
    @workflow.run
    async def run(self, stream: str) -> str:
        await self.begin(stream)
        return await self.to_the_end()


@workflow.defn(name="ProgrammeYear")
class ChangedProgrammeYear(Impatient):
    @workflow.run
    async def run(self, stream: str) -> str:
        await self.begin(stream)
        return await self.to_the_end()
