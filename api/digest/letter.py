"""An edition → the message that one reader gets: text and HTML, the action items as a calendar and a sheet."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import cache, lru_cache
from hashlib import sha256

from api.answers.sheets import MEDIA_TYPES, Format, sheet
from api.brief import Language
from api.digest.days import Days
from api.digest.edition import Edition
from api.digest.links import token_for
from api.digest.readers import Reader
from api.digest.sheet import cut_of, page_of, subject_of, text_of
from api.digest.templates import one_line
from api.settings import Settings

_THEIRS = "https://unsubscribe.invalid/"
"""Stands in the pages that readers share, for each one's own link."""
_FILES: Sequence[Format] = ("ics", "xlsx")
_LINE = 57
"""Bytes in a line of base64."""
_GAPS = (
    b"-- the end of the text, each reader's own --".ljust(_LINE, b"-"),
    b"-- the end of the page, each reader's own --".ljust(_LINE, b"-"),
)
"""A line each, in the shared body, where the rest of the text and of the page belong."""


@dataclass(frozen=True, slots=True)
class _Pages:
    """What readers of one language and the same interests share: the whole body but for each one's own link."""

    subject: str
    body: bytes
    ends: tuple[str, str]
    """Of the text and of the page, from where the link stands."""


class Desk:
    """Writes the letters of one day. Pages that several readers share are made once."""

    def __init__(self, days: Days, day: date, settings: Settings, key: bytes) -> None:
        """`key` signs the links that end a subscription."""
        self._days, self._day, self._settings, self._key = days, day, settings, key
        self._edition = lru_cache(lambda language: days.edition(day, language))
        self._pages = lru_cache(self._made)
        self._files = cache(self._sheets)

    def edition(self, language: Language) -> Edition:
        """The day's edition in a language."""
        return self._edition(language)

    def letter(self, reader: Reader) -> bytes:
        """The whole message, as it goes over the wire."""
        pages = self._pages(reader.language, reader.interests)
        link = f"{self._settings.public_url.rstrip('/')}/v1/unsubscribe/{token_for(reader.email, self._key)}"
        message = EmailMessage(SMTP)
        _address(message, self._settings.smtp_from, reader)
        message["Subject"] = pages.subject
        message["Date"] = format_datetime(self._days.clock().astimezone(self._settings.timezone))
        _identify(message, self._day, reader.email, host_of(self._settings))
        body = pages.body
        for gap, end in zip(_GAPS, pages.ends, strict=True):
            body = body.replace(_gap(gap), _lines(end.replace(_THEIRS, link)))
        return _unsubscribing(link) + message.as_bytes().removesuffix(b"\r\n") + body

    def _made(self, language: Language, interests: tuple[str, ...]) -> _Pages:
        edition, address = self._edition(language).for_one(interests), self._settings.public_url.rstrip("/")
        cut = cut_of(edition, address)
        text, page = text_of(edition, address, _THEIRS, cut), page_of(edition, address, _THEIRS, cut)
        start, end = _parted(text, text.rindex("\n", 0, text.index(_THEIRS)))
        top, bottom = _parted(page, page.rindex("<", 0, page.index(_THEIRS)))
        message = EmailMessage(SMTP)
        message.set_content(start + _GAPS[0].decode(), cte="base64")
        message.add_alternative(top + _GAPS[1].decode(), "html", cte="base64")
        for kind, content in self._files().items():
            _attach(message, content, kind, self._day)
        return _Pages(subject_of(edition), message.as_bytes(), (end, bottom))

    def _sheets(self) -> Mapping[Format, bytes]:
        """All that is to be done, as files: the same for every reader."""
        items, now = self._edition("zh").items, self._days.clock()
        return {kind: sheet(items, kind, now) for kind in _FILES}


def _parted(text: str, at: int) -> tuple[str, str]:
    """Both parts of a text, the first up to there at most in whole lines of base64: either can be encoded without the other."""
    raw, most = f"{_lined(text)}\r\n".encode(), len(_lined(text[:at]).encode())
    cut = next(cut for cut in range(most - most % _LINE, -1, -_LINE) if _is_between(raw, cut))
    return raw[:cut].decode(), raw[cut:].decode()


def _is_between(raw: bytes, at: int) -> bool:
    """Whether a character ends there, and no line's end is torn."""
    return raw[at] & 0xC0 != 0x80 and raw[at - 1 : at + 1] != b"\r\n"  # noqa: PLR2004  how UTF-8 marks a byte that goes on


def _lined(text: str) -> str:
    return "\r\n".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _gap(line: bytes) -> bytes:
    """As the email package writes it, with the end of the text that it adds."""
    return b64encode(line) + b"\r\n" + b64encode(b"\r\n")


def _lines(text: str) -> bytes:
    """Base64, in lines as the email package writes them."""
    raw = text.encode()
    return b"\r\n".join(b64encode(raw[at : at + _LINE]) for at in range(0, len(raw), _LINE))


def message_id(day: date, email: str, host: str) -> str:
    """The same whenever the letter of that day is sent to that reader."""
    return f"<digest.{day}.{sha256(f'{day} {email}'.encode()).hexdigest()[:24]}@{host}>"


def host_of(settings: Settings) -> str:
    """The domain of the sender's address."""
    return parseaddr(settings.smtp_from)[1].rpartition("@")[2] or "localhost"


def _address(message: EmailMessage, sender: str, reader: Reader) -> None:
    name, address = parseaddr(sender)
    message["From"] = Address(one_line(name), addr_spec=address)
    message["To"] = Address(reader.name, addr_spec=reader.email)


def _identify(message: EmailMessage, day: date, email: str, host: str) -> None:
    """The letters of a week are one conversation, which no letter of ours begins: each answers the same name."""
    year, week, _ = day.isocalendar()
    thread = f"<week.{year}-{week:02}.{sha256(email.encode()).hexdigest()[:24]}@{host}>"
    message["Message-ID"] = message_id(day, email, host)
    message["In-Reply-To"] = thread
    message["References"] = thread
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"


def _attach(message: EmailMessage, content: bytes, kind: Format, day: date) -> None:
    media = MEDIA_TYPES[kind].partition(";")[0]
    main, sub = media.split("/")
    message.add_attachment(content, main, sub, filename=f"action-items-{day}.{kind}")


def _unsubscribing(link: str) -> bytes:
    """RFC 8058, written by hand: the email package would fold so long an address into what no mail program reads."""
    return f"List-Unsubscribe: <{link}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode("ascii")
