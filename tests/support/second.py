"""A telephone with an authenticator: it reads the picture's text and tells codes of its own."""

import hmac
import re
import time
from base64 import b32decode
from hashlib import sha1
from html import unescape
from typing import Any

from ledger.door import Ledger


class Phone:
    """RFC 6238 as a telephone keeps it, written apart from ours."""

    def __init__(self, typed: str) -> None:
        self.key = b32decode(typed.replace(" ", ""))
        self.said = ""
        """The code it told last."""

    @classmethod
    def reading(cls, page: str) -> "Phone":
        """Set up from the page that shows the secret for typing."""
        found = re.search(r'<p class="mono">([A-Z2-7 ]+)</p>', unescape(page))
        assert found is not None, page
        return cls(found[1])

    def code(self, steps: int = 0) -> str:
        """The code of now, or of so many steps from now."""
        at = int(time.time()) // 30 + steps
        mac = hmac.new(self.key, at.to_bytes(8, "big"), sha1).digest()
        cut = mac[-1] & 0xF
        self.said = str(int.from_bytes(mac[cut : cut + 4], "big") % 2**31 % 10**6).zfill(6)
        return self.said


async def shown(ledger: Ledger, login: str) -> None:
    """Every open session of that login has shown a second factor just now: for tests of what
    comes after it. How it is shown is tested in `test_second_factor`."""

    async def work(connection: Any) -> None:
        await connection.exec_driver_sql(
            "UPDATE sessions SET second_at = clock_timestamp(), proved_at = clock_timestamp()"
            " WHERE account = (SELECT id FROM accounts WHERE login = $1)",
            (login,),
        )

    await ledger.pool.write(work)
