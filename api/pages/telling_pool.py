"""How what happens to a project pool and its candidates is told in a history."""

from collections.abc import Callable, Sized
from typing import Any

from domain.regimes.sections_screening import CHECK_ZH, Check
from domain.screening.candidate_messages import MarginJudged
from domain.screening.margins import told
from domain.screening.pool_messages import Verdict

POOL_SENTENCES = {
    "ItemPooled": "入库：{item[title]}（{item[id]}）",
    "ItemAmended": "修改{item}，第{version}版：{because}",
    "WishesLinked": "{item}对应群众建议{wishes}条",
    "WishUnlinked": "{item}不再对应建议{wish}：{because}",
    "ItemScreened": "筛选{item}：{judgements}",
    "ItemRejected": "{item}不予列入：{reason}",
    "ReviewRecorded": "{document}研究入库项目，通过{passed}项，退回{returned}项",
    "CandidatesListed": "提出候选项目（{document}）：{margin}",
    "CandidatesHeard": "{ruling}先行审议候选项目，{agreed}",
    "CandidateWithdrawn": "{ruling}同意撤回{item}：{reason}",
    "CommentOpened": "候选项目于{opens}至{closes}公示",
    "CommentRecorded": "收到公示意见{number}",
    "CommentAnswered": "答复公示意见{number}：{answer}",
    "CommentClosed": "公示结束，收到意见{received}条",
    "ReserveAsked": "申请从往年储备库提取{items}项",
    "ReserveReleased": "储备项目{items}项转出",
    "ReserveTaken": "从往年储备库转入{items}项",
}


def _many(x: Any) -> Any:
    return len(x) if isinstance(x, Sized) and not isinstance(x, str) else x


def _judged(found: list[dict[str, str]]) -> str:
    word = {Verdict.MET: "符合", Verdict.NOT_MET: "不符合"}
    return "；".join(f"{CHECK_ZH[Check(x['check'])]}：{word[Verdict(x['verdict'])]}" for x in found)


POOL_SAID: dict[str, Callable[[Any], Any]] = {
    "items": _many,
    "wishes": _many,
    "passed": _many,
    "returned": _many,
    "judgements": _judged,
    "margin": lambda x: told(MarginJudged.model_validate(x)).rstrip("。"),
    "agreed": lambda x: "同意提交大会" if x else "不同意提交大会",
}
