"""What somebody who signed in may open or do on the pages, as the matrix says it.

On which project or duty, by `api.sight` and by the duty's own obligor; the domain asks again in
the lock. What is refused is answered like what does not exist.
"""

from typing import Literal

from api.callers import Caller
from api.matrix import MATRIX, Right, right_for
from api.sight import sees
from domain.duty import Duty
from domain.duty_decisions import decided_by_group
from domain.given import Actor
from ledger.account import Account
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
    "machines",
    "countersign",
    "oversee",
    "answer_loss",
    "take_down",
    "keep_books",
]


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
    right = MATRIX.rights[action]
    if actor.account.role not in right.accounts:
        return False
    match resource:
        case None:
            return True
        case Duty(obligor=obligor):
            return right.whose != "owed" or obligor == actor.party
        case _:
            return sees(actor, resource)


def decides(actor: Signed, duty: Duty) -> bool:
    """Whether the actor receives or returns what is filed under it: the clerk, and of what was
    found in an inspection the deputy group."""
    if decided_by_group(duty):
        return actor.account.role == "deputy_group" and actor.party == duty.obligee
    return can(actor, "decide")


def door_of(method: str, path: str) -> Right:
    """The right that a page takes, by its route; the page of an act takes `do`."""
    acts = path.startswith("/do/")
    return right_for("* /do" if acts else f"{method} {path}", page=True)
