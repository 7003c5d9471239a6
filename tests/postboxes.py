"""A real SMTP server on loopback that keeps what it accepts, and can be made to behave badly."""

import ssl
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from conftest import free_port

Trick = Callable[[str, int], str | None]
"""By the reader and how often their letter came before → what the server says instead of yes; `drop` is to keep it and hang up."""


class Postbox:
    """What arrived, in order, and what each reader's server says."""

    def __init__(self, at_rcpt: Trick = lambda _to, _before: None, at_data: Trick = lambda _to, _before: None) -> None:
        """Without tricks everything is accepted."""
        self._kept: list[tuple[str, bytes]] = []
        self.port = 0
        self.trick(at_rcpt, at_data)
        self.asked: Counter[str] = Counter()
        self._given: Counter[str] = Counter()

    def trick(self, at_rcpt: Trick = lambda _to, _before: None, at_data: Trick = lambda _to, _before: None) -> None:
        """What it does from now on."""
        self._at_rcpt, self._at_data = at_rcpt, at_data

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]) -> str:  # noqa: N802  aiosmtpd's name
        """Somebody is named."""
        self.asked[to] += 1
        if said := self._at_rcpt(to, self.asked[to] - 1):
            return said
        envelope.rcpt_tos.append(to)
        return "250 fine"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  as above
        """A letter is here."""
        (to,) = envelope.rcpt_tos
        self._given[to] += 1
        assert isinstance(envelope.content, bytes)
        kept = (to, envelope.content)
        self._kept.append(kept)
        said = self._at_data(to, self._given[to] - 1)
        if said not in {None, "drop"}:
            self._kept.remove(kept)
        if said == "drop":
            server.transport.abort()
        return said or "250 kept"

    @property
    def letters(self) -> list[tuple[str, EmailMessage]]:
        """Each with its reader."""
        return [(to, message_from_bytes(content, EmailMessage, policy=policy.default)) for to, content in self._kept]

    def counted(self) -> Counter[str]:
        """How many letters each reader has."""
        return Counter(to for to, _ in self._kept)


@contextmanager
def opened(box: Postbox, tls: Path | None = None, *, wrapped: bool = False, login: tuple[str, str] | None = None) -> Iterator[Postbox]:
    """Serve it: with a certificate in a folder it wants STARTTLS, or is wrapped in TLS; with a login it wants that."""
    box.port = free_port()
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls / "cert.pem", tls / "key.pem")
    options = {"tls_context": None if wrapped else context, "require_starttls": bool(tls) and not wrapped}
    if login:

        def is_known(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
            assert isinstance(data, LoginPassword)
            return AuthResult(success=(data.login.decode(), data.password.decode()) == login)

        options |= {"authenticator": is_known, "auth_required": True, "auth_require_tls": bool(tls) and not wrapped}
    controller = Controller(box, "127.0.0.1", box.port, ssl_context=context if wrapped else None, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 and its key, in the folder."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*command, *files], check=True, capture_output=True)
    return folder
