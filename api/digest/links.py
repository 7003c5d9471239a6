"""Links by which a reader ends the digest: signed, so that nobody ends another's."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from api.errors import Problem
from api.settings import Settings

_BYTES = 32


def key_of(settings: Settings) -> bytes:
    """The key of the settings, or the data folder's own, made at its first use and readable by its owner alone."""
    if settings.link_secret:
        return settings.link_secret.get_secret_value().encode()
    file = settings.data_dir / "links.key"
    with suppress(FileExistsError):
        _make(file)
    return file.read_bytes()


def _make(file: Path) -> None:
    """Whole or not at all: of two that make it at once, the first wins."""
    new = file.with_name(f"links.{secrets.token_hex(8)}.new")
    new.touch(mode=0o600)
    try:
        new.write_bytes(secrets.token_bytes(_BYTES))
        file.hardlink_to(new)
    finally:
        new.unlink()


def token_for(email: str, key: bytes) -> str:
    """What the link of a reader carries."""
    return f"{urlsafe_b64encode(email.encode()).decode().rstrip('=')}.{_signed(email, key)}"


class NoSuchLink(Problem):
    """This link is not one of ours."""

    status = 404
    kind = "no-such-link"


def reader_of(token: str, key: bytes) -> str:
    """The reader whose link it is. Raises `NoSuchLink` where the signature is not ours."""
    body, _, signature = token.partition(".")
    try:
        email = urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    except ValueError:
        raise NoSuchLink from None
    if not hmac.compare_digest(_signed(email, key).encode(), signature.encode()):
        raise NoSuchLink
    return email


def _signed(email: str, key: bytes) -> str:
    return hmac.new(key, f"unsubscribe {email}".encode(), sha256).hexdigest()
