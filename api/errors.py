"""What goes wrong on purpose. A class's docstring is the title its caller sees."""

from typing import ClassVar


class Problem(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500
    kind: ClassVar[str] = "problem"
    exit_code: ClassVar[int] = 1

    @property
    def title(self) -> str:
        """One sentence for the caller."""
        return (type(self).__doc__ or "").strip()


class BadQuestion(Problem):
    """The question cannot be asked as it is."""

    status = 422
    kind = "bad-question"


class NoSuchArticle(Problem):
    """There is no article of that id."""

    status = 404
    kind = "no-such-article"


class NoNewspaper(Problem):
    """No newspaper has been read yet."""

    status = 503
    kind = "no-newspaper"


class NotNow(Problem):
    """Too many questions are waiting; ask again shortly."""

    status = 503
    kind = "not-now"


class Stopped(Problem):
    """The service is stopping; ask again shortly."""

    status = 503
    kind = "stopped"


class BusyWriting(Problem):
    """Another process is adding articles; try again when it is done."""

    status = 409
    kind = "busy-writing"


class CannotWrite(Problem):
    """Articles cannot be stored at the moment; what is there still answers."""

    status = 507
    kind = "cannot-write"


class NothingAccepted(Problem):
    """Nothing of what was sent can be read as an article."""

    status = 422
    kind = "nothing-accepted"


class WriterFailed(Exception):
    """The model gave nothing that can be used; the reason is a code such as timeout. It reaches no caller: another writer steps in."""

    def __init__(self, reason: str) -> None:
        """Name the reason."""
        super().__init__(reason)
        self.reason = reason
