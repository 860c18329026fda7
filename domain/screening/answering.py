"""What became of an item, in words for the people whose wishes it answers. A person sends it."""

from domain.screening.state import Entry, Phase, Pool
from domain.wish.messages import Outcome


def proposed_answer(entry: Entry, pool: Pool) -> tuple[Outcome, str] | None:
    """A proposal for the answer to its wishes; None while nothing is decided, or without any."""
    if not entry.item.wishes:
        return None
    title = entry.item.title
    match entry.phase:
        case Phase.ADOPTED:
            by = f"，由{entry.item.unit}负责实施" if entry.item.unit else ""
            until = f"，计划{entry.item.finish}前完成" if entry.item.finish else ""
            said = f"您的建议已列入项目“{title}”，经表决确定为民生实事项目{by}{until}。"
            return Outcome.POOLED, said
        case Phase.CANDIDATE:
            return Outcome.POOLED, f"您的建议已列入候选项目“{title}”，将提请会议表决。"
        case Phase.REJECTED | Phase.WITHDRAWN:
            said = f"您的建议对应的项目“{title}”今年没有列入，原因是：{entry.ended}"
            return Outcome.DECLINED, said
        case Phase.POOLED if entry.lost or pool.settled:
            said = f"您的建议对应的项目“{title}”今年没有选上，已列入储备库，以后年度可以再提。"
            return Outcome.RESERVED, said
        case Phase.POOLED:
            return None
