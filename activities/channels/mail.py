"""Mail by SMTP: one recipient a message, so that no address is shown to another."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as AS_SENT
from email.utils import format_datetime

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from activities.channels.configured import MailServer
from activities.channels.port import Letter
from domain.outcomes import Outcome, Refused, Sent, Unknown

PATIENCE = 15.0
"""Seconds for each step of the conversation."""


class Mail:
    """Sends by one server; each message in a conversation of its own."""

    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def send(self, letter: Letter, address: str) -> Outcome:
        """Unknown from the moment the text may be on its way until the server answers."""
        client = self._client()
        try:
            await client.connect()
            await self._introduce(client, address)
        except SMTPResponseException as refusal:
            client.close()
            passing = refusal.code < 500 or refusal.code in (530, 534, 535)  # ours to set right
            return Refused(reason=f"邮件服务器拒收（{refusal.code}）", passing=passing)
        except (SMTPException, OSError, TimeoutError) as trouble:
            client.close()
            return Refused(reason=f"邮件服务器没有应答（{type(trouble).__name__}）", passing=True)
        try:
            await client.data(self.written(letter, address).as_bytes(policy=AS_SENT))
        except SMTPResponseException as refusal:
            reason = f"邮件服务器拒收（{refusal.code}）"
            return Refused(reason=reason, passing=refusal.code < 500)
        except (SMTPException, OSError, TimeoutError) as trouble:
            reason = f"邮件交出后服务器没有答复（{type(trouble).__name__}）"
            return Unknown(reason=reason)
        finally:
            client.close()
        return Sent()

    async def _introduce(self, client: SMTP, address: str) -> None:
        server = self._server
        if server.user and server.password:
            await client.login(server.user, server.password.get_secret_value())
        await client.mail(server.sender)
        await client.rcpt(address)

    def written(self, letter: Letter, address: str) -> EmailMessage:
        """The mail with its headers; Message-ID and date are the letter's own."""
        mail = EmailMessage()
        mail["From"] = Address(self._server.sender_name, addr_spec=self._server.sender)
        mail["To"] = address
        mail["Subject"] = letter.subject
        mail["Date"] = format_datetime(letter.composed_at)
        mail["Message-ID"] = letter.message_id
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text, cte="base64")  # or 8 bits, which not every server takes
        return mail

    def _client(self) -> SMTP:
        server = self._server
        return SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            timeout=PATIENCE,
            local_hostname="localhost",
        )
