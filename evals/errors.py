"""What goes wrong on purpose, beside bad cases."""


class BadRun(Exception):
    """A run cannot be read, gone on with, or compared; the message says why."""
