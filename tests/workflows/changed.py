"""Seeded bad changes: the same clocks, sleeping a second more before each moment; and the same
change made as it may be made, which only clocks go by that began with it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.keeper import Keeper


class Impatient(Keeper):
    """Sleeps a second before it sleeps."""

    async def sleep(self) -> None:
        await workflow.sleep(1)
        await super().sleep()


class Patched(Keeper):
    """The same for whoever comes to it for the first time."""

    async def sleep(self) -> None:
        if workflow.patched("a-second-more"):
            await workflow.sleep(1)
        await super().sleep()


@workflow.defn(name="ProjectSupervision")
class ChangedProjectSupervision(Impatient):
    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        await self.begin(stream, epoch)
        return await self.to_the_end()


@workflow.defn(name="ProgrammeYear")
class ChangedProgrammeYear(Impatient):
    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        await self.begin(stream, epoch)
        return await self.to_the_end()


@workflow.defn(name="SuggestionHandling")
class ChangedSuggestionHandling(Impatient):
    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        await self.begin(stream, epoch)
        return await self.to_the_end()


@workflow.defn(name="ProjectSupervision")
class PatchedProjectSupervision(Patched):
    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        await self.begin(stream, epoch)
        return await self.to_the_end()


@workflow.defn(name="ProgrammeYear")
class PatchedProgrammeYear(Patched):
    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        await self.begin(stream, epoch)
        return await self.to_the_end()


@workflow.defn(name="SuggestionHandling")
class PatchedSuggestionHandling(Patched):
    @workflow.run
    async def run(self, stream: str, epoch: int = 0) -> str:
        await self.begin(stream, epoch)
        return await self.to_the_end()


CARELESS = (ChangedProjectSupervision, ChangedProgrammeYear, ChangedSuggestionHandling)
PATCHED = (PatchedProjectSupervision, PatchedProgrammeYear, PatchedSuggestionHandling)
