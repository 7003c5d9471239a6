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
_GO_ON, _KEPT = 354, 250
_LOOK = 0.01
"""Seconds between two looks at what the wire has not taken yet."""
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
        """`turn` is shared by all lines: one letter at a time is at its last dot, so that a killed job leaves one in doubt at most."""
        self._settings = settings
        self._turn = turn
        self._client: SMTP | None = None

    async def send(self, sender: str, to: str, letter: bytes, handing: Callable[[], None]) -> Outcome:
        """Hand a letter over; `handing` is called right before the dot that ends it goes out.

        Until then no server can have accepted it. From then on silence means that nobody knows.
        """
        from aiosmtplib import SMTPDataError, SMTPException, SMTPRecipientRefused, SMTPResponseException  # noqa: PLC0415  only to send

        try:
            client = await self._open()
            await client.mail(sender)
            await client.rcpt(to)
            await self._words(client, letter)
        except (SMTPRecipientRefused, SMTPDataError) as error:
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
                reply = await client.execute_command(b".")
            except (SMTPException, OSError) as error:
                await self.close()
                return Outcome("unsure", _told(error))
        if reply.code != _KEPT:
            return await self._answered(SMTPDataError(reply.code, reply.message))
        return Outcome("sent", f"{reply.code} {reply.message}")

    async def _words(self, client: "SMTP", letter: bytes) -> None:
        """All but the last dot, until it is off our hands. Raises `SMTPException`; `TimeoutError` where the server takes no more."""
        from aiosmtplib import SMTPDataError, SMTPServerDisconnected  # noqa: PLC0415  only to send

        reply = await client.execute_command(b"DATA")
        if reply.code != _GO_ON:
            raise SMTPDataError(reply.code, reply.message)
        wire = client.transport
        if not isinstance(wire, asyncio.WriteTransport):
            message = "the connection is gone"
            raise SMTPServerDisconnected(message)
        wire.write(letter.replace(b"\r\n.", b"\r\n.."))
        await _taken(wire, self._settings.smtp_seconds)
        if not client.is_connected:
            message = "the connection is gone"
            raise SMTPServerDisconnected(message)

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


async def _taken(wire: asyncio.WriteTransport, seconds: float) -> None:
    """Wait until the system has all of it. Raises `TimeoutError` where nothing moves for so long."""
    clock = asyncio.get_running_loop().time
    left, since = wire.get_write_buffer_size(), clock()
    while left and not wire.is_closing():
        await asyncio.sleep(_LOOK)
        size = wire.get_write_buffer_size()
        if size < left:
            left, since = size, clock()
        elif clock() - since > seconds:
            message = "the server takes no more"
            raise TimeoutError(message)


def _told(error: Exception) -> str:
    code, message = getattr(error, "code", None), getattr(error, "message", None)
    return f"{code} {message}" if code else f"{type(error).__name__}: {error}"
