"""Taking the list of a meeting that was opened."""

from collections.abc import Sequence

from domain.base import refuse_unless
from domain.given import Given
from domain.meeting.attendance import AttendanceTaken, TakeAttendance
from domain.meeting.state import LIFE_ZH, Life, Meeting
from domain.refusals import AlreadyThere, Contradicted


def take_attendance(state: Meeting, c: TakeAttendance, given: Given) -> Sequence[AttendanceTaken]:
    """登记签到. Raises Contradicted before the opening, AlreadyThere for another list without a
    reason, Malformed where its numbers are not those of the opening."""
    if state.life not in (Life.OPENED, Life.CLOSED):
        raise Contradicted(
            f"会议“{state.title}”{LIFE_ZH[state.life]}，请先登记开幕，再登记签到。",
            f"the meeting is {state.life}; record its opening first.",
        )
    if state.attendance == c.attendance:
        return []
    if state.attendance is not None and c.because is None:
        raise AlreadyThere(f"{state.title}签到")
    named = len(c.attendance.present) + len(c.attendance.excused) + len(c.attendance.absent)
    refuse_unless(
        len(c.attendance.present) == state.present and named == state.roll,
        f"开幕登记应到 {state.roll} 人、实到 {state.present} 人，签到表为应到 {named} 人、"
        f"实到 {len(c.attendance.present)} 人，请核对。",
        f"{state.present} of {state.roll} were counted at the opening; the list says otherwise.",
    )
    return [AttendanceTaken(attendance=c.attendance, because=c.because, by=given.actor.ref)]
