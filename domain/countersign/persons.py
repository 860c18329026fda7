"""Who stands behind a weighty act, as the fact itself says it."""

from domain.base import ShortText, Value


class Persons(Value):
    """The persons of an act. A fact recorded before anybody asked for two says nothing of them."""

    proposed_by: ShortText
    confirmed_by: ShortText | None
    """None where the installation lets one person do it: then the record says that it was one."""
    proposal: ShortText | None = None
    """The proposal it was confirmed under, as `countersign:project:LG23-01#1`."""

    @property
    def zh(self) -> str:
        """The mark that a history shows."""
        return "双人办理" if self.confirmed_by else "一人办理（本机设置）"
