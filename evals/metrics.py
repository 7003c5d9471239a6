"""The scorers: each a function from a case and the answer it got to a number between 0 and 1, or None where it does not apply."""

import re

from api.routes.wire import Answer
from evals.cases import Case


def quotes_are_printed(answer: Answer, texts: dict[str, str]) -> float | None:
    """The share of quotations that are `text[start:end]` of the article they name. Anything below 1 is a bug. None without quotations."""
    if not answer.citations:
        return None
    return sum(texts.get(one.article_id, "")[one.start : one.end] == one.quote for one in answer.citations) / len(answer.citations)


def statements_are_cited(answer: Answer) -> float | None:
    """The share of statements with at least one citation, all of which are listed. None without statements."""
    if not answer.statements:
        return None
    known = {one.number for one in answer.citations}
    return sum(bool(one.citations) and known.issuperset(one.citations) for one in answer.statements) / len(answer.statements)


def facts_found(case: Case, answer: Answer) -> float | None:
    """The share of a case's facts that the statements or their quotations hold, in any spelling; an unanswered one scores 0.

    A fact that begins or ends with a digit must not be part of a longer number: 13 is not found in 130, in 13.5 or in 13,000.
    None where the question has no answer.
    """
    if not case.answerable:
        return None
    said = "\n".join([*(one.text for one in answer.statements), *(one.quote for one in answer.citations)])
    return sum(any(holds(said, spelling) for spelling in fact) for fact in case.key_facts) / len(case.key_facts)


def holds(said: str, fact: str) -> bool:
    """Whether the text prints the fact, and where it begins or ends with a digit, not as part of a longer number."""
    left = r"(?<![0-9])(?<![0-9][.,])" if fact[0].isdigit() else ""
    right = r"(?![0-9])(?![.,][0-9])" if fact[-1].isdigit() else ""
    return bool(re.search(f"{left}{re.escape(fact)}{right}", said))


def abstained_rightly(case: Case, answer: Answer) -> float:
    """1 where an answerable question is answered or an unanswerable one is not, else 0."""
    return float(answer.answered == case.answerable)


def right_article(case: Case, answer: Answer) -> float | None:
    """The share of quotations that come from the article the case is about. None for unanswerable questions and without quotations."""
    if not case.answerable or not answer.citations:
        return None
    return sum(one.key == case.key for one in answer.citations) / len(answer.citations)
