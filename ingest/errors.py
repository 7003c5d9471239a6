"""What can go wrong while a newspaper is read. Each message names the thing and says why."""


class IngestError(Exception):
    """The base of every error this package raises on purpose."""


class Unreadable(IngestError):
    """A file or a record cannot be read as an article; the message is the reason."""


class NothingToRead(IngestError):
    """A path is missing, or a folder holds no article."""


class Busy(IngestError):
    """Another process is writing to this data folder."""


class NotWritable(IngestError):
    """The data folder may not be written to, or has no room; what is in it stays as it was."""


class Damaged(IngestError):
    """The data folder does not hold what the catalogue says it should."""
