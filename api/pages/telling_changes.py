"""How decisions on changes, extensions and stops are told in a history."""

from collections.abc import Callable
from typing import Any

from domain.parties import ROLE_ZH, Role

CHANGE_SENTENCES = {
    "DutyPaused": "{name}停止计时，剩{working_days_left}个工作日：{because}",
    "ExtensionRequested": "申请{name}延期，原定{due}：{reason}",
    "ExtensionDecided": "{ruling}对{name}的延期申请{granted}",
    "ChangeRequested": "第{number}号申请：{reason}",
    "ChangeRefused": "{ruling}不同意第{number}号申请",
    "ChangeApproved": "{ruling}同意第{number}号申请",
    "BaselineSet": "依{document}确定第{baseline}版基线",
    "ProjectSuspended": "依{document}自{on}起暂缓",
    "ProjectResumed": "依{document}自{on}起恢复实施",
    "ProjectTerminated": "依{document}于{on}终止",
    "MinorChangeRecorded": "一般变更备案：{text}",
    "BreachSettled": "第{subproject}个子项目的范围缩水已处理：{text}",
    "ProjectCarriedOver": "{ruling}同意结转到{programme}",
    "ProjectChangeNoted": "记载项目{project}依{document}变更",
    "ProjectTakenOver": "依{document}列入上年结转项目{project}",
}
CHANGE_SAID: dict[str, Callable[[Any], Any]] = {
    "ruling": lambda x: f"{ROLE_ZH[Role(x['decider'])]}（{x['document']}）",
    "granted": lambda x: "予以批准" if x else "不予批准",
}
