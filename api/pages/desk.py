"""What lies on a unit's desk under one duty: the draft, its files, and who has to sign it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from api.pages.duty_opened import Opened
from api.pages.rights import Signed, can
from api.tools import Tools
from ledger.drafts import Draft, Drafts, Of
from ledger.signing import Signing, names_of, signing_of
from ledger.unfinished import OnTheirWay, Unfinished
from ledger.uploads import Upload

_DIRECT = Signing(required=False, ours=True, head=False, set_at=None)


class Desk(NamedTuple):
    """What who files finds there."""

    draft: Draft | None
    files: Sequence[Upload]
    """Of the draft, or of what came back to be corrected."""
    unfinished: Sequence[Unfinished]
    signing: Signing
    signs: bool
    """Whether it is the leader who reads this."""
    names: Mapping[str, str]

    @property
    def waits(self) -> bool:
        """Whether the draft waits for the leader."""
        return self.draft is not None and self.draft.sent_at is not None

    @property
    def fixed(self) -> bool:
        """Whether the clerk may not write in it now."""
        return self.waits and not self.signs

    @property
    def sends(self) -> bool:
        """Whether who reads this hands it to the leader instead of filing it."""
        return self.signing.required and not self.signs

    @property
    def revision(self) -> int:
        """The number of the draft that is shown, 0 for none."""
        return self.draft.revision if self.draft else 0

    def name(self, ref: str | None) -> str:
        """Who that is, for the unit itself."""
        return self.names.get(ref or "", "") or "经办人"


async def desk_of(one: Opened, signed: Signed, tools: Tools) -> Desk | None:
    """The desk; None for who does not file this. A draft older than what was filed since by
    another way is no draft of what is owed now."""
    if not can(signed, "file", one.duty):
        return None
    draft = await Drafts(tools.ledger.pool).of(draft_of(one, signed))
    filed = last_filed(one)
    if draft and filed and draft.kept_at < filed:
        draft = None
    hashes = list(draft.evidence) if draft else _filed_before(one)
    known = await tools.uploads.of(signed, hashes) if hashes else {}
    refs = [x for x in (draft.prepared_by, draft.kept_by, draft.back_by) if x] if draft else []
    return Desk(
        draft=draft,
        files=[known[x] for x in hashes if x in known],
        unfinished=await OnTheirWay(tools.ledger.pool).at(signed, one.address),
        signing=await signing_for(signed, tools),
        signs=can(signed, "sign"),
        names=await names_of(tools.ledger.pool, refs) if refs else {},
    )


def last_filed(one: Opened) -> datetime | None:
    """When it was filed last, in whatever way."""
    filed = (x.received_at for x in one.course.entries if x.type == "DutyFiled")
    return max(filed, default=None)


async def signing_for(signed: Signed, tools: Tools) -> Signing:
    """Only in a unit somebody signs; an organ's account files itself."""
    if signed.role != "unit":
        return _DIRECT
    return await signing_of(tools.ledger.pool, signed.party, signed.region)


def draft_of(one: Opened, signed: Signed) -> Of:
    """Under what the draft is kept."""
    return Of(one.seen.standing.stream, one.duty.id, signed.party)


def _filed_before(one: Opened) -> list[str]:
    filed = [x for x in one.course.entries if x.type == "DutyFiled"]
    if not (filed and one.returned):
        return []
    return [x["sha256"] for x in filed[-1].event["filing"]["evidence"]]
