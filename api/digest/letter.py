"""An edition → the message that one reader gets: text and HTML, the action items as a calendar and a sheet."""

from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from hashlib import sha256

from api.answers.sheets import MEDIA_TYPES, sheet
from api.brief import Language
from api.digest.days import Days
from api.digest.edition import Edition
from api.digest.links import token_for
from api.digest.readers import Reader
from api.digest.sheet import one_line, page_of, subject_of, text_of
from api.settings import Settings

_THEIRS = "https://unsubscribe.invalid/"
"""Stands in the pages that readers share, for each one's own link."""


@dataclass(frozen=True, slots=True)
class _Pages:
    """What readers of one language and the same interests share."""

    subject: str
    text: str
    html: str
    calendar: bytes
    workbook: bytes


class Desk:
    """Writes the letters of one day. Pages that several readers share are made once."""

    def __init__(self, days: Days, day: date, settings: Settings, key: bytes) -> None:
        """`key` signs the links that end a subscription."""
        self._days, self._day, self._settings, self._key = days, day, settings, key
        self._edition = lru_cache(lambda language: days.edition(day, language))
        self._pages = lru_cache(self._made)

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
        message.set_content(pages.text.replace(_THEIRS, link), cte="base64")
        message.add_alternative(pages.html.replace(_THEIRS, link), "html", cte="base64")
        _attach(message, pages.calendar, "ics", self._day)
        _attach(message, pages.workbook, "xlsx", self._day)
        return _unsubscribing(link) + message.as_bytes()

    def _made(self, language: Language, interests: tuple[str, ...]) -> _Pages:
        edition, address = self._edition(language).for_one(interests), self._settings.public_url.rstrip("/")
        now = self._days.clock()
        text, html = text_of(edition, address, _THEIRS), page_of(edition, address, _THEIRS)
        return _Pages(subject_of(edition), text, html, sheet(edition.items, "ics", now), sheet(edition.items, "xlsx", now))


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


def _attach(message: EmailMessage, content: bytes, kind: str, day: date) -> None:
    media = MEDIA_TYPES["ics" if kind == "ics" else "xlsx"].partition(";")[0]
    main, sub = media.split("/")
    message.add_attachment(content, main, sub, filename=f"action-items-{day}.{kind}")


def _unsubscribing(link: str) -> bytes:
    """RFC 8058, written by hand: the email package would fold so long an address into what no mail program reads."""
    return f"List-Unsubscribe: <{link}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode("ascii")
