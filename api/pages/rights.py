"""Which role may open or do what on the pages: one table, and the domain asks again in the lock.

What a role may do is said here; on which project or duty, by `api.sight` and by the duty's own
obligor. What is refused is answered like what does not exist.
"""

from typing import Literal

from api.callers import Caller
from api.sight import sees
from domain.duty import Duty
from domain.duty_decisions import decided_by_group
from domain.given import Actor
from ledger.account import Account, AccountRole
from ledger.sessions import form_token

Action = Literal[
    "board",
    "read",
    "owe",
    "file",
    "sign",
    "acknowledge",
    "decide",
    "audit",
    "ballot",
    "meet",
    "list",
    "work",
    "suggest",
    "hear",
    "heed",
    "screen",
    "look_back",
    "do",
    "group",
    "sample",
    "operate",
    "countersign",
]

_OBLIGORS: tuple[AccountRole, ...] = ("unit_clerk", "unit_head", "deputy_group", "organ")
_SUGGESTS: tuple[AccountRole, ...] = ("deputy", "unit_clerk", "unit_head", "deputy_group")
_COMMITTEE: tuple[AccountRole, ...] = ("committee_clerk", "committee_lead")
MAY: dict[Action, frozenset[AccountRole]] = {
    "board": frozenset({*_COMMITTEE, "organ", "auditor"}),
    "read": frozenset({*_OBLIGORS, "deputy", *_COMMITTEE, "auditor"}),
    "group": frozenset({"deputy_group", "deputy"}),
    "owe": frozenset(_OBLIGORS),
    "file": frozenset(_OBLIGORS),
    "sign": frozenset({"unit_head"}),
    "acknowledge": frozenset({*_OBLIGORS, "deputy"}),
    "decide": frozenset(_COMMITTEE),
    "audit": frozenset({"auditor"}),
    "hear": frozenset({"deputy_group", "deputy", "organ", *_COMMITTEE, "auditor"}),
    "look_back": frozenset({*_COMMITTEE, "organ", "auditor"}),
    "heed": frozenset(_COMMITTEE),
    "screen": frozenset(_COMMITTEE),
    "meet": frozenset(_COMMITTEE),
    "list": frozenset(_COMMITTEE),
    "ballot": frozenset({"deputy_group", "deputy", "organ", *_COMMITTEE}),
    "do": frozenset({*_OBLIGORS, "deputy", *_COMMITTEE}),
    "work": frozenset({"deputy_group", "deputy", "organ", *_COMMITTEE}),
    "suggest": frozenset({*_SUGGESTS, *_COMMITTEE, "organ", "auditor"}),
    "sample": frozenset({*_COMMITTEE, "sysadmin"}),
    "operate": frozenset({*_COMMITTEE, "auditor", "sysadmin"}),
    "countersign": frozenset({*_COMMITTEE, "rule_admin"}),
}
"""`reliability §4.4`. What is not named is refused; administrators have no part in the record."""


class Signed(Caller):
    """Somebody who signed in. The record knows only the account's opaque id."""

    def __init__(self, account: Account, secret: str) -> None:
        self.account = account
        self.role, self.party, self.region = account.office, account.party, account.region
        self.client = account.ref
        self.acts_as = account.role
        self.secret = secret
        """Another one once who signed in has shown again who he is."""

    @property
    def actor(self) -> Actor:
        """Who asks, for the record."""
        office = self.role in ("clerk", "auditor", "admin")
        return Actor(self.client, "clerk" if office else self.party, self.region)

    @property
    def form_token(self) -> str:
        """What every form of the session carries."""
        return form_token(self.secret)


def can(actor: Signed, action: Action, resource: object = None) -> bool:
    """Whether the actor may do that, to that project, programme or duty where one is given."""
    if actor.account.role not in MAY[action]:
        return False
    match resource:
        case None:
            return True
        case Duty(obligor=obligor):
            return action != "file" or obligor == actor.party
        case _:
            return sees(actor, resource)


def decides(actor: Signed, duty: Duty) -> bool:
    """Whether the actor receives or returns what is filed under it: the clerk, and of what was
    found in an inspection the deputy group."""
    if decided_by_group(duty):
        return actor.account.role == "deputy_group" and actor.party == duty.obligee
    return can(actor, "decide")
