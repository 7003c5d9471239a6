"""`jianbao-eval cases`: what a colleague who adds a question needs."""

from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Annotated, get_args

import typer

from evals.cases import BadCases, Kind, check, read

HOME = Path(str(files("evals")))
Cases = Annotated[Path, typer.Argument(help="A JSONL file of cases, or a folder with one.", show_default="the product's own")]
Corpus = Annotated[Path | None, typer.Option("--corpus", help="The articles they are about.", show_default="the product's own, or beside")]

app = typer.Typer(no_args_is_help=True)


@app.callback()
def cases() -> None:
    """Look after the labelled questions."""


@app.command("check")
def check_cases(folder: Cases = HOME / "cases", corpus: Corpus = None) -> None:
    """Name every fault of the cases, in themselves and beside their articles, and exit with 2; without any, count them by kind."""
    found, faults = read(folder)
    faults += check(found, texts_in(corpus or corpus_of(folder)))
    if faults:
        raise BadCases("\n".join(faults))
    counted = Counter(case.kind for case in found)
    for kind in get_args(Kind):
        typer.echo(f"{kind:20}{counted[kind]:4}")
    typer.echo(f"{len(found)} cases, {sum(case.answerable for case in found)} of them with an answer; nothing is wrong with them")


def corpus_of(cases: Path) -> Path:
    """The articles that a file or folder of cases is about, where none are named."""
    if is_own(cases):
        return HOME / "corpus"
    folder = cases if cases.is_dir() else cases.parent
    return folder / "articles.jsonl" if (folder / "articles.jsonl").exists() else folder


def is_own(cases: Path) -> bool:
    """Whether these are the product's own, however the path to them is written."""
    return cases.resolve() == (HOME / "cases").resolve()


def texts_in(corpus: Path) -> dict[str, str]:
    """The texts of the articles by key, as a reader gets them; nothing is indexed."""
    from ingest.read import Placed, files_at, source_at  # noqa: PLC0415  after --help is done
    from ingest.read import read as articles_in  # noqa: PLC0415  as above

    placed = (one for name, path in files_at(corpus) for one in articles_in(source_at(name, path)))
    return {one.article.key: one.article.text for one in placed if isinstance(one, Placed)}
