"""公布规则: what of the record everybody may know, who else may, and what nobody publishes.

One table. `published` names fields of `api.public.shape`; a test holds that every field there has
its line here and that nothing else is on a public page. `kept` names what is never published; for
each a test plants such a thing in the record and looks for it on every public route.
"""

from typing import Literal, NamedTuple

Reader = Literal["unit", "deputy", "committee", "auditor"]
"""Who may know what is not public: the unit concerned, the deputies concerned, the congress's
office, auditors. `api.sight` says of which projects."""
_ALL: tuple[Reader, ...] = ("unit", "deputy", "committee", "auditor")
_OFFICE: tuple[Reader, ...] = ("committee", "auditor")


class Published(NamedTuple):
    """Something that everybody may know, with the fields that hold it."""

    zh: str
    how: str
    fields: tuple[str, ...]


class Kept(NamedTuple):
    """Something that is not published, who may know it all the same, and why."""

    fact: str
    zh: str
    to: tuple[Reader, ...]
    because: str


PUBLISHED: tuple[Published, ...] = (
    Published(
        "项目名称、编号、地区、年度清单、票决日期",
        "原样",
        tuple(
            f"PublicProject.{x}"
            for x in (
                *("id", "programme", "list_zh", "region", "town", "name", "item_no", "year"),
                *("voted_on", "word", "standing", "lamp", "updated_on"),
            )
        ),
    ),
    Published("样稿标记", "凡是演示数据都标明", ("PublicProject.sample",)),
    Published(
        "答应的数量和日子、调整前后的数量",
        "原样；调整写明决定文号",
        (
            "PublicProject.parts",
            "PublicProject.finish",
            "PublicProject.voted_finish",
            "PublicProject.decisions",
            *(f"PublicPart.{x}" for x in ("no", "name", "target_zh", "target_op")),
            *(f"PublicPart.{x}" for x in ("target_value", "target_up_to", "target_unit")),
            *(f"PublicPart.{x}" for x in ("voted_zh", "dropped")),
            *(f"PublicDecision.{x}" for x in ("on", "document", "zh")),
        ),
    ),
    Published(
        "承办单位报的进度和完成数",
        "标明是单位说的；人大机关收下没有，一并写明；退回的不公布",
        tuple(
            f"PublicPart.{x}"
            for x in ("claimed_percent", "claimed_amount", "claimed_on", "claim_received")
        ),
    ),
    Published(
        "代表核实的结果",
        "核实的才算数",
        ("PublicPart.verified", "PublicPart.verified_amount", "PublicPart.verified_on"),
    ),
    Published(
        "代表到现场的次数和最近一次的日子",
        "只有次数和日期",
        ("PublicProject.visits", "PublicProject.last_visit"),
    ),
    Published(
        "晚了没有、晚几天、催了几步",
        "逐件写明，补上以后仍然写着",
        (
            "PublicProject.late",
            "PublicProject.mended",
            *(
                f"PublicLate.{x}"
                for x in ("duty", "zh", "who", "by_unit", "was_due", "due", "filed")
            ),
            *("PublicLate.workdays", "PublicLate.steps", "PublicStep.on", "PublicStep.zh"),
        ),
    ),
    Published(
        "接下来的日子",
        "没有召集的会议写“日子没定”",
        ("PublicProject.ahead", *(f"PublicNext.{x}" for x in ("duty", "zh", "who", "on"))),
    ),
    Published(
        "谁在办、谁在管、花多少钱",
        "单位和小组的名称，不写人名；名单没有公布的照说没有公布",
        tuple(
            f"PublicProject.{x}"
            for x in ("unit", "unit_made_up", "co_units", "group", "group_size", "investment_wan")
        ),
    ),
    Published(
        "测评票数",
        "票箱打开并公布以后；每个比例旁边写分母",
        (
            "PublicProject.results",
            *(
                f"PublicResult.{x}"
                for x in (
                    *("held_on", "final", "satisfied", "basic", "dissatisfied", "abstain"),
                    *("invalid", "valid", "roll", "present", "satisfied_rate", "grade_zh"),
                )
            ),
        ),
    ),
    Published(
        "居民回答的人数",
        "自愿回答，写明不代表全体居民",
        (
            "PublicProject.answers",
            *(f"PublicAnswers.{x}" for x in ("works", "broken", "missing")),
        ),
    ),
    Published(
        "账本的条数和最后一条的指纹",
        "任何人抄下来都能核对有没有改过",
        ("PublicProject.proof", *(f"PublicProof.{x}" for x in ("facts", "hash", "recorded_at"))),
    ),
    Published(
        "账册的校验点：条数、根、签名和联签",
        "原样；凭回执的散列能查到它的位置和证明，内容不在里面",
        (),
    ),
)

KEPT: tuple[Kept, ...] = (
    Kept("letter_answer", "督办函的答复正文", _ALL, "往来公文，公布的是发了没有、签收没有"),
    Kept("return_reason", "退回材料的理由", _ALL, "内部审查意见，公布的是还欠着"),
    Kept("plan_text", "工作方案正文", _ALL, "单位的内部文件，公布的是答应的数量和日子"),
    Kept("progress_note", "进度报告里的说明", _ALL, "没有核实的文字，可能写到个人"),
    Kept("returned_figure", "退回的进度数", _ALL, "已经退回，不算数"),
    Kept("visit_text", "检查记录正文和地点", _ALL, "可能写到个人和住户"),
    Kept("finding_text", "发现的问题原文", _ALL, "公布的是问题整改的期限，不公布原文"),
    Kept("change_reason", "申请调整的理由", _ALL, "没有决定以前不算数，决定以文号公布"),
    Kept("person", "人的姓名、代表编号、组长", _OFFICE, "公布小组，不公布个人"),
    Kept("account", "登录账号和令牌", (), "与公众无关"),
    Kept("wisher", "提建议的人的称呼和电话", ("committee",), "单独保管，随时可以删除"),
    Kept("unread_words", "居民还没有审看的留言", ("committee",), "先看有没有写到个人"),
    Kept("unannounced_count", "开箱以后、公布以前的票数", _OFFICE, "按办法公布以后才算公布"),
)
