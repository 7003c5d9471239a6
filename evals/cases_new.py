"""`jianbao-eval cases new`: a further case in a minute, by options, by answering what they leave open, or from an answer that was bad."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from pydantic import BaseModel, Field, ValidationError

from evals.asking import Colleague, none_but, refuse_empty
from evals.cases import BadCases, Case, Kind, Lang, file_at, has_answer, load
from evals.cases_cli import HOME, Corpus, corpus_of, texts_in
from evals.drafts import append, as_printed, next_id, parting, printed_in, refuse_taken

Folder = Annotated[Path, typer.Argument(help="A JSONL file of cases, or the folder it is in.", show_default="the product's own")]
FromAnswer = Annotated[
    Path | None,
    typer.Option(help="An answer as JSON (-: standard input) that proposes question, language, article and evidence.", show_default=False),
]
Id = Annotated[str | None, typer.Option("--id", help="Its name.", show_default="the next number")]
Text = Annotated[str | None, typer.Option(show_default=False)]
Facts = Annotated[
    list[str] | None,
    typer.Option("--fact", help="What a right answer says; spellings stand between “ / ”. Repeatable.", show_default=False),
]
Evidence = Annotated[list[str] | None, typer.Option(help="Printed words that say so. Repeatable.", show_default=False)]
Never = Annotated[list[str] | None, typer.Option("--must-not", help="What no answer may say. Repeatable.", show_default=False)]
Answerable = Annotated[bool | None, typer.Option("--answerable/--no-answer", help="Whether the articles say.", show_default="by its kind")]


class _Cited(BaseModel):
    key: str
    quote: str


class _Logged(BaseModel):
    """What a case takes over from an answer of the wire, of whatever version."""

    question: str | None = None
    language: Lang | None = None
    citations: list[_Cited] = Field(default_factory=list)


def new(  # noqa: PLR0913, PLR0917  a case has as many fields
    folder: Folder = HOME / "cases",
    corpus: Corpus = None,
    from_answer: FromAnswer = None,
    name: Id = None,
    question: Text = None,
    lang: Text = None,
    key: Text = None,
    kind: Text = None,
    answerable: Answerable = None,
    evidence: Evidence = None,
    facts: Facts = None,
    must_not: Never = None,
) -> None:
    """Add a case. What no option says is asked for; evidence is held against the articles as it is given."""
    from api.retrieve.kinds import language_of  # noqa: PLC0415  after --help is done

    file, texts, logged = file_at(folder), texts_in(corpus or corpus_of(folder)), _logged(from_answer)
    colleague = Colleague(can_be_asked=str(from_answer) != "-")
    names = [case.id for case in load(file)] if file.exists() else []
    refuse_taken(name, names)
    question = colleague.one("question", question, logged.question, refuse_empty)
    lang = colleague.one("lang", lang, logged.language or language_of(question), none_but(get_args(Lang)))
    key = colleague.one("key", key, next((one.key for one in logged.citations), None), none_but(list(texts)))
    kind = colleague.one("kind", kind, "cross_lingual" if lang == "en" else None, none_but(get_args(Kind)))
    is_answered = has_answer(kind) if answerable is None else answerable
    if is_answered is None:
        is_answered = colleague.yes("do the articles say", "--answerable or --no-answer")
    case = Case(
        name or next_id(names), key, cast("Kind", kind), cast("Lang", lang), question, is_answered, (), (), must_not=tuple(must_not or ())
    )
    if is_answered:
        said = colleague.many("evidence", evidence, [one.quote for one in logged.citations], lambda one: _not_printed(one, texts, key))
        case = _with_evidence(case, said, texts)
        if facts is None and colleague.can_be_asked:
            typer.echo("what a right answer says, a fact a line; other spellings of it stand behind “ / ”")
        stated = colleague.many("fact", facts, [], lambda fact: _not_stated(fact, case.evidence))
        case = replace(case, key_facts=tuple(map(_spellings, stated)))
    append(case, file, texts)
    typer.echo(f"{case.id} is in {file}")


def _logged(source: Path | None) -> _Logged:
    """The answer, or nothing. Raises `BadCases` where it is none."""
    if source is None:
        return _Logged()
    try:
        raw = sys.stdin.read() if str(source) == "-" else source.read_text("utf-8")
        return _Logged.model_validate_json(raw)
    except (OSError, ValidationError, UnicodeError) as error:
        message = f"{source} is no answer as JSON: {error}"
        raise BadCases(message) from error


def _not_printed(given: str, texts: Mapping[str, str], key: str) -> str | None:
    return None if printed_in(given, texts, key) else f"not printed in any article; in {key}, {parting(given, texts[key])}"


def _with_evidence(case: Case, given: Sequence[str], texts: Mapping[str, str]) -> Case:
    """The case with its evidence as it is printed, and with the further articles that print some of it."""
    found = [place for one in given if (place := printed_in(one, texts, case.key))]
    others = dict.fromkeys(key for key, _ in found if key != case.key)
    for other in others:
        typer.echo(f"  some of it is printed in {other} alone: that one is needed as well")
    return replace(case, evidence=tuple(stretch for _, stretch in found), others=tuple(others))


def _not_stated(fact: str, evidence: Sequence[str]) -> str | None:
    stated = any(as_printed(spelling, one) for spelling in _spellings(fact) for one in evidence)
    return None if stated else f"no spelling of it stands in the evidence: {' / '.join(_spellings(fact)) or 'there is none'}"


def _spellings(fact: str) -> tuple[str, ...]:
    """Parted by a stroke that stands free or is full-width: 2025/26 is one spelling."""
    return tuple(one.strip() for one in re.split(r"\s+/\s+|／", fact) if one.strip())
