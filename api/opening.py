"""Opening a programme: the list a congress voted, each project with its figures."""

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue

from api.json_body import invalid
from api.problems import FieldError, Problem
from domain.base import Amount, ShortText, Value
from domain.programme.messages import OpenProgramme
from domain.project.messages import AdoptProject, Card, Subproject, Target
from domain.regimes import named
from domain.terms import Term, nominal

_ID = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
_YEAR = Term.parse("12m")


class VotedProject(Value):
    """One voted item 项 with its sub-projects 子项目."""

    id: _ID
    item_no: ShortText | None = None
    name: ShortText
    subprojects: Annotated[tuple[Subproject, ...], Field(min_length=1, max_length=200)]
    target: Target | None = None
    lead_unit: ShortText
    co_units: Annotated[tuple[ShortText, ...], Field(max_length=50)] = ()
    investment_wan: Amount | None = None
    planned_completion: date | None = None


class Opening(Value):
    """票决清单: one congress, one year, one measure."""

    id: _ID
    title: ShortText
    region: ShortText
    """地区路径，如 浙江省/温州市/龙港市."""
    regime: ShortText
    """实施办法，如 baofeng、gaogang、longgang，可写明版本 longgang@1."""
    vote: date
    next_session: date | None = None
    """未定时不填：按票决日的次年同日推定，并注明为推定."""
    projects: Annotated[tuple[VotedProject, ...], Field(min_length=1, max_length=300)]

    def commands(self) -> tuple[OpenProgramme, list[AdoptProject]]:
        """What the list means for the record. Raises Unknown for a regime nobody shipped."""
        frame: dict[str, object] = {
            "regime": named(self.regime).ref,
            "vote": self.vote,
            "next_session": self.next_session or nominal(self.vote, _YEAR),
            "session_assumed": self.next_session is None,
        }
        opened = OpenProgramme.model_validate(
            {
                "id": self.id,
                "title": self.title,
                "region": self.region,
                "projects": tuple(x.id for x in self.projects),
                **frame,
            }
        )
        adopted = [
            AdoptProject.model_validate({"card": self._card(x), **frame}) for x in self.projects
        ]
        return opened, adopted

    def _card(self, project: VotedProject) -> Card:
        known: dict[str, JsonValue] = {
            "programme": self.id,
            "list_id": self.id,
            "region": self.region,
        }
        return Card.model_validate({**project.model_dump(), **known})

    def check(self, today: date) -> None:
        """Everything that can be wrong with the list is said before any of it is recorded.

        Raises Problem 422.
        """
        errors: list[FieldError] = []
        if self.vote > today:
            errors.append(_error("vote", "票决日不能晚于今天", "the vote lies in the future"))
        if self.next_session is not None and self.next_session <= self.vote:
            zh, en = "下一次会议应晚于票决日", "the next session comes after the vote"
            errors.append(_error("next_session", zh, en))
        ids = [x.id for x in self.projects]
        for n, project in enumerate(self.projects):
            if project.id in ids[:n]:
                zh, en = "项目编号在清单中重复", "this id stands in the list twice"
                errors.append(_error(f"projects.{n}.id", zh, en))
            if len({x.no for x in project.subprojects}) != len(project.subprojects):
                zh, en = "子项目编号重复", "a sub-project's number stands twice"
                errors.append(_error(f"projects.{n}.subprojects", zh, en))
        if errors:
            raise invalid(errors)


def _error(field: str, zh: str, en: str) -> FieldError:
    return FieldError(field=field, zh=zh, en=en)


def unknown_regime(zh: str, en: str) -> Problem:
    """A regime that nobody shipped is a wrong field of the body, not a missing page."""
    return invalid([_error("regime", zh, en)])
