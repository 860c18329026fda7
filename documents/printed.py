"""What stands on every document around the contents: number, issuer, day, and how to check it."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from domain.calendar import SHANGHAI
from domain.papers.body import Body


class Printed(BaseModel):
    """A paper as it is printed. A draft has no number and says so."""

    model_config = ConfigDict(frozen=True)

    number: str | None
    issuer: str
    on: date
    digest: str
    body: Body

    @property
    def heading(self) -> str:
        """The number, or that it is only a draft."""
        return self.number or "草稿，未印发"

    @property
    def as_of(self) -> str:
        """The instant that the figures are of."""
        here = self.body.as_of.astimezone(SHANGHAI)
        return f"数据截至 {here:%Y-%m-%d %H:%M}（北京时间）"

    @property
    def check(self) -> str:
        """How anybody can compare the paper with the record."""
        source = self.body.source
        return f"内容校验值 {self.digest}；年度记录 {source.stream} {source.short}"

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return f"{self.number or '草稿'} {self.body.title}".replace("/", "-")
