"""Whether a stretch may lay something on somebody at all: a word is printed that does, and none that says it is done."""

import re

from ingest.actions import clauses, duty, promise
from ingest.article import Span

_TELLS = re.compile("要求|责成|部署|号召|呼吁|安排|督促|敦促|牵头")


def may_demand(text: str, span: Span) -> bool:
    """A cheap sieve: most of what passes demands nothing, but nothing that demands is without such a word."""
    return any(_tells(one.text) and not duty.PAST.search(one.text) for one in clauses.clauses_in(text, span))


def _tells(said: str) -> bool:
    return bool(duty.MODAL.match(said) or duty.WITHIN.search(said) or promise.WILL.search(said) or _TELLS.search(said))
