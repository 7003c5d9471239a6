"""One connection to the mail server, over which letters go one after the other."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.settings import Settings
from ingest.ledger import State

if TYPE_CHECKING:
    from aiosmtplib import SMTP, SMTPResponseException

_PORTS = {"none": 25, "starttls": 587, "tls": 465}
_FINAL = 500
"""The first code of replies that stay what they are."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter, in the server's words where it had any. `hopeless`: another attempt in this job would end the same."""

    state: State
    reply: str
    hopeless: bool = False


class Line:
    """Opens when it is first used, and anew after it broke."""

    def __init__(self, settings: Settings, turn: asyncio.Lock) -> None:
        """`turn` is shared by all lines: the words of one letter at a time are on the wire."""
        self._settings = settings
        self._turn = turn
        self._client: SMTP | None = None

    async def send(self, sender: str, to: str, letter: bytes, handing: Callable[[], None]) -> Outcome:
        """Hand a letter over; `handing` is called right before its words go out. From then on silence means that nobody knows."""
        from aiosmtplib import SMTPException, SMTPRecipientRefused, SMTPResponseException  # noqa: PLC0415  only to send

        try:
            client = await self._open()
            await client.mail(sender)
            await client.rcpt(to)
        except SMTPRecipientRefused as error:
            return await self._answered(error)
        except SMTPResponseException as error:
            await self.close()
            return Outcome("pending", _told(error), hopeless=error.code >= _FINAL)
        except (SMTPException, OSError) as error:
            await self.close()
            return Outcome("pending", _told(error))
        async with self._turn:
            handing()
            try:
                reply = await client.data(letter)
            except SMTPResponseException as error:
                return await self._answered(error)
            except (SMTPException, OSError) as error:
                await self.close()
                return Outcome("unsure", _told(error))
        return Outcome("sent", f"{reply.code} {reply.message}")

    async def close(self) -> None:
        """Take leave where the server still listens; at once where it does not."""
        from aiosmtplib import SMTPException  # noqa: PLC0415  only to send

        client, self._client = self._client, None
        if client:
            with suppress(SMTPException, OSError):
                if client.is_connected:
                    await client.quit(timeout=1)
            client.close()

    async def _answered(self, error: "SMTPResponseException") -> Outcome:
        from aiosmtplib import SMTPException  # noqa: PLC0415  only to send

        try:
            client = self._client
            if client:
                await client.rset()
        except (SMTPException, OSError):
            await self.close()
        return Outcome("refused" if error.code >= _FINAL else "pending", _told(error))

    async def _open(self) -> "SMTP":
        if self._client and self._client.is_connected:
            return self._client
        from aiosmtplib import SMTP  # noqa: PLC0415  only to send

        chosen = self._settings
        security = chosen.smtp_security
        self._client = SMTP(
            hostname=chosen.smtp_host,
            port=chosen.smtp_port or _PORTS[security],
            timeout=chosen.smtp_seconds,
            use_tls=security == "tls",
            start_tls=security == "starttls",
            tls_context=None if security == "none" else ssl.create_default_context(cafile=chosen.smtp_ca_file),
            username=chosen.smtp_user,
            password=chosen.smtp_password.get_secret_value() if chosen.smtp_password else None,
        )
        await self._client.connect()
        return self._client


def _told(error: Exception) -> str:
    code, message = getattr(error, "code", None), getattr(error, "message", None)
    return f"{code} {message}" if code else f"{type(error).__name__}: {error}"
