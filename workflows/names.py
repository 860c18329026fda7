"""Names that the worker, the relay and whoever looks into Temporal share.

A workflow's id is its stream's id (`domain.names`), so there is never a second clock of a stream.
"""

from domain.names import COLLECTION, PROGRAMME, PROJECT, SUGGESTION, kind_name

TASK_QUEUE = "bihuan"
DEPLOYMENT = "bihuan"
WAKE = "wake"
STATUS = "status"

WORKFLOWS = {
    PROJECT: "ProjectSupervision",
    PROGRAMME: "ProgrammeYear",
    COLLECTION: "ProgrammeYear",
    SUGGESTION: "SuggestionHandling",
}
_ZH = {
    PROJECT: "民生实事项目督办",
    PROGRAMME: "年度项目清单督办",
    COLLECTION: "项目征集和票决督办",
    SUGGESTION: "代表建议督办",
}


def workflow_of(stream: str) -> str | None:
    """The workflow type that keeps a stream's time; None for a stream without deadlines."""
    return WORKFLOWS.get(kind_name(stream))


def headline(stream: str) -> str:
    """What stands beside the workflow in Temporal's list, from its start to its end."""
    return f"{_ZH[kind_name(stream)]} {stream}"


STATIC_DETAILS = (
    "本工作流只计时，不存事实：事实在账本中，可用 `bihuan history` 查看；"
    "终止后可用 `bihuan wake` 由账本重新启动。\n\n"
    "This workflow only keeps time; the record is the ledger, from which it can be started again."
)
